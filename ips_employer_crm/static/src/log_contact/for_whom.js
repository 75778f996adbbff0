import { Component, useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";

/** What is known of a person just chosen: nothing is answered beforehand. */
export function forOne(clientId) {
    return {
        client_id: clientId,
        matches_wishes: null,
        client_present: false,
        note: "",
        has_note: false,
    };
}

/** The people of a planned visit, and those chosen before the visit was found. */
export function mergeLines(chosen, planned) {
    const rest = new Map(planned.map((line) => [line.client_id, line]));
    const merged = chosen.map((line) => {
        const before = rest.get(line.client_id);
        rest.delete(line.client_id);
        return before
            ? {
                  ...line,
                  matches_wishes: line.matches_wishes ?? before.matches_wishes,
                  client_present: line.client_present || before.client_present,
                  has_note: before.has_note,
              }
            : line;
    });
    return [...merged, ...[...rest.values()].map((line) => ({ ...line }))];
}

/**
 * People of a draft, without those whom the reader may not log for any more. On a
 * planned visit they all stay: whoever is missing there would be taken off it.
 */
export function restoreLines(entry, clients) {
    entry.client_lines = entry.client_lines
        .filter(({ client_id }) => entry.contact_id || clients.some((c) => c.id === client_id))
        .map((line) => ({ ...forOne(line.client_id), ...line }));
    if (entry.client_lines.length !== 1) {
        entry.made_by = "coach";
    }
}

/** One person chosen: what may be told here, and the questions about them. */
export class ForWhomPerson extends Component {
    static template = "ips_employer_crm.ForWhomPerson";
    static props = {
        client: Object,
        line: Object,
        told: { type: Object, optional: true },
        madeByClient: { type: [Boolean, { value: null }] },
        onMadeBy: Function,
    };

    setup() {
        this.line = useState(this.props.line);
    }

    /** False: asked, and not known. Nothing is chosen until the coach answers. */
    get answers() {
        return [
            { id: "yes", name: _t("Yes") },
            { id: "no", name: _t("No") },
            { id: false, name: _t("Not known") },
        ];
    }

    get toldIcon() {
        return this.props.told.level > 0 ? "fa-comment-o" : "fa-ban";
    }
}

/**
 * For whom the contact was made: folded, people by their codes. Whoever is chosen shows
 * what may be told to this employer, so that the coach sees it before talking.
 */
export class ForWhom extends Component {
    static template = "ips_employer_crm.ForWhom";
    static components = { ForWhomPerson };
    static props = { entry: Object, clients: Array };

    setup() {
        this.orm = useService("orm");
        this.entry = useState(this.props.entry);
        this.state = useState({
            open: this.entry.client_lines.length > 0,
            // By employer and person, so that a late answer is never another one's
            told: {},
        });
        useEffect(
            () => {
                this.askWhatMayBeTold();
            },
            () => [this.employerId, this.chosenIds.join()]
        );
    }

    get chosenIds() {
        return this.entry.client_lines.map((line) => line.client_id);
    }

    get codes() {
        const chosen = this.props.clients.filter((c) => this.chosenIds.includes(c.id));
        return chosen.map((client) => client.ref).join(", ");
    }

    /** The employer; false for a new one; undefined while none is chosen. */
    get employerId() {
        const { employer, new_employer } = this.entry;
        return employer ? employer.id : new_employer ? false : undefined;
    }

    lineOf(client) {
        return this.entry.client_lines.find((line) => line.client_id === client.id);
    }

    toldOf(client) {
        return this.state.told[`${this.employerId}|${client.id}`];
    }

    toggle(client) {
        const { client_lines } = this.entry;
        const index = client_lines.findIndex((line) => line.client_id === client.id);
        if (index < 0) {
            client_lines.push(forOne(client.id));
        } else {
            client_lines.splice(index, 1);
        }
        this.setMadeBy(this.entry.made_by === "client" && client_lines.length === 1);
    }

    /** Only one person makes a contact: null where it is not asked. */
    get madeByClient() {
        return this.chosenIds.length === 1 ? this.entry.made_by === "client" : null;
    }

    setMadeBy(client) {
        this.entry.made_by = client ? "client" : "coach";
    }

    async askWhatMayBeTold() {
        const employerId = this.employerId;
        const asked = this.chosenIds.filter(
            (id) => !this.state.told[`${employerId}|${id}`]?.known
        );
        if (employerId === undefined || !asked.length) {
            return;
        }
        const answers = await this.orm.silent
            .call("ips.employer.contact", "get_log_disclosures", [asked, employerId])
            .catch((error) => {
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
                const text = _t("No connection: what may be told here is not known.");
                return asked.map((client_id) => ({ client_id, level: 0, text, known: false }));
            });
        for (const { client_id, ...told } of answers) {
            this.state.told[`${employerId}|${client_id}`] = { known: true, ...told };
        }
    }
}
