import { registry } from "@web/core/registry";
import { assert } from "./tour_taps";

// By no word of a page: the same tours run in each language
const tours = registry.category("web_tour.tours");

/** To another page, which fits the phone and is in the language of the first one. */
const go = (trigger, page) => [
    { trigger, run: "click", expectUnloadPage: true },
    { trigger: page, run: checkPage },
];

function checkPage() {
    const { scrollWidth, clientWidth, lang } = document.documentElement;
    assert(scrollWidth <= clientWidth, `${location}: ${scrollWidth} > ${clientWidth}`);
    // A form is sent to an address without language: the visitor's own stays
    const first = location.pathname.match(/^\/(fi|sv)\//)?.[1] || "en";
    const language = sessionStorage.getItem("ips_language") || first;
    sessionStorage.setItem("ips_language", language);
    assert(lang.startsWith(language), `${location} is in ${lang}, not ${language}`);
    assert(document.querySelectorAll("h1, .o_portal_my_home").length, "no heading");
}

const page = (name, rest = "") => `.o_ips_page_${name} ${rest}`;
const button = (name, form = "form:not(:has([name=objects]))") =>
    page(name, `${form} button[type=submit]`);
const HOME = ".o_portal_my_home";
const SAID = ".alert-success[role=status]";

tours.add("ips_portal_hr", {
    steps: () => [
        {
            content: "the first time: what we hold, before anything else",
            trigger: button("notice"),
            run: checkPage,
        },
        ...go(button("notice"), HOME),
        ...go(".o_portal_docs a[href$='/my/company']", page("company", ".o_ips_wishes")),
        {
            trigger: page("company", "select[name=preferred_channel]"),
            run: "selectByIndex 1",
        },
        { trigger: page("company", "input[name=max_contacts]"), run: "edit 2" },
        ...go(button("company", ".o_ips_wishes"), page("company", SAID)),
        {
            content: "what was saved stands there",
            trigger: page("company", "input[name=max_contacts]:value(2)"),
        },
        ...go(".o_ips_coaches a[href$='/my/message']", page("message", "textarea")),
        { trigger: page("message", "textarea"), run: "edit Hänellä on masennus" },
        ...go(button("message"), page("message", ".alert-warning:contains(masennus)")),
        {
            content: "asked first, and nothing that was written is lost",
            trigger: page("message", "textarea:value(Hänellä on masennus)"),
        },
        { trigger: page("message", "#words_confirmed"), run: "click" },
        ...go(button("message"), `body:has(${HOME}) ${SAID}`),
        ...go(".o_portal_docs a[href$='/my/company']", page("company", "h1")),
        ...go(page("company", "a[href$='/my/notice']"), page("notice", "dl")),
        {
            content: "it has been read",
            trigger: ".o_ips_page_notice:not(:has(form))",
        },
    ],
});

tours.add("ips_portal_link", {
    steps: () => [
        {
            content: "who comes, and whom to call",
            trigger: ".o_ips_coaches .o_ips_phone",
            run: checkPage,
        },
        ...go(page("link", ".o_ips_confirm button"), page("link", SAID)),
    ],
});

tours.add("ips_portal_link_again", {
    steps: () => [
        {
            content: "used: nothing to press any more",
            trigger: ".o_ips_page_link:not(:has(form, .alert))",
            run: checkPage,
        },
    ],
});
