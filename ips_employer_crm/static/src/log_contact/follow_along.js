import { Component, useEffect, useState } from "@odoo/owl";
import { ConnectionLostError } from "@web/core/network/rpc";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { uuid } from "@web/core/utils/strings";

/** A meeting with somebody at work: what is known before the first tap. */
export function emptySupport(today, placementId) {
    return {
        request_uuid: uuid(),
        placement_id: placementId || false,
        with_whom: "client",
        channel: "in_person",
        date: today,
        next_date: false,
        note: "",
    };
}

/**
 * About someone at work: people by their codes. Where the employer was met, it shows
 * what may be told there. No draft is kept on the device.
 */
export class FollowAlong extends Component {
    static template = "ips_employer_crm.FollowAlong";
    static props = { support: Object, choices: Object, today: String };

    setup() {
        this.orm = useService("orm");
        this.support = useState(this.props.support);
        this.state = useState({ told: "" });
        useEffect(
            () => {
                this.askWhatMayBeTold();
            },
            () => [this.support.placement_id, this.withEmployer]
        );
        const { jobs } = this.props.choices;
        if (!this.support.placement_id && jobs.length === 1) {
            this.support.placement_id = jobs[0].id;
        }
    }

    get withEmployer() {
        return ["employer", "both"].includes(this.support.with_whom);
    }

    get jobs() {
        return this.props.choices.jobs.map(({ id, ref, number }) => ({
            id,
            name: number ? _t("%(code)s, job %(number)s", { code: ref, number }) : ref,
        }));
    }

    options(name) {
        return this.props.choices[name].map(([id, label]) => ({ id, name: label }));
    }

    async askWhatMayBeTold() {
        const { placement_id } = this.support;
        this.state.told = "";
        if (!placement_id || !this.withEmployer) {
            return;
        }
        const told = await this.orm.silent
            .call("ips.support.contact", "get_log_told", [placement_id])
            .catch((error) => {
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
                return _t("No connection: what may be told here is not known.");
            });
        if (placement_id === this.support.placement_id && this.withEmployer) {
            this.state.told = told;
        }
    }
}
