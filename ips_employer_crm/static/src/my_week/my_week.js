import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import {
    dayOf,
    dots,
    shortDate,
    timeOf,
    weekdayNames,
    weekSpan,
    weekTitle,
} from "../week_format";

/** A coach's home: the week's figure with its reasons, today's visits, next steps. */
export class MyWeek extends Component {
    static template = "ips_employer_crm.MyWeek";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.format = { dayOf, dots, shortDate, timeOf, weekSpan, weekTitle };
        this.weekdays = weekdayNames();
        this.state = useState({ data: null, showReasons: false, showTable: false });
        onWillStart(() => this.load());
    }

    async load(weekStart = null) {
        this.state.data = await this.orm.call("ips.coach.week", "get_my_week", [weekStart]);
    }

    get reload() {
        return { onClose: () => this.load(this.state.data.week.start) };
    }

    /**
     * Opens the log; an employer contact comes back with the week, without another call.
     * Follow-along does not: it changes no figure.
     */
    openLog(params = {}) {
        const onSaved = ({ week }) => {
            if (!week) {
                return this.reload.onClose();
            }
            this.state.data = week;
        };
        return this.action.doAction({
            type: "ir.actions.client",
            tag: "ips_log_contact",
            params: { ...params, onSaved },
        });
    }

    get visits() {
        const { late, today, coming } = this.state.data.planned;
        return { late, today, coming };
    }

    get needsReason() {
        const { row, week } = this.state.data;
        return row.counted === 0 && row.target > 0 && !week.is_current && !week.is_future;
    }

    stepDate(step) {
        const day = shortDate(step.date);
        return step.late ? _t("%s, late", day) : day;
    }

    /** Height of a column in the history, in per cent of the highest figure. */
    height(row) {
        const values = this.state.data.history.flatMap((w) => [w.counted, w.target]);
        return Math.round((100 * row.counted) / Math.max(...values, 1));
    }

    logContact() {
        return this.openLog();
    }

    planVisit() {
        return this.action.doAction(
            "ips_employer_crm.ips_employer_contact_action_plan",
            this.reload
        );
    }

    completeVisit(contact) {
        return this.openLog({ contact_id: contact.id });
    }

    openContact(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "ips.employer.contact",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    sinceEntry({ days, late }) {
        return late ? _t("%s days since entry, late", days) : _t("%s days since entry", days);
    }

    get caseload() {
        const { count, limit_label, over } = this.state.data.caseload;
        const figures = { count, limit: limit_label };
        return over
            ? _t("Caseload %(count)s of %(limit)s, beyond the limit", figures)
            : _t("Caseload %(count)s of %(limit)s", figures);
    }

    openClient(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "ips.client",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    /** People for the opening, as its own button shows them. */
    async openSuggestions(opening) {
        const action = await this.orm.call("crm.lead", "action_view_suggestions", [
            opening.id,
        ]);
        return this.action.doAction(action);
    }

    meetBy({ date, late }) {
        const day = shortDate(date);
        return late ? _t("Meet by %s, late", day) : _t("Meet by %s", day);
    }

    /** About someone at work: never an employer contact. */
    async logSupport(job) {
        const action = await this.orm.call("ips.placement", "action_log_support", [job.id]);
        return this.action.doAction(action, this.reload);
    }

    whoFits({ people, more }) {
        const codes = people.join(", ");
        return more ? _t("%(codes)s and %(more)s more", { codes, more }) : codes;
    }

    openCaseload() {
        return this.action.doAction("ips_employer_crm.ips_client_action");
    }

    logFor(client) {
        return this.openLog({ client_id: client.id });
    }

    async stepDone(step) {
        await this.orm.call("mail.activity", "action_done", [[step.id]]);
        return this.load(this.state.data.week.start);
    }

    async enterAbsence(change) {
        const { row, week } = this.state.data;
        const days = Math.min(Math.max(row.absent_days + change, 0), 5);
        await this.orm.call("ips.coach.week", "action_enter_absence", [week.start, days]);
        return this.load(week.start);
    }

    async enterReason(ev) {
        const { week } = this.state.data;
        const reason = parseInt(ev.target.value) || false;
        await this.orm.call("ips.coach.week", "action_enter_empty_reason", [
            week.start,
            reason,
        ]);
        return this.load(week.start);
    }
}

registry.category("actions").add("ips_my_week", MyWeek);
