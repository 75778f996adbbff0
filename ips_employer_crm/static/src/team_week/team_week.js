import { Component, onWillStart, useState } from "@odoo/owl";
import { router } from "@web/core/browser/router";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { weekSpan, weekTitle } from "../week_format";

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
        onWillStart(() => this.load(week_start || null));
    }

    async load(weekStart = null, teamId = null) {
        this.state.data = await this.orm.call("ips.coach.week", "get_team_week", [
            weekStart,
            teamId,
        ]);
        this.state.remarkFor = null;
        this.state.remark = "";
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
        if (this.isEmptyWithoutReason(coach)) {
            notes.push({
                icon: "fa-question-circle",
                text: _t("no counted contact and no reason"),
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

    /** Weeks that can be signed at once: nothing in them asks for the leader's eye. */
    get clear() {
        return this.coaches.filter(
            (coach) => coach.state !== "signed" && !this.isEmptyWithoutReason(coach)
        );
    }

    isEmptyWithoutReason(coach) {
        return coach.counted === 0 && coach.target > 0 && !coach.empty_reason;
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

    writeRemark(coach) {
        this.state.remarkFor = this.state.remarkFor === coach.id ? null : coach.id;
        this.state.remark = coach.remark;
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
