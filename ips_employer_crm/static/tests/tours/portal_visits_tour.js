import { registry } from "@web/core/registry";

/** A time in so many days, as a browser's own field holds it. */
function inDays(days) {
    const moment = new Date(Date.now() + days * 24 * 3600 * 1000);
    return `${moment.toISOString().slice(0, 10)}T10:00`;
}

/** HR answers a visit in every way and says whether the last one was useful. */
function steps(code) {
    const page = `.o_ips_page_visits:has(.o_ips_languages [aria-current][lang^='${code}'])`;
    return [
        {
            content: "something waits",
            trigger: ".o_portal_my_home .alert[href$='/my/visits']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the page speaks the language",
            trigger: `${page} h1`,
            run: ({ anchor }) => {
                if ((anchor.textContent.trim() === "Visits") !== (code === "en")) {
                    throw new Error(`The heading is not in ${code}: ${anchor.textContent}`);
                }
            },
        },
        {
            content: "the coach is there with a phone",
            trigger: ".o_ips_coaches .o_ips_phone[href^='tel:']",
        },
        {
            trigger: `${page} section:first-of-type .o_ips_visit:contains('Tour Employer 1') h3 a`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the calendar file is offered",
            trigger: `${page} .o_ips_calendar[href*='/calendar.ics']`,
        },
        { trigger: `${page} .o_ips_propose summary`, run: "click" },
        {
            trigger: ".o_ips_propose[open] input[name='first']",
            run: ({ anchor }) => {
                anchor.value = inDays(9);
            },
        },
        {
            trigger: ".o_ips_propose[open] button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "it is said once that it was sent, and who proposed",
            trigger: `${page}:has([role='status']) .o_ips_answer b:contains('Tour Hr')`,
        },
        {
            trigger: `${page} .o_ips_confirm button`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "confirmed: there is nothing to confirm any more",
            trigger: `${page} .o_ips_answer:not(:has(.o_ips_confirm)) b:contains('Tour Hr')`,
        },
        { trigger: `${page} .o_ips_cancel summary`, run: "click" },
        {
            trigger: ".o_ips_cancel[open] textarea[name='reason']",
            run: "edit Inventaario",
        },
        {
            trigger: ".o_ips_cancel[open] button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "cancelled: there is nothing to answer any more",
            trigger: `${page} .o_ips_answer:not(:has(form)) b:contains('Tour Hr')`,
        },
        {
            trigger: `${page} nav a[aria-current='page']`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: `${page} .o_ips_visit a[href$='#feedback']`,
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: `${page} .o_ips_feedback #useful_partly`, run: "click" },
        { trigger: ".o_ips_feedback textarea", run: "edit Hyvä alku" },
        {
            trigger: ".o_ips_feedback button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the answer stands there, and is not asked for again",
            trigger: `${page}:not(:has(.o_ips_feedback)) #feedback:contains('Hyvä alku')`,
        },
    ];
}

for (const code of ["en", "fi", "sv"]) {
    registry.category("web_tour.tours").add(`ips_portal_visits_${code}`, {
        steps: () => steps(code),
    });
}
