import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { assert } from "./tour_taps";

const tours = registry.category("web_tour.tours");

const click = (trigger, content = "") => ({ content, trigger, run: "click" });

/** No screen of ours is wider than the phone. */
function fits(name) {
    const { scrollWidth, clientWidth } = document.documentElement;
    assert(scrollWidth <= clientWidth, `${name}: ${scrollWidth} > ${clientWidth}`);
}

/** People by the work they want: their codes are drawn anew for each test. */
const WORDS = "Leipominen";
const OPENING = "Tour bakery help";
const cards = ".o_ips_suggestions .o_kanban_record:not(.o_kanban_ghost)";
const field = (name) => `.o_form_view .o_field_widget[name='${name}']`;
const button = (name) => `.o_form_view .o_statusbar_buttons button[name='${name}']:visible`;

/** A button that is behind "More", where the screen is narrow. */
function more(name) {
    return [
        click(".o_form_view .o_statusbar_buttons button[title='More']:visible"),
        click(`.o-dropdown--menu button:contains(/^${name}$/)`),
    ];
}

/** Choose a state of the match by the status bar. */
function choose(state) {
    return [
        click(".o_statusbar_status button.dropdown-toggle:visible:enabled", `to ${state}`),
        click(`.o-dropdown-item:contains(/^${state}$/)`),
    ];
}

const isIn = (state) => ({
    content: `it is in ${state}`,
    trigger: `.o_form_saved .o_statusbar_status button:visible:contains(/^${state}$/)`,
});

function approach(name) {
    const label = `${field("approach")} label:contains(/^${name}$/)`;
    return [
        click(label),
        { trigger: `${field("approach")} .o_radio_item:contains(${name}) input:checked` },
    ];
}

/** From the opening's button to the match that the first card makes. */
const takeUpFromOpening = () => [
    click(button("action_view_suggestions")),
    {
        content: "everyone is there; first whoever wants it, with the reasons",
        trigger: `${cards}:first:contains("${WORDS}"):contains("Wish:"):contains("[Hours]")`,
        run: () => {
            const found = document.querySelectorAll(cards);
            assert(found.length === 2, `${found.length} cards`);
            const isNamed = found[0].textContent.includes(OPENING);
            assert(!isNamed, "the opening is named again");
            fits("People for it");
        },
    },
    click(`${cards}:first summary:contains("To look at together")`),
    { trigger: `${cards}:first details[open]:contains("You said: ${WORDS}")` },
    click(`${cards}:first a[name='action_take_up']`),
    {
        trigger: `${field("lead_id")}:contains("${OPENING}")`,
        run: () => fits("Match"),
    },
    isIn("Considered"),
];

const counts = (number) => ({
    content: `${number} introduced by us`,
    trigger: `${field("introduced_count")}:contains(/^${number}$/)`,
});

const back = (content) => click(".o_back_button:visible", content);

tours.add("ips_match_refused_then_applies", {
    steps: () => [
        counts("0"),
        ...takeUpFromOpening(),
        {
            content: "nothing is proposed to be said, until the coach is to speak",
            trigger: ".o_form_view:not(:has(h3:contains('What may be said')))",
        },
        ...approach("The coach speaks"),
        {
            trigger: ".o_form_view:contains('Nothing has been agreed that may be told')",
            run: () => {
                assert(!document.querySelector(`${field("employer_text")}`), "a text");
                fits("Nothing to say");
            },
        },
        ...choose("Introduced"),
        {
            content: "what is missing is said",
            trigger:
                ".o_error_dialog:contains('has not agreed that Tour Employer 1 is told anything. " +
                "Agree on at least level 1 first, or let the person apply.')",
            run: async () => {
                const [{ state, approach, introduced_on }] = await rpc(
                    "/web/dataset/call_kw/ips.match/search_read",
                    {
                        model: "ips.match",
                        method: "search_read",
                        args: [[["lead_id.name", "=", OPENING]]],
                        kwargs: { fields: ["state", "approach", "introduced_on"] },
                    }
                );
                const stored = [state, approach, introduced_on].join();
                assert(stored === "considered,person_applies,false", stored);
            },
        },
        click(".modal:has(.o_error_dialog) footer button:contains('Close')"),
        { trigger: "body:not(:has(.modal))" },
        ...approach("The person applies"),
        ...choose("Introduced"),
        isIn("Introduced"),
        { trigger: field("introduced_on") },
        back("to the people for it"),
        { trigger: `${cards}:first:contains("${WORDS}"):contains("Taken up")` },
        back("to the opening, which hears nothing of whoever applies"),
        counts("0"),
    ],
});

tours.add("ips_match_coach_speaks", {
    steps: () => [
        counts("0"),
        ...takeUpFromOpening(),
        ...approach("The coach speaks"),
        {
            content: "terms and skills, and nobody to be known by",
            trigger:
                ".o_form_view div:has(> h3:contains('What may be said to the employer')) " +
                ".o_field_widget[name='employer_text']:contains('Hygiene pass')",
            run: ({ anchor }) => {
                const code = document.querySelector(field("client_id")).textContent.trim();
                assert(code, "without a code");
                const text = anchor.textContent;
                assert(text.includes("I know somebody who would like"), text);
                for (const words of [code, WORDS]) {
                    assert(!text.includes(words), `${words} is in: ${text}`);
                }
                fits("What may be said");
            },
        },
        ...choose("Introduced"),
        isIn("Introduced"),
        { trigger: field("agreed_level") },
        ...more("The employer declines"),
        { trigger: ".o_form_view .ribbon:contains('Declined')" },
        { trigger: `${field("declined_by")} input:value("The employer")` },
        click(`${field("reason_id")} input`),
        click(".o_dialog .o_kanban_record:contains('Somebody else was chosen')"),
        click(".o_form_button_save:visible"),
        {
            trigger: ".o_form_saved .ribbon:contains('Declined')",
            run: () => fits("Declined"),
        },
        back("to the people for it"),
        { trigger: `${cards}:first:contains("${WORDS}"):contains("Taken up")` },
        back("to the opening, which knows a number"),
        counts("1"),
    ],
});

tours.add("ips_match_from_person_to_hired", {
    steps: () => [
        { trigger: field("ref") },
        ...more("Job openings"),
        {
            content: "what fits best is the first; the person is not named on each card",
            trigger:
                `${cards}:first:contains("${OPENING}"):contains("Tour Employer 1")` +
                `:contains("${WORDS}")`,
            run: () => fits("Job openings"),
        },
        click(`${cards}:first a[name='action_take_up']`),
        isIn("Considered"),
        {
            trigger: `${field("approach")} .o_radio_item:contains("The person applies") input:checked`,
        },
        ...["Agreed with the person", "Introduced", "Interview", "Offered", "Hired"].flatMap(
            (state) => [...choose(state), isIn(state)]
        ),
        {
            content: "nobody declines any more",
            trigger: ".o_form_view:not(:has(button[name='action_decline_employer']))",
        },
        back("to the openings"),
        { trigger: `${cards}:contains("${OPENING}"):contains("Taken up")` },
        back("to the person"),
        { trigger: field("ref") },
    ],
});

tours.add("ips_employer_to_approach", {
    steps: () => [
        { trigger: field("ref") },
        ...more("Employers to approach"),
        {
            trigger:
                `${cards}:first:contains("Tour Employer 2"):contains("${WORDS}")` +
                ":contains('No contact yet')",
            run: () => fits("Employers to approach"),
        },
        click(`${cards}:first a[name='action_log_contact']`),
        {
            content: "this employer, and this person",
            trigger: ".o_ips_log .o_ips_employer:contains(/^Tour Employer 2$/)",
        },
        {
            trigger: `.o_ips_for_whom[open] .o_ips_chip[aria-pressed='true']:contains("${WORDS}")`,
            run: () => {
                const chosen = document.querySelectorAll("[data-client]");
                assert(chosen.length === 1, `${chosen.length} people`);
                fits("Log");
            },
        },
        click("[data-client] .o_ips_choice:contains('Yes')"),
        click("[data-field='purpose'] .o_ips_choice:contains('Needs meeting')"),
        click(".o_ips_save:enabled"),
        {
            content: "saved; the card knows it",
            trigger:
                `body:not(:has(.modal)) ${cards}:contains("Tour Employer 2")` +
                ":contains(/Days since contact:\\s*0/)",
        },
    ],
});

tours.add("ips_new_opening_fits", {
    url: "/odoo/my-week",
    steps: () => [
        {
            trigger:
                ".o_ips_new_openings:contains('New openings that fit') " +
                `li:contains("${OPENING}"):contains("Tour Employer 1")`,
            run: () => fits("My week"),
        },
        click(`.o_ips_new_openings li:contains("${OPENING}")`),
        {
            trigger: `${cards}:first:contains("${WORDS}") a[name='action_take_up']`,
            run: () => fits("People for it"),
        },
    ],
});
