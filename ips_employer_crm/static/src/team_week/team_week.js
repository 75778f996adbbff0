import { Component, onWillStart, useState } from "@odoo/owl";
import { router } from "@web/core/browser/router";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { shortDate, weekSpan, weekTitle } from "../week_format";

// Codes written out in a note: enough to recognise, the rest opens with a tap
const CODES_SHOWN = 3;

/** The leader's review: every coach's week side by side, in alphabetical order. */
export class TeamWeek extends Component {
    static template = "ips_employer_crm.TeamWeek";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.format = { weekSpan, weekTitle };
        this.state = useState({ data: null, remarkFor: null, remark: "" });
        // ?week_start=2026-11-23 opens another week, so that one can be linked to
        const { week_start } = router.current;
        // Back from a person or a form: the same week of the same team
        const { weekStart, teamId } = this.props.state || {};
        useSetupAction({
            getLocalState: () => ({
                weekStart: this.state.data.week.start,
                teamId: this.state.data.team_id,
            }),
        });
        onWillStart(() => this.load(weekStart || week_start || null, teamId || null));
    }

    async load(weekStart = null, teamId = null) {
        this.state.data = await this.orm.call("ips.coach.week", "get_team_week", [
            weekStart,
            teamId,
        ]);
        this.state.remarkFor = null;
        this.state.remark = "";
    }

    /** Above the columns on a desk, beside each figure on a phone. */
    get headings() {
        return {
            result: _t("Result"),
            visits: _t("1st / 2nd / later visit"),
            inPerson: _t("In person"),
            decides: _t("Decides"),
            forJobSeeker: _t("For a job seeker (✓ as wished)"),
            leads: _t("Leads"),
        };
    }

    get coaches() {
        return this.state.data.coaches;
    }

    get totals() {
        const sum = (key) => this.coaches.reduce((total, coach) => total + coach[key], 0);
        return [
            _t("%s coaches", this.coaches.length),
            _t("%(counted)s / %(target)s counted", {
                counted: sum("counted"),
                target: formatFloat(sum("target"), { digits: [3, 1], trailingZeros: false }),
            }),
            _t("%(signed)s of %(all)s signed", {
                signed: this.coaches.filter((coach) => coach.state === "signed").length,
                all: this.coaches.length,
            }),
        ];
    }

    get signClearLabel() {
        return _t("Sign all clear ones (%s)", this.clear.length);
    }

    /** "Week 46 · 2 changed, 1 not signed" */
    reviewLabel(week) {
        const counts = [];
        if (week.changed) {
            counts.push(_t("%s changed", week.changed));
        }
        if (week.open) {
            counts.push(_t("%s not signed", week.open));
        }
        return `${weekTitle(week)} · ${counts.join(", ")}`;
    }

    /** What asks for the leader's eye, in words: never by colour alone. */
    notes(coach) {
        const notes = [];
        if (coach.state === "changed") {
            notes.push({
                icon: "fa-pencil",
                text: _t("changed after signing (was %s)", coach.reviewed_counted),
            });
        }
        if (coach.is_empty) {
            notes.push({
                icon: "fa-question-circle",
                text: _t("no counted contact and no reason"),
            });
        }
        if (coach.objections) {
            notes.push({
                icon: "fa-hand-paper-o",
                text: _t("objections to settle: %s", coach.objections),
            });
        }
        notes.push(...this.peopleNotes(coach));
        if (coach.mentoring_due) {
            notes.push({
                text: _t("field mentoring due"),
                open: () => this.recordMentoring(coach),
            });
        }
        if (coach.few_job_seekers !== false) {
            notes.push({
                text: _t("few job seekers: %s", coach.few_job_seekers),
            });
        }
        if (coach.empty_reason) {
            notes.push({ text: coach.empty_reason });
        }
        if (coach.absent_days) {
            notes.push({ text: _t("days away: %s", coach.absent_label) });
        }
        if (coach.planned) {
            notes.push({ text: _t("visits planned: %s", coach.planned) });
        }
        return notes;
    }

    /** People to talk about, by their codes: one tap opens them. */
    peopleNotes(row) {
        const notes = [];
        if (row.late.length) {
            notes.push({
                icon: "fa-clock-o",
                text: _t("no employer contact in time: %s", this.codes(row.late)),
                open: () =>
                    this.openPeople("ips_employer_crm.ips_client_action", row.late_ids),
            });
        }
        if (row.silent.length) {
            notes.push({
                icon: "fa-bell-o",
                text: _t("at work, meeting missed: %s", this.codes(row.silent)),
                open: () =>
                    this.openPeople("ips_employer_crm.ips_placement_action", row.silent_ids),
            });
        }
        return notes;
    }

    codes(refs) {
        const more = refs.length - CODES_SHOWN;
        return refs.slice(0, CODES_SHOWN).join(", ") + (more > 0 ? ` +${more}` : "");
    }

    /** People with a coach who is not on this page, or with none. */
    get otherNotes() {
        return this.peopleNotes(this.state.data.others);
    }

    /** Weeks that can be signed at once: nothing in them asks for the leader's eye. */
    get clear() {
        return this.unsigned.filter((coach) => !coach.is_empty && !coach.objections);
    }

    get unsigned() {
        return this.coaches.filter((coach) => coach.state !== "signed");
    }

    get signAllLabel() {
        return _t("Sign all (%s)", this.unsigned.length);
    }

    get agendaUrl() {
        const { team_id, week } = this.state.data;
        return `/ips/team-week/agenda?team_id=${team_id}&week_start=${week.start}`;
    }

    get tooManyLabel() {
        return _t(
            "More than %s coaches for one leader: the quality criteria allow no more (item 8).",
            this.state.data.too_many_coaches
        );
    }

    get supervisionLabel() {
        const { supervision } = this.state.data;
        return supervision
            ? _t("Group supervision: %s", shortDate(supervision))
            : _t("No group supervision written down");
    }

    async sign(userIds, remark = null) {
        const { team_id, week } = this.state.data;
        await this.orm.call("ips.coach.week", "action_sign_coaches", [
            team_id,
            week.start,
            userIds,
            remark,
        ]);
        return this.load(week.start, team_id);
    }

    signClear() {
        return this.sign(this.clear.map((coach) => coach.id));
    }

    signAll() {
        return this.sign(this.unsigned.map((coach) => coach.id));
    }

    writeRemark(coach) {
        this.state.remarkFor = this.state.remarkFor === coach.id ? null : coach.id;
        this.state.remark = coach.remark;
    }

    async openPeople(xmlId, ids) {
        const action = await this.action.loadAction(xmlId);
        // Without the filters that the menu opens with: exactly these
        return this.action.doAction({ ...action, domain: [["id", "in", ids]], context: {} });
    }

    newRecord(model, context) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            views: [[false, "form"]],
            target: "current",
            context,
        });
    }

    recordMentoring(coach) {
        return this.newRecord("ips.field.mentoring", {
            default_user_id: coach.id,
            default_team_id: this.state.data.team_id,
        });
    }

    recordSupervision() {
        const leads = this.coaches.reduce((total, coach) => total + coach.leads, 0);
        return this.newRecord("ips.group.supervision", {
            default_team_id: this.state.data.team_id,
            default_leads_shared: leads,
        });
    }

    async openContacts(coach) {
        const { team_id, week } = this.state.data;
        const action = await this.orm.call(
            "ips.coach.week",
            "action_view_coach_contacts",
            [team_id, week.start, coach.id]
        );
        return this.action.doAction(action);
    }
}

registry.category("actions").add("ips_team_week", TeamWeek);
