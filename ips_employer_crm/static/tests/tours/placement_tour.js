import { registry } from "@web/core/registry";
import { assert } from "./tour_taps";

const tours = registry.category("web_tour.tours");

const click = (trigger, content = "") => ({ content, trigger, run: "click" });

/** No screen of ours is wider than the phone. */
function fits(name) {
    const { scrollWidth, clientWidth } = document.documentElement;
    assert(scrollWidth <= clientWidth, `${name}: ${scrollWidth} > ${clientWidth}`);
}

// Python gives the person this code
const CODE = "TUR-123";
const EMPLOYER = "Tour Employer 1";
const form = (name) => `.o_form_view .o_field_widget[name='${name}']`;
const dialog = (name) => `.modal .o_field_widget[name='${name}']`;

/** A button that is behind "More", where the screen is narrow. */
function more(name) {
    return [
        click(".o_form_view .o_statusbar_buttons button[title='More']:visible"),
        click(`.o-dropdown--menu button:contains(/^${name}$/)`),
    ];
}

/** A value of the dialog, typed. */
const edit = (name, value, tag = "input") => ({
    trigger: `${dialog(name)} ${tag}`,
    run: `edit ${value}`,
});

const told = (words) => `.modal .o_form_view p:visible:contains('${words}')`;
const FILLED = told("One position of the opening is filled.");
const UNTOUCHED = told("Nothing changes on the opening");

/** The dialog, from what it knows beforehand to the job that it makes. */
const startJob = () => [
    edit("hours_week", "20"),
    edit("agreement_name", "Matkailu"),
    click(`${dialog("is_permanent")} input`, "a permanent job"),
    click(".modal footer button[name='action_apply']"),
    {
        content: "the job, by the person's code",
        trigger:
            "body:not(:has(.modal)) " +
            ".o_form_view:has(.o_statusbar_status button:contains(/^Running$/)) " +
            `.o_field_widget[name='client_id']:contains("${CODE}")`,
        run: () => fits("Job"),
    },
    { trigger: `${form("employer_id")} input:value("${EMPLOYER}")` },
];

const fromMatch = (sentence) => [
    { trigger: `${form("client_id")}:contains("${CODE}")` },
    click(".o_form_view .o_statusbar_buttons button[name='action_start_job']:visible"),
    {
        content: "all that the match knows is there, and what will show outside",
        trigger: sentence,
        run: () => fits("Start a job"),
    },
    { trigger: `${dialog("lead_id")}:contains("Tour kitchen help")` },
    { trigger: `${dialog("employer_id")} input:value("${EMPLOYER}")` },
    ...startJob(),
];

tours.add("ips_hire_told", { steps: () => fromMatch(FILLED) });

tours.add("ips_hire_not_told", { steps: () => fromMatch(UNTOUCHED) });

tours.add("ips_hire_from_person", {
    steps: () => [
        { trigger: `${form("ref")}:contains("${CODE}")` },
        ...more("Start a job"),
        {
            trigger: `${dialog("client_id")}:contains("${CODE}")`,
            run: () => fits("Start a job"),
        },
        {
            content: "about no opening there is nothing to be said",
            trigger: ".modal .o_form_view:not(:has(p.text-muted:visible))",
        },
        click(`${dialog("lead_id")} input`),
        click(".o_dialog .o_kanban_record:contains('Tour kitchen help')"),
        { trigger: UNTOUCHED },
        { trigger: `${dialog("employer_id")} input:value("${EMPLOYER}")` },
        ...startJob(),
    ],
});

// FOLLOW-ALONG

const due = ".o_ips_support_due li";
const log = ".o_ips_log .o_ips_follow_along";
const about = ".o_ips_log [data-field='about'] .o_ips_choice";
const choice = (name, label, state = "") =>
    `${log} [data-field='${name}'] .o_ips_choice${state}:contains(/^${label}$/)`;
const isChosen = (name, label) => ({
    trigger: choice(name, label, "[aria-pressed='true']"),
});

/** Both met: what may be told there is said, in these words. */
const metBoth = (words) => [
    isChosen("job", CODE),
    {
        content: "about this person; nothing is said while the employer is not met",
        trigger: `${log}:not(:has(.o_ips_told))`,
        run: () => {
            const text = document.querySelector(".o_ips_log").textContent;
            assert(!text.includes(EMPLOYER), "the employer is named beside the code");
            assert(!document.querySelector(".o_ips_search"), "an employer is asked for");
            fits("About someone at work");
        },
    },
    click(choice("with_whom", "Both")),
    { trigger: `${log} .o_ips_told:contains('${words}')` },
    click(choice("with_whom", "Somebody else"), "not the employer: nothing to be told"),
    { trigger: `${log}:not(:has(.o_ips_told))` },
    click(choice("with_whom", "Both")),
    { trigger: `${log} .o_ips_told:contains('${words}')`, run: () => fits("Told") },
    click(choice("channel", "By phone")),
    { trigger: `${log} .o_ips_support_note`, run: "edit Aamut sujuvat" },
    click(".o_ips_save:enabled"),
    {
        content: "until when to meet next",
        trigger: ".o_notification:contains('Meet by')",
    },
    {
        content: "nobody is left to be met; the week is still there",
        trigger:
            "body:not(:has(.modal)) .o_ips_week:not(:has(.o_ips_support_due)) " +
            ".o_ips_counted:contains(/^0$/)",
    },
];

const fromMyWeek = (words) => ({
    url: "/odoo/my-week",
    steps: () => [
        {
            content: "by the code, and late",
            trigger: `${due}:contains("${CODE}"):contains('late')`,
            run: ({ anchor }) => {
                assert(!anchor.textContent.includes(EMPLOYER), "the employer is named");
                fits("My week");
            },
        },
        click(`${due}:contains("${CODE}") .o_ips_log_support`),
        ...metBoth(words),
    ],
});

tours.add("ips_follow_along_told", fromMyWeek("The name may be told until"));

tours.add("ips_follow_along_not_told", fromMyWeek(`Nothing may be told about ${CODE}`));

tours.add("ips_follow_along_from_log", {
    url: "/odoo/my-week",
    steps: () => [
        { trigger: `${due}:contains("${CODE}")` },
        click(".o_ips_log_contact"),
        {
            content: "about an employer, unless something else is chosen",
            trigger: `${about}[aria-pressed='true']:contains('An employer')`,
        },
        click(`${about}:contains('About someone at work')`),
        ...metBoth(`Nothing may be told about ${CODE}`),
    ],
});

// BACK TO THE SEARCH

const reason = dialog("end_reason_id");

tours.add("ips_return", {
    steps: () => [
        { trigger: `${form("client_id")}:contains("${CODE}")` },
        ...more("End the job"),
        {
            content: "back to the search, if nothing else is said",
            trigger:
                `${dialog("next_step")} .o_radio_item:contains('Back to the search') ` +
                "input:checked",
            run: () => fits("End the job"),
        },
        click(".modal footer button[name='action_apply']", "a reason is missing"),
        { trigger: `${reason}.o_field_invalid` },
        click(`${reason} .o_selection_badge:contains('The contract ended')`),
        edit("feedback", "Aamut ovat parhaita", "textarea"),
        click(".modal footer button[name='action_apply']"),
        {
            content: "the wishes, for an update at once",
            trigger: `body:not(:has(.modal)) .o_ips_wishes:contains("${CODE}") main h2`,
            run: () => fits("Wishes"),
        },
        click(".o_ips_wishes_done"),
        {
            content: "back from the wishes",
            trigger: `body:not(:has(.o_ips_wishes)) .o_form_view:contains("${CODE}")`,
        },
    ],
});
