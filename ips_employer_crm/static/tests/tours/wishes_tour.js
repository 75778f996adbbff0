import { registry } from "@web/core/registry";
import { assert } from "./tour_taps";

const tours = registry.category("web_tour.tours");
const screen = ".o_ips_wishes";
const input = (name) => `${screen} [data-input='${name}']`;
const choice = (name, label) => `${input(name)} button:contains(/^${label}$/)`;
const isPressed = (on) => `[aria-pressed='${on}']`;
const all = (selector) => [...document.querySelectorAll(selector)];

function tapped(name, label, on = true) {
    return [
        { trigger: choice(name, label), run: "click" },
        { trigger: choice(name, label).replace("button", `button${isPressed(on)}`) },
    ];
}

const saved = { content: "it is saved", trigger: `${screen}_status:contains(/^Saved$/)` };

/** What is on the screen can be seen, reached, named and tapped by everyone. */
function checkScreen() {
    const { scrollWidth, clientWidth } = document.querySelector(screen);
    assert(scrollWidth <= clientWidth, `too wide: ${scrollWidth} > ${clientWidth}`);
    for (const control of all(`${screen} :is(button, input, textarea, select, summary)`)) {
        const text = control.outerHTML.slice(0, 200);
        const name = control.labels?.[0]?.textContent || control.textContent;
        assert(name.trim(), `without a name: ${text}`);
        const { height, width } = control.getBoundingClientRect();
        assert(!height || (height >= 44 && width >= 44), `no finger fits: ${text}`);
        assert(control.tabIndex >= 0, `not reached by keyboard: ${text}`);
        const inForm = control.closest("main");
        assert(!inForm || control.closest("[data-input]"), `uncounted: ${text}`);
    }
    for (const group of all(`${screen} fieldset`)) {
        assert(group.querySelector("legend")?.textContent.trim(), "without a legend");
    }
}

/** Until `mend` is called, requests fail as they do where there is no network. */
let mend = () => {};

function breakConnection(isAnswerLost) {
    const prototype = window.XMLHttpRequest.prototype;
    const { addEventListener, send } = prototype;
    mend = () => Object.assign(prototype, { addEventListener, send });
    if (isAnswerLost) {
        // The server does its work, and nobody hears of it
        prototype.addEventListener = function (type, listener, ...more) {
            if (type !== "load") {
                const heard = type === "error" ? "load" : type;
                addEventListener.call(this, heard, listener, ...more);
            }
        };
    } else {
        prototype.send = function () {
            setTimeout(() => this.dispatchEvent(new Event("error")));
        };
    }
}

tours.add("ips_fill_in_wishes", {
    steps: () => [
        {
            trigger: ".o_form_view button[name='action_open_wishes']",
            run: "click",
        },
        {
            content: "a screen of its own, and nothing is answered beforehand",
            trigger: `body:not(:has(.o_main_navbar)) ${screen} main h2`,
            run: () => {
                assert(!all(`${screen} ${isPressed(true)}`).length, "pressed already");
                const filled = all(`${screen} :is(input, textarea, select)`);
                assert(!filled.some((field) => field.value), "filled in already");
                const names = all("[data-input]").map((node) => node.dataset.input);
                assert(new Set(names).size <= 25, names.join());
                checkScreen();
            },
        },

        // Own words first; an occupation is suggested, how much it matters is tapped
        {
            trigger: `${input("wants_own_words")} textarea`,
            run: "edit Leipominen, mieluiten aamulla",
        },
        {
            content: "Enter goes on to the next line",
            trigger: `${input("wants_own_words")} textarea`,
            run: "press Enter",
        },
        saved,
        {
            trigger: `${input("wants_own_words")} textarea:contains(/^$/):last`,
            run: () => {
                const last = all(`${input("wants_own_words")} textarea`).at(-1);
                assert(document.activeElement === last && !last.value, "not on the next");
            },
        },
        {
            trigger: `${input("wants_occupation_id")} button:contains(Bakers)`,
            run: "click",
        },
        { trigger: `${input("wants_occupation_id")} button${isPressed(true)}` },
        ...tapped("wants_strength", "Dream"),
        saved,

        // A field of work: picked, taken away, put back
        { trigger: `${input("wants_industry_id")} summary`, run: "click" },
        ...tapped("wants_industry_id", "Food/Hospitality"),
        {
            trigger: `${screen} li:contains(Food/Hospitality) .o_ips_wish_remove`,
            run: "click",
        },
        {
            trigger: choice("wants_industry_id", "Food/Hospitality").replace(
                "button",
                `button${isPressed(false)}`
            ),
            run: checkScreen,
        },
        { trigger: `${screen} li button:contains(Put back)`, run: "click" },
        {
            trigger: `${screen} li:contains(Food/Hospitality) .o_ips_wish_remove`,
            run: ({ anchor }) => assert(document.activeElement === anchor, "focus is lost"),
        },
        saved,

        {
            trigger: `${input("avoids_own_words")} textarea`,
            run: "edit Siivous",
        },

        // Yes, no, and back to not said
        ...tapped("shift_day", "Yes"),
        ...tapped("shift_evening", "Yes"),
        ...tapped("shift_evening", "No"),
        {
            content: "one answer only",
            trigger: choice("shift_evening", "Yes").replace(
                "button",
                `button${isPressed(false)}`
            ),
        },
        ...tapped("shift_night", "No"),
        ...tapped("shift_night", "No", false),
        saved,

        // What cannot be says so, stays on the screen, and holds up nothing else
        { trigger: `${input("hours_min")} input`, run: "edit 30" },
        { trigger: `${input("hours_max")} input`, run: "edit 20" },
        ...tapped("travel_mode", "By bicycle"),
        {
            trigger: `${screen} [data-section='hours'] [role='alert']:contains(is more than)`,
            run: () => {
                assert(document.querySelector("#ips_wishes_hours_max").value === "20");
                checkScreen();
            },
        },
        { trigger: `${screen}_status:contains(Not saved)` },
        { trigger: `${input("hours_max")} input`, run: "edit 37,5" },
        ...tapped("condition_ids", "Quiet"),
        ...tapped("condition_ids", "Own pace"),
        ...tapped("condition_ids", "Quiet", false),
        {
            trigger: `${screen} [data-section='hours']:not(:has([role='alert']))`,
        },
        saved,
        { trigger: `${input("max_distance_km")} input`, run: "edit far" },
        ...tapped("licence_ids", "Hygiene pass"),
        {
            trigger: `${screen} [data-section='travel'] [role='alert']:contains(Write a number)`,
        },
        { trigger: `${input("max_distance_km")} input`, run: "edit 25" },
        {
            trigger: `${input("municipality_id")} select`,
            run: "selectByLabel Jyväskylä",
        },
        saved,

        // The connection is lost: the answers stay, and go out by the button
        {
            trigger: choice("language_ids", "Finnish"),
            run: async ({ click }) => {
                breakConnection(false);
                await click();
            },
        },
        { trigger: `${screen}_status:contains(Not saved)` },
        { trigger: `${screen}_failure:contains(no connection)`, run: checkScreen },
        { trigger: choice("language_ids", "Finnish").replace("button", `button${isPressed(true)}`) },
        {
            content: "one does not leave without noticing",
            trigger: `${screen}_done`,
            run: "click",
        },
        { trigger: `${screen}_leave`, run: () => mend() },
        { trigger: `${screen}_again`, run: "click" },
        saved,
        { trigger: `body:not(:has(${screen}_failure))` },

        // The answer is lost on its way back: the wish is there once all the same
        {
            trigger: `${input("wants_own_words")} textarea:last`,
            run: async ({ edit }) => {
                breakConnection(true);
                await edit("Koirien hoito");
            },
        },
        {
            trigger: `${screen}_again`,
            run: async ({ click }) => {
                mend();
                await click();
            },
        },
        saved,

        // The address alone shows what was said, as in another tab; and the one way out
        // leads to the person's page
        {
            trigger: `${screen} main`,
            run: () => {
                window.sessionStorage.removeItem("current_action");
                window.location.reload();
            },
            expectUnloadPage: true,
        },
        {
            trigger: `${input("shift_evening")} button${isPressed(true)}:contains(No)`,
            run: () => {
                const value = (id) => document.getElementById(id).value;
                assert(value("ips_wishes_hours_max") === "37.5", "hours");
                assert(value("ips_wishes_max_distance_km") === "25", "kilometres");
                const words = all(`${screen} textarea`).map((field) => field.value);
                const wanted = "Leipominen, mieluiten aamulla|Koirien hoito||Siivous|";
                assert(words.join("|") === wanted, words.join("|"));
                checkScreen();
            },
        },
        {
            content: "what was said is taken back by emptying it",
            trigger: `${input("avoids_own_words")} textarea:first`,
            run: "clear",
        },
        ...tapped("wants_strength", "Would do"),
        saved,
        { trigger: `${screen}_done`, run: "click" },
        { trigger: ".o_form_view .o_field_widget[name='ref']" },
        { trigger: ".o_main_navbar" },
    ],
});
