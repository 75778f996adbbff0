import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { assert } from "./tour_taps";

const tours = registry.category("web_tour.tours");

const click = (trigger, content = "") => ({ content, trigger, run: "click" });

/** People by the work they want: their codes are drawn anew for each test. */
const baker = ".o_ips_for_whom .o_ips_chip:contains('Leipominen')";
const gardener = ".o_ips_for_whom .o_ips_chip:contains('Puutarha')";
const chooseEmployer = click(".o_ips_log .o_ips_chip:contains('Tour Employer 1')");
const openForWhom = click(".o_ips_for_whom summary");
const nobodyAskedYet =
    "[data-client]:not(:has([aria-pressed='true'])):not(:has(input:checked))";

tours.add("ips_log_for_somebody", {
    url: "/odoo/my-week",
    steps: () => [
        {
            content: "warned of, with the days since entry, and late",
            trigger: ".o_ips_without_contact li:contains('41 days since entry, late')",
        },
        { trigger: ".o_ips_caseload:contains('Caseload 2 of 20')" },
        click(".o_ips_without_contact .o_ips_log_for"),
        {
            content: "the person is chosen, nothing is answered beforehand",
            trigger: `.o_ips_for_whom[open] ${nobodyAskedYet}`,
            run: () => assert(!document.querySelector(".o_ips_told"), "no employer yet"),
        },
        { trigger: `${baker}[aria-pressed='true']` },
        chooseEmployer,
        {
            content: "what may be told at this employer",
            trigger: "[data-client] .o_ips_told:contains('The name may be told until')",
        },
        click("[data-client] .o_ips_choice:contains('Not known')"),
        { trigger: "[data-client] [aria-pressed='true']:contains('Not known')" },
        click("[data-client] .o_ips_choice:contains('Yes')"),
        click("[data-client] .o_ips_present"),
        { trigger: ".o_ips_person_note", run: "edit Halusi nähdä keittiön" },
        click(gardener, "a second person, who may not be talked about here"),
        {
            trigger: "[data-client] .o_ips_told:contains('Nothing may be told about')",
        },
        click("[data-field='purpose'] .o_ips_choice:contains('Needs meeting')"),
        click(".o_ips_save"),
        {
            content: "saved: nobody is without a contact any more",
            trigger:
                "body:not(:has(.modal)) .o_ips_week:not(:has(.o_ips_without_contact)) .o_ips_counted:contains('1')",
        },
    ],
});

tours.add("ips_verdict_follows_for_whom", {
    url: "/odoo/my-week",
    steps: () => [
        click(".o_ips_log_contact"),
        chooseEmployer,
        { trigger: ".o_ips_verdict.alert-secondary:contains('not about a particular')" },
        openForWhom,
        click(".o_ips_for_whom label:contains('About a particular job seeker') input"),
        { trigger: ".o_ips_verdict.alert-success" },
        click(".o_ips_for_whom label:contains('About a particular job seeker') input"),
        { trigger: ".o_ips_verdict.alert-secondary" },
        click(baker, "whoever is chosen makes it about somebody"),
        { trigger: ".o_ips_verdict.alert-success" },
        {
            trigger: ".o_ips_for_whom:not(:has(label:contains('About a particular')))",
        },
        click(".o_ips_made_by_client", "one person can have made it alone"),
        { trigger: ".o_ips_verdict:contains('made by the job seeker')" },
        click(gardener, "two cannot"),
        { trigger: ".o_ips_for_whom:not(:has(.o_ips_made_by_client))" },
        { trigger: ".o_ips_verdict.alert-success" },
        click(gardener),
        click(".o_ips_made_by_client:not(:checked)", "asked anew"),
        { trigger: ".o_ips_verdict:contains('made by the job seeker')" },
        click(".o_ips_save"),
        { trigger: "body:not(:has(.modal)) .o_ips_week" },
    ],
});

tours.add("ips_complete_for_somebody", {
    url: "/odoo/my-week",
    steps: () => [
        click(".o_ips_today .o_ips_visited"),
        {
            content: "what the visit says already is there; the note's words are not",
            trigger: ".o_ips_for_whom[open] [data-client] small:contains('A note is kept')",
            run: () => assert(!document.querySelector(".o_ips_person_note").value, "note"),
        },
        { trigger: "[data-client] [aria-pressed='true']:contains('No')" },
        click(baker, "not for this person after all"),
        { trigger: ".o_ips_for_whom:not(:has([data-client]))" },
        click(gardener),
        click(".o_ips_save"),
        { trigger: "body:not(:has(.modal)) .o_ips_week" },
    ],
});

/** What the device keeps of the log, as text. */
const drafts = () =>
    Object.keys(browser.localStorage)
        .filter((key) => key.startsWith("ips_employer_crm.log_draft"))
        .map((key) => browser.localStorage.getItem(key))
        .join();

tours.add("ips_draft_without_notes_on_people", {
    url: "/odoo/my-week",
    steps: () => [
        click(".o_ips_log_contact"),
        chooseEmployer,
        openForWhom,
        click(baker),
        click("[data-client] .o_ips_choice:contains('Yes')"),
        click("[data-client] .o_ips_present"),
        { trigger: ".o_ips_person_note", run: "edit Salainen sana" },
        { trigger: ".o_ips_shared_note", run: "edit Palataan tammikuussa" },
        {
            content: "the device keeps the answers, not the words, code and wishes",
            trigger: ".o_ips_log .o_ips_verdict",
            run: () => {
                const code = document.querySelector("[data-client]").dataset.client;
                const kept = drafts();
                assert(kept.includes("Palataan tammikuussa"), "no draft was kept");
                assert(kept.includes('"matches_wishes":"yes"'), "no answer was kept");
                for (const words of ["Salainen", "Leipominen", code]) {
                    assert(!kept.includes(words), `${words} is on the device`);
                }
                window.location.reload();
            },
            expectUnloadPage: true,
        },
        click(".o_ips_log_contact"),
        { trigger: ".o_ips_restored:contains('Notes about people are not kept')" },
        { trigger: "[data-client] [aria-pressed='true']:contains('Yes')" },
        {
            trigger: "[data-client]:has(.o_ips_present:checked) .o_ips_person_note",
            run: ({ anchor }) => assert(anchor.value === "", anchor.value),
        },
        click(".o_ips_save"),
        {
            content: "the draft went with the save",
            trigger: "body:not(:has(.modal)) .o_ips_week",
            run: () => assert(!drafts(), drafts()),
        },
    ],
});
