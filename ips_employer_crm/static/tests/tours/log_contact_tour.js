import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { assert, counter, tap } from "./tour_taps";

const tours = registry.category("web_tour.tours");

/** Calls to our models since the page was loaded. */
function calls() {
    return performance
        .getEntriesByType("resource")
        .filter((entry) => entry.name.includes("/web/dataset/call_kw/ips."))
        .map((entry) => entry.name.split("/").at(-1));
}

let callsBefore = 0;

tours.add("ips_log_known_employer", {
    url: "/odoo/my-week",
    steps: () => [
        {
            trigger: ".o_ips_week .o_ips_log_contact",
            run: () => {
                counter.taps = 0;
                callsBefore = calls().length;
            },
        },
        tap(".o_ips_log_contact"),
        tap(".o_ips_log .o_ips_chip:contains('Tour Employer 1')"),
        tap("[data-field='purpose'] .o_ips_choice:contains('Needs meeting')"),
        tap("[data-field='outcome'] .o_ips_choice:contains('Return later')"),
        {
            content: "the outcome proposes the next step",
            trigger: ".o_ips_next_step",
            run: ({ anchor }) => assert(anchor.value === "Call back", anchor.value),
        },
        tap(".o_ips_save"),
        {
            content: "saved and back on My week, with the new figure",
            trigger: "body:not(:has(.modal)) .o_ips_week .o_ips_counted:contains('2')",
            run: () => {
                assert(counter.taps <= 5, `${counter.taps} taps`);
                const made = calls().slice(callsBefore);
                assert(made.length <= 2, `${made.length} calls: ${made.join(", ")}`);
            },
        },
    ],
});

tours.add("ips_log_new_employer", {
    url: "/odoo/my-week",
    steps: () => [
        {
            trigger: ".o_ips_week .o_ips_log_contact",
            run: () => {
                counter.taps = 0;
            },
        },
        tap(".o_ips_log_contact"),
        tap(".o_ips_search"),
        { trigger: ".o_ips_search", run: "edit Uusi Kahvila Oy" },
        tap(".o_ips_new_employer:contains('Uusi Kahvila Oy')"),
        tap("[data-field='purpose'] .o_ips_choice:contains('Introduction')"),
        tap("[data-field='outcome'] .o_ips_choice:contains('Appointment agreed')"),
        tap(".o_ips_save"),
        {
            trigger: "body:not(:has(.modal)) .o_ips_week .o_ips_counted:contains('2')",
            run: () => assert(counter.taps <= 8, `${counter.taps} taps`),
        },
    ],
});

tours.add("ips_log_draft_is_kept", {
    url: "/odoo/my-week",
    steps: () => [
        { trigger: ".o_ips_log_contact", run: "click" },
        { trigger: ".o_ips_log .o_ips_chip:contains('Tour Employer 1')", run: "click" },
        { trigger: ".o_ips_shared_note", run: "edit Palataan tammikuussa" },
        {
            content: "the draft is on the device before the tab closes",
            trigger: ".o_ips_log .o_ips_verdict",
            run: async () => {
                const kept = () =>
                    Object.values(browser.localStorage).some((value) =>
                        String(value).includes("Palataan tammikuussa")
                    );
                assert(kept(), "no draft was kept");
                window.location.reload();
            },
            expectUnloadPage: true,
        },
        { trigger: ".o_ips_log_contact", run: "click" },
        { trigger: ".o_ips_restored" },
        {
            trigger: ".o_ips_shared_note",
            run: ({ anchor }) => assert(anchor.value === "Palataan tammikuussa", anchor.value),
        },
        { trigger: ".o_ips_save", run: "click" },
        {
            trigger: "body:not(:has(.modal)) .o_ips_week .o_ips_log_contact",
            run: "click",
        },
        {
            content: "the draft went with the save",
            trigger: ".o_ips_log:not(:has(.o_ips_restored)) .o_ips_search",
        },
    ],
});
