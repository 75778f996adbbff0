import { registry } from "@web/core/registry";
import { assert } from "./tour_taps";

const PAGE = ".o_ips_page_candidates";

/** No page is wider than the phone; one h1; labels; the title says nothing of anybody. */
function looks() {
    const { scrollWidth, clientWidth } = document.documentElement;
    assert(scrollWidth <= clientWidth, `${scrollWidth} > ${clientWidth}`);
    const headings = document.querySelectorAll("h1");
    assert(headings.length === 1, `${headings.length} headings`);
    const inputs = [...document.querySelectorAll(`${PAGE} :is(input, select, textarea)`)];
    const bare = inputs.filter((node) => node.type !== "hidden" && !node.labels.length);
    assert(!bare.length, `no label for ${bare.map((node) => node.name)}`);
    assert(!document.title.includes("Tour Seeker"), document.title);
}

const seen = { trigger: PAGE, run: looks };
const go = (trigger) => ({ trigger, run: "click", expectUnloadPage: true });
const said = { trigger: `${PAGE} [role='status']` };
const open = go(`${PAGE} article a.btn`);

/** HR says yes, asks, is asked about a word, declines, and says how work is going. */
registry.category("web_tour.tours").add("ips_portal_candidates", {
    steps: () => [
        seen,
        { trigger: `${PAGE} article:contains('Tour Seeker')` },
        open,
        { trigger: "form.o_ips_yes" },
        seen,
        go("form.o_ips_yes button"),
        said,
        open,
        { trigger: `${PAGE}:not(:has(form.o_ips_yes))` },
        { trigger: "#text", run: "edit Depression" },
        go("form.o_ips_ask button"),
        { trigger: ".alert-warning[role='alert']" },
        seen,
        { trigger: "#words_confirmed", run: "click" },
        go("form.o_ips_ask button"),
        said,
        open,
        { trigger: "#reason", run: "selectByIndex 1" },
        go("form.o_ips_decline button"),
        said,
        { trigger: `${PAGE}:not(:has(article))` },
        go("a[href*='/my/candidates/work/']"),
        { trigger: "form.o_ips_at_work" },
        seen,
        { trigger: "#answer_partly", run: "click" },
        { trigger: "#call", run: "click" },
        go("form.o_ips_at_work button"),
        said,
        { trigger: `${PAGE}:not(:has(a.btn))` },
    ],
});
