import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Choose an employer in the planning form by typing its name. */
function planWith(name) {
    return [
        {
            trigger: ".modal .o_field_widget[name='employer_id'] input",
            run: `edit ${name}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option) a:contains("${name}")`,
            run: "click",
        },
        {
            content: "the one who decides there is proposed",
            trigger: `.modal .o_field_widget[name='person_ids'] .o_tag:contains("Boss")`,
        },
    ];
}

function choose(field, label) {
    return {
        trigger: `.o_ips_log [data-field='${field}'] .o_ips_choice:contains("${label}")`,
        run: "click",
    };
}

function logContact(name, expected) {
    return [
        { trigger: ".o_ips_log_contact", run: "click" },
        { trigger: ".o_ips_log .o_ips_search", run: `edit ${name}` },
        {
            trigger: `.o_ips_log .o_ips_chip:not(.o_ips_new_employer):contains("${name}")`,
            run: "click",
        },
        {
            content: "the one who decides there is proposed",
            trigger: ".o_ips_log [data-field='people'] .btn-primary:contains('Boss')",
        },
        choose("purpose", "Needs meeting"),
        choose("outcome", "Return later"),
        {
            content: "it says that it will count",
            trigger: ".o_ips_log .o_ips_verdict:contains('Counts')",
        },
        { trigger: ".o_ips_save", run: "click" },
        {
            content: "saved, and the week has moved",
            trigger: `body:not(:has(.modal)) .o_ips_week .o_ips_counted:contains("${expected}")`,
        },
    ];
}

tours.add("ips_coach_logs_six", {
    url: "/odoo/my-week",
    steps: () => [
        {
            content: "an empty week with its target",
            trigger: ".o_ips_week:has(.o_ips_counted:contains('0')) .o_ips_target:contains('6')",
        },
        { trigger: ".o_ips_plan_visit", run: "click" },
        ...planWith("Tour Employer 1"),
        { trigger: ".modal footer .btn-primary", run: "click" },
        {
            content: "planned does not count",
            trigger: "body:not(:has(.modal)) .o_ips_week .o_ips_counted:contains('0')",
        },
        {
            content: "the calendar holds the visit, under a neutral name",
            trigger: "body",
            run: () => (window.location.href = "/odoo/calendar"),
            expectUnloadPage: true,
        },
        {
            trigger: ".o_calendar_view .fc-event:contains('Employer visit')",
            run: "click",
        },
        { trigger: ".modal footer .btn-primary:contains('Edit')", run: "click" },
        { trigger: "button[name='action_log_employer_contact']", run: "click" },
        choose("purpose", "Introduction"),
        choose("outcome", "Appointment agreed"),
        { trigger: ".o_ips_save", run: "click" },
        {
            content: "the log closes over the event",
            trigger: "body:not(:has(.modal)) .o_form_view",
            run: () => (window.location.href = "/odoo/my-week"),
            expectUnloadPage: true,
        },
        { trigger: ".o_ips_week .o_ips_counted:contains('1')" },
        ...logContact("Tour Employer 2", 2),
        ...logContact("Tour Employer 3", 3),
        ...logContact("Tour Employer 4", 4),
        ...logContact("Tour Employer 5", 5),
        ...logContact("Tour Employer 6", 6),
        { trigger: ".o_ips_figure", run: "click" },
        {
            content: "six of six, each with its reason",
            trigger:
                ".o_ips_week:has(.o_ips_target:contains('6')) .o_ips_reasons " +
                "li:nth-child(6):contains('Counts: in person')",
        },
    ],
});

tours.add("ips_leader_signs", {
    steps: () => [
        {
            trigger:
                ".o_ips_coach[data-coach='Tour Coach']:has(.o_ips_counted:contains('6')) .o_ips_write_remark",
            run: "click",
        },
        { trigger: ".o_ips_remark_form textarea", run: "edit Well done" },
        { trigger: ".o_ips_sign_remark", run: "click" },
        {
            content: "signed, with the remark",
            trigger:
                ".o_ips_coach[data-coach='Tour Coach']:contains('Well done') .o_ips_signed",
        },
    ],
});

tours.add("ips_coach_sees_remark", {
    url: "/odoo/my-week",
    steps: () => [{ trigger: ".o_ips_remark:contains('Tour Leader'):contains('Well done')" }],
});

tours.add("ips_leader_sees_change", {
    steps: () => [
        {
            content: "the week is back on the leader's list, with what it was",
            trigger:
                ".o_ips_coach[data-coach='Tour Coach']:has(.o_ips_counted:contains('5')) " +
                ".o_ips_note:contains('changed after signing'):contains('6')",
        },
        {
            trigger: ".o_ips_coach[data-coach='Tour Coach'] .o_ips_sign_one",
            run: "click",
        },
        { trigger: ".o_ips_coach[data-coach='Tour Coach'] .o_ips_signed" },
    ],
});
