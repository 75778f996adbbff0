import { Component, onWillStart, useEffect, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { uuid } from "@web/core/utils/strings";
import { useDebounced } from "@web/core/utils/timing";
import { BeforeYou } from "../before_you/before_you";
import { dropDraft, readDraft, writeDraft } from "./draft";
import { FollowAlong, emptySupport } from "./follow_along";
import { ForWhom, forOne, mergeLines, restoreLines } from "./for_whom";
const { DateTime } = luxon;

/** A new entry: what is known before the first tap. */
function emptyEntry(defaults, clientId) {
    return {
        request_uuid: uuid(),
        contact_id: false,
        employer: null,
        new_employer: null,
        channel: "in_person",
        person_ids: [],
        new_people: [],
        decider_ids: [],
        decision_maker_met: false,
        purpose_id: false,
        outcome_id: false,
        date: serializeDateTime(DateTime.now()),
        duration: defaults.duration,
        travel_duration: defaults.travel_duration,
        distance_km: defaults.distance_km,
        companion_ids: [],
        client_lines: clientId ? [forOne(clientId)] : [],
        is_client_specific: false,
        made_by: "coach",
        shared_note: "",
        internal_note: "",
        over_limit_reason: "",
        next_step: "",
        next_step_date: false,
        step_touched: false,
        opening: null,
    };
}

/**
 * The log: one screen, one call to open it and one to save. A form view would need
 * eight calls for the same, and could keep neither a draft nor the taps down.
 */
export class LogContactDialog extends Component {
    static template = "ips_employer_crm.LogContactDialog";
    static components = { BeforeYou, DateTimeInput, Dialog, FollowAlong, ForWhom };
    static props = {
        close: Function,
        clientId: { type: [Number, Boolean], optional: true },
        contactId: { type: [Number, Boolean], optional: true },
        employerId: { type: [Number, Boolean], optional: true },
        placementId: { type: [Number, Boolean], optional: true },
        onSaved: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({
            entry: null,
            // About someone at work, kept while one looks at the other entry
            support: null,
            aboutWork: false,
            found: null,
            term: "",
            personName: "",
            saving: false,
            error: "",
            more: false,
            restored: false,
        });
        this.search = useDebounced(this.searchEmployers.bind(this), 250);
        onWillStart(() => this.open());
        useEffect(
            () => this.keepDraft(),
            () => [JSON.stringify(this.state.entry)]
        );
    }

    async open() {
        const { contactId, employerId, placementId } = this.props;
        this.screen = await this.orm.call("ips.employer.contact", "get_log_screen", [
            contactId || null,
            employerId || null,
            placementId || null,
        ]);
        const entry = this.newEntry();
        const draft = readDraft(this.screen.user_id);
        const { contact, employer } = this.screen;
        if (draft && this.isAbout(draft, employer)) {
            Object.assign(entry, draft);
            restoreLines(entry, this.screen.clients);
            this.state.restored = true;
        } else if (employer) {
            this.fillEmployer(entry, employer);
            if (contact) {
                this.fillPlanned(entry, contact);
            }
        }
        this.state.entry = entry;
        this.pristine = JSON.stringify(entry);
        if (this.props.placementId) {
            this.chooseWork(true);
        }
    }

    /** Follow-along is another record: it never becomes an employer contact. */
    chooseWork(chosen) {
        this.state.error = "";
        if (chosen && !this.state.support) {
            this.state.support = emptySupport(this.screen.today, this.props.placementId);
        }
        this.state.aboutWork = chosen;
    }

    /** With the person for whom the log was opened, if the reader may log for them. */
    newEntry() {
        const { clients, defaults } = this.screen;
        return emptyEntry(defaults, clients.find((c) => c.id === this.props.clientId)?.id);
    }

    /** Whether a draft is about the employer and person the log was opened for. */
    isAbout(draft, employer) {
        const { clientId } = this.props;
        return (
            (!employer || draft.employer?.id === employer.id) &&
            (!clientId || draft.client_lines?.some((line) => line.client_id === clientId))
        );
    }

    /** What the planned visit says already stays, notes included. */
    fillPlanned(entry, { id, person_ids, client_lines, ...values }) {
        Object.assign(entry, values, { contact_id: id });
        entry.client_lines = mergeLines(entry.client_lines, client_lines);
        if (person_ids.length) {
            entry.person_ids = person_ids;
        }
    }

    keepDraft() {
        if (this.state.entry && JSON.stringify(this.state.entry) !== this.pristine) {
            writeDraft(this.screen.user_id, this.state.entry);
        }
    }

    startAfresh() {
        dropDraft(this.screen.user_id);
        this.state.restored = false;
        this.state.entry = this.newEntry();
        this.pristine = JSON.stringify(this.state.entry);
    }

    // EMPLOYER

    fillEmployer(entry, employer) {
        entry.employer = employer;
        entry.new_employer = null;
        entry.contact_id = false;
        entry.person_ids = [...employer.proposed];
        entry.decision_maker_met = false;
        if (employer.planned) {
            this.fillPlanned(entry, employer.planned);
        }
    }

    chooseEmployer(employer) {
        this.fillEmployer(this.entry, employer);
        this.state.found = null;
        this.state.term = "";
    }

    newEmployer() {
        this.entry.new_employer = { name: this.state.term.trim(), municipality_id: false };
        this.entry.decision_maker_met = true;
        this.state.found = null;
    }

    changeEmployer() {
        Object.assign(this.entry, { employer: null, new_employer: null, person_ids: [] });
        Object.assign(this.entry, { contact_id: false, new_people: [], decider_ids: [] });
    }

    async searchEmployers() {
        const term = this.state.term.trim();
        if (term.length < 2) {
            this.state.found = null;
            return;
        }
        const found = await this.orm
            .silent.call("ips.employer.contact", "search_log_employers", [term])
            .catch((error) => {
                if (error instanceof ConnectionLostError) {
                    return [];
                }
                throw error;
            });
        if (term === this.state.term.trim()) {
            this.state.found = found;
        }
    }

    // WHAT THE SCREEN SHOWS

    get title() {
        return this.state.aboutWork ? _t("Log follow-along") : _t("Log a contact");
    }

    /** A planned visit is with an employer; so is what was opened for one. */
    get canBeAboutWork() {
        const { contactId, employerId, clientId } = this.props;
        return this.screen.at_work.jobs.length && !contactId && !employerId && !clientId;
    }

    get aboutOptions() {
        return [
            { id: false, name: _t("An employer") },
            { id: true, name: _t("About someone at work") },
        ];
    }

    get entry() {
        return this.state.entry;
    }

    get channelOptions() {
        return this.screen.channels.map(([id, name]) => ({ id, name }));
    }

    get people() {
        return this.entry.employer?.people || [];
    }

    get metPeople() {
        return this.people.filter((person) => this.entry.person_ids.includes(person.id));
    }

    /** People met of whom it is not known yet that they decide on hiring. */
    get undecidedPeople() {
        return this.metPeople.filter((person) => !person.decides);
    }

    get decisionMakerMet() {
        const { decision_maker_met, decider_ids, new_people } = this.entry;
        return (
            decision_maker_met ||
            decider_ids.length > 0 ||
            new_people.some((person) => person.decides) ||
            this.metPeople.some((person) => person.decides)
        );
    }

    get verdict() {
        const { channel, client_lines, is_client_specific, made_by } = this.entry;
        if (made_by === "client") {
            return {
                counts: false,
                text: _t("Does not count: made by the job seeker"),
            };
        }
        const specific = is_client_specific || client_lines.length > 0;
        const key = [channel, Number(this.decisionMakerMet), Number(specific)];
        return this.screen.verdicts[key.join("|")];
    }

    get overLimit() {
        const { employer, contact_id } = this.entry;
        const { limit, approaches } = employer?.before || {};
        return !contact_id && limit > 0 && approaches >= limit;
    }

    get date() {
        return deserializeDateTime(this.entry.date);
    }

    get hours() {
        const minutes = (hours) => _t("%s min", Math.round(hours * 60));
        return {
            duration: minutes(this.entry.duration),
            travel: minutes(this.entry.travel_duration),
        };
    }

    get canSave() {
        if (this.state.aboutWork) {
            return !this.state.saving && this.state.support.placement_id;
        }
        const { employer, new_employer } = this.entry;
        return !this.state.saving && (employer || new_employer?.name.trim());
    }

    // TAPS

    toggle(name, id) {
        const chosen = this.entry[name];
        const index = chosen.indexOf(id);
        if (index < 0) {
            chosen.push(id);
        } else {
            chosen.splice(index, 1);
        }
    }

    choose(name, id) {
        this.entry[name] = this.entry[name] === id ? false : id;
    }

    get leadFound() {
        const chosen = this.screen.outcomes.find((o) => o.id === this.entry.outcome_id);
        return chosen?.finds_lead;
    }

    toggleOpening() {
        this.entry.opening = this.entry.opening ? null : { name: "" };
    }

    chooseOutcome(outcome) {
        this.choose("outcome_id", outcome.id);
        if (!this.leadFound) {
            this.entry.opening = null;
        }
        if (this.entry.step_touched) {
            return;
        }
        const proposed = this.entry.outcome_id === outcome.id && outcome.next_step;
        this.entry.next_step = proposed || "";
        this.entry.next_step_date = proposed
            ? DateTime.fromISO(this.screen.today)
                  .plus({ days: outcome.next_step_days })
                  .toISODate()
            : false;
    }

    setStep(values) {
        Object.assign(this.entry, values, { step_touched: true });
    }

    step(name, change, max) {
        const value = Math.min(Math.max(this.entry[name] + change, 0), max);
        this.entry[name] = Math.round(value * 100) / 100;
    }

    addPerson() {
        const name = this.state.personName.trim();
        if (name) {
            this.entry.new_people.push({ name, decides: false });
            this.state.personName = "";
        }
    }

    setDate(date) {
        if (date) {
            this.entry.date = serializeDateTime(date);
        }
    }

    // SAVING

    /** The one call that saves what is on the screen. */
    send() {
        const { aboutWork, support } = this.state;
        if (aboutWork) {
            return this.orm.call("ips.support.contact", "log_support", [support]);
        }
        this.addPerson();
        const { employer, step_touched, ...values } = this.entry;
        values.employer_id = employer?.id || false;
        return this.orm.call("ips.employer.contact", "log_contact", [values]);
    }

    get notConnected() {
        return this.state.aboutWork
            ? _t("There is no connection. Leave this open and save again when you are connected.")
            : _t(
                  "There is no connection. The entry is kept on this device: save it " +
                      "again when you are connected."
              );
    }

    async save() {
        this.state.saving = true;
        this.state.error = "";
        let result;
        try {
            result = await this.send();
        } catch (error) {
            this.state.error = error.data?.message || this.notConnected;
            if (!error.data && !(error instanceof ConnectionLostError)) {
                throw error;
            }
            return;
        } finally {
            this.state.saving = false;
        }
        if (!this.state.aboutWork) {
            dropDraft(this.screen.user_id);
        }
        this.notification.add(result.message, {
            title: result.title,
            type: result.counts ? "success" : "info",
        });
        this.pristine = JSON.stringify(this.entry);
        this.props.close();
        this.props.onSaved?.(result);
    }
}

/** Opens the log over whatever screen one is on; `onClose` follows a save. */
async function openLog(env, action, options) {
    const { client_id, contact_id, employer_id, placement_id, onSaved } = action.params || {};
    env.services.dialog.add(LogContactDialog, {
        clientId: client_id,
        contactId: contact_id,
        employerId: employer_id,
        placementId: placement_id,
        onSaved: (result) => {
            onSaved?.(result);
            options?.onClose?.();
        },
    });
}

registry.category("actions").add("ips_log_contact", openLog);
