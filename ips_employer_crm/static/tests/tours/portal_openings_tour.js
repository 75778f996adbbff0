import { registry } from "@web/core/registry";
import { assert } from "./tour_taps";

const tours = registry.category("web_tour.tours");
const page = (name) => `.o_ips_page_${name}`;

/** No page is wider than the phone, and each has one heading of the first level. */
function looks(name) {
    const { scrollWidth, clientWidth } = document.documentElement;
    assert(scrollWidth <= clientWidth, `${name}: ${scrollWidth} > ${clientWidth}`);
    const headings = document.querySelectorAll("h1");
    assert(headings.length === 1, `${name}: ${headings.length} headings`);
    const inputs = [...document.querySelectorAll(`${page(name)} form :is(input, select, textarea)`)];
    const bare = inputs.filter((node) => node.type !== "hidden" && !node.labels.length);
    assert(!bare.length, `${name}: no label for ${bare.map((node) => node.name)}`);
}

const seen = (name) => ({ content: name, trigger: page(name), run: () => looks(name) });
const go = (trigger) => ({ trigger, run: "click", expectUnloadPage: true });

/** HR offers tasks, is asked about a word, changes, pauses and withdraws them. */
tours.add("ips_portal_openings", {
    steps: () => [
        seen("openings"),
        go("a[href$='/new?kind=tasks']"),
        seen("offer"),
        { trigger: "#place", run: "selectByIndex 1" },
        { trigger: "#name", run: "edit Tour tasks" },
        { trigger: "#tasks", run: "edit Fold boxes" },
        { trigger: "#hours_max", run: "edit 7,5" },
        { trigger: "#shift_day", run: "select yes" },
        { trigger: "#employer_words", run: "edit Depression" },
        go(`${page("offer")} button[type='submit']`),
        { trigger: ".alert-warning [role='alert'], .alert-warning[role='alert']" },
        { trigger: "#words_confirmed", run: "click" },
        go(`${page("offer")} button[type='submit']`),
        { trigger: `${page("opening")} [role='status']` },
        { trigger: `${page("opening")} .o_ips_terms:contains("Fold boxes")` },
        seen("opening"),
        go("a[href$='/edit']"),
        { trigger: "#hours_max", run: "edit 10" },
        go(`${page("opening")} button.btn-primary`),
        { trigger: `${page("opening")} .o_ips_terms:contains("10")` },
        go("form[action$='/pause'] button"),
        { trigger: "form[action$='/resume']" },
        go("form[action$='/resume'] button"),
        { trigger: "form[action$='/pause']" },
        go("a[href$='/withdraw']"),
        { trigger: "#text", run: "edit Not now" },
        go("form[action$='/withdraw'] button"),
        { trigger: `${page("opening")} [role='status']` },
        { trigger: `${page("opening")}:not(:has(form))` },
    ],
});
