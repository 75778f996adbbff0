import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * The colleague before you: who met the employer last and what the note says, what is
 * agreed next, who is working on it, and how the employer wants to be approached.
 */
export class BeforeYou extends Component {
    static template = "ips_employer_crm.BeforeYou";
    static props = { before: { type: [Object, Boolean], optional: true } };

    get claimText() {
        const { coach, until } = this.props.before.claim;
        return _t("%(coach)s is working on this until %(until)s", { coach, until });
    }

    get overLimit() {
        const { limit, approaches } = this.props.before;
        return limit > 0 && approaches >= limit;
    }
}

/** The same on the employer's form, from the field `before_you`. */
export class BeforeYouField extends Component {
    static template = "ips_employer_crm.BeforeYouField";
    static components = { BeforeYou };
    static props = { ...standardFieldProps };

    get before() {
        return this.props.record.data[this.props.name] || false;
    }
}

registry.category("fields").add("ips_before_you", {
    component: BeforeYouField,
    supportedTypes: ["json"],
});
