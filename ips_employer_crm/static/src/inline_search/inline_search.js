import { registry } from "@web/core/registry";
import {
    Many2ManyTagsField,
    many2ManyTagsField,
} from "@web/views/fields/many2many_tags/many2many_tags_field";
import { buildM2OFieldDescription, Many2OneField } from "@web/views/fields/many2one/many2one_field";
import { useSubEnv } from "@odoo/owl";

/**
 * Search while typing on a phone too. Odoo opens a full-screen search there, which
 * costs three more taps and hides "create": too slow between two visits.
 */
export class InlineMany2OneField extends Many2OneField {
    setup() {
        super.setup(...arguments);
        useSubEnv({ isSmall: false });
    }
}

export class InlineTagsField extends Many2ManyTagsField {
    setup() {
        super.setup(...arguments);
        useSubEnv({ isSmall: false });
    }
}

const fields = registry.category("fields");
fields.add("ips_inline_many2one", buildM2OFieldDescription(InlineMany2OneField));
fields.add("ips_inline_tags", { ...many2ManyTagsField, component: InlineTagsField });
