import { registry } from "@web/core/registry";
import { assert, counter, tap } from "./tour_taps";

const tours = registry.category("web_tour.tours");

/** No screen of ours is wider than the phone. */
function fits(name) {
    const { scrollWidth, clientWidth } = document.documentElement;
    assert(scrollWidth <= clientWidth, `${name}: ${scrollWidth} > ${clientWidth}`);
}

const card = (name) => `.o_kanban_record:not(.o_kanban_ghost):contains("${name}")`;

/** Move the open opening to a stage by the status bar. */
function moveTo(stage) {
    return [
        {
            content: `to ${stage}`,
            trigger: ".o_statusbar_status button.dropdown-toggle:visible:enabled",
            run: "click",
        },
        {
            trigger: `.o-dropdown-item:contains(/^${stage}$/)`,
            run: "click",
        },
        {
            content: `it is in ${stage}`,
            trigger: `.o_form_saved .o_statusbar_status button:visible:contains("${stage}")`,
        },
    ];
}

tours.add("ips_coach_finds_opening", {
    url: "/odoo/my-week",
    steps: () => [
        {
            trigger: ".o_ips_week .o_ips_log_contact",
            run: () => {
                counter.taps = 0;
            },
        },
        tap(".o_ips_log_contact"),
        tap(".o_ips_log .o_ips_chip:contains('Tour Employer 1')"),
        tap("[data-field='purpose'] .o_ips_choice:contains('Needs meeting')"),
        {
            content: "nothing is offered before a lead is found",
            trigger: ".o_ips_log:not(:has([data-field='opening']))",
            run: () => assert(counter.taps === 3, `${counter.taps} taps`),
        },
        tap("[data-field='outcome'] .o_ips_choice:contains('Job lead found')"),
        tap("[data-field='opening'] .o_ips_choice:contains('Make a job opening')"),
        {
            content: "the lead and its opening cost two taps; a name is welcome",
            trigger: ".o_ips_opening_name",
            run: "edit Tour kitchen help",
        },
        {
            trigger: ".o_ips_save:enabled",
            run: () => {
                assert(counter.taps === 5, `${counter.taps} taps`);
                fits("Log");
            },
        },
        { trigger: ".o_ips_save", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_ips_week .o_ips_counted:contains('2')" },
    ],
});

tours.add("ips_coach_fills_opening", {
    url: "/odoo/job-openings",
    steps: () => [
        {
            content: "the board has our stages and none of sales",
            trigger: ".o_kanban_group:contains('Lead found')",
            run: () => {
                const names = [...document.querySelectorAll(".o_kanban_group")].map(
                    (group) => group.querySelector(".o_column_title")?.textContent || ""
                );
                assert(names.length === 6, names.join(", "));
                assert(!names.some((name) => name.includes("Qualified")), names.join());
                fits("Board");
            },
        },
        {
            content: "the card says where, and for how long",
            trigger: `${card("Tour kitchen help")}:contains("Tour Employer 1"):contains("days in stage")`,
            run: "click",
        },
        {
            content: "nothing of revenue and probability",
            trigger: ".o_form_view .o_field_widget[name='employer_id']",
            run: () => {
                for (const name of ["expected_revenue", "probability", "partner_id"]) {
                    const found = document.querySelector(`.o_form_view [name='${name}']`);
                    assert(!found, name);
                }
                fits("Form");
            },
        },
        ...moveTo("Needs discussed"),
        ...moveTo("Open"),
        ...moveTo("Candidates introduced"),
        ...moveTo("Interview"),
        { trigger: ".o_statusbar_buttons button[title='More']", run: "click" },
        {
            trigger: ".o-dropdown--menu button:contains('One more filled')",
            run: "click",
        },
        {
            content: "the last position fills the opening",
            trigger: ".o_statusbar_status button:visible:contains('Filled')",
        },
        { trigger: ".o_statusbar_buttons button[title='More']", run: "click" },
        {
            content: "nothing more to fill",
            trigger: ".o-dropdown--menu:not(:contains('One more filled'))",
        },
    ],
});

tours.add("ips_coach_loses_opening", {
    url: "/odoo/job-openings",
    steps: () => [
        { trigger: card("Tour help"), run: "click" },
        {
            trigger: ".o_form_view .o_field_widget[name='employer_id']",
        },
        {
            content: "rarer buttons are behind one, where the screen is narrow",
            trigger: ".o_statusbar_buttons button[title='More']",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu button:contains('Went away')",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name='lost_reason_id']" },
        {
            content: "without a reason it stays",
            trigger: ".modal footer button[name='action_lost_reason_apply']",
            run: "click",
        },
        { trigger: ".o_notification" },
        {
            content: "only reasons of ours are offered",
            trigger:
                ".modal .o_field_widget[name='lost_reason_id']:not(:contains('Tour sales reason')) " +
                ".o_selection_badge:contains('The employer withdrew it')",
            run: "click",
        },
        {
            trigger: ".modal footer button[name='action_lost_reason_apply']",
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
    ],
});
