import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Employers in reach of a thumb: today's visits and the last ones logged. */
export class RecentEmployers extends Component {
    static template = "ips_employer_crm.RecentEmployers";
    static props = { ...standardWidgetProps };

    get employers() {
        const { employer_id: chosen, recent_employers: recent } = this.props.record.data;
        return chosen ? [] : recent || [];
    }

    choose({ id, display_name }) {
        this.props.record.update({ employer_id: { id, display_name } });
    }
}

export const recentEmployers = {
    component: RecentEmployers,
    fieldDependencies: [
        { name: "recent_employers", type: "json" },
        { name: "employer_id", type: "many2one" },
    ],
};

registry.category("view_widgets").add("ips_recent_employers", recentEmployers);
