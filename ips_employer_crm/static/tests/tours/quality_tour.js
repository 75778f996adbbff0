import { browser } from "@web/core/browser/browser";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { assert } from "./tour_taps";

const tours = registry.category("web_tour.tours");

const click = (trigger, content = "") => ({ content, trigger, run: "click" });
const field = (name) => `.o_form_view .o_field_widget[name='${name}']`;
// Python gives the person this code
const CODE = "TUR-123";
const menu = (name) => `[data-menu-xmlid='ips_employer_crm.ips_menu_${name}']`;
const row = (name) => `.o_form_view .o_data_row:contains('${name}')`;

const headline = (words) => `.o_form_view .oe_title h2:contains('${words}')`;
/** So many are rated: no total and no band. */
const rated = (words) =>
    `.o_form_view .oe_title:not(:has([name='total'], [name='band'])) h2:contains('${words}')`;

const daysAgo = (days) => luxon.DateTime.now().minus({ days }).toFormat("MM/dd/yyyy");

/** A date of the form: a button until it is clicked. */
const day = (name, days) => [
    click(`${field(name)} :is(button, input)`),
    { trigger: `${field(name)} input`, run: `edit ${daysAgo(days)}` },
];

/** The reviewer's own score, chosen in the row. */
const rate = (name, score) => [
    click(`${row(name)} td[name='rating']`, `${name}: ${score}`),
    click(`${row(name)} [name='rating'] .o_select_menu_toggler`),
    click(`.o_select_menu_menu .o_select_menu_item:contains(/^${score}$/)`),
];

const save = [click(".o_form_button_save:visible"), { trigger: ".o_form_saved" }];

/** The scores a deputy gives meanwhile to all criteria that have none, but one. */
async function rateOthers(number) {
    const call = (model, method, args, kwargs = {}) =>
        rpc(`/web/dataset/call_kw/${model}/${method}`, { model, method, args, kwargs });
    const domain = [
        ["review_id.state", "=", "draft"],
        ["score", "=", 0],
        ["number", "!=", number],
    ];
    const ids = await call("ips.fidelity.score", "search", [domain]);
    assert(ids.length > 5, `${ids.length} criteria are not rated`);
    await call("ips.fidelity.score", "write", [ids, { score: 3 }]);
}

/** Ask for what is downloaded next: a browser without a screen would save nothing. */
async function nextDownload() {
    const location = browser.location;
    const become = (other) =>
        Object.defineProperty(browser, "location", {
            configurable: true,
            get: () => other,
        });
    const url = await new Promise((assign) => {
        const get = (_target, key) => (key === "assign" ? assign : location[key]);
        become(new Proxy({}, { get }));
    });
    become(location);
    return fetch(url);
}

tours.add("ips_quality_review", {
    steps: () => [
        {
            content: "the menu, or the plus sign where the screen is too narrow for it",
            trigger: ".o_menu_sections",
            run: ({ anchor }) => {
                const own = anchor.querySelector(`button${menu("supervision")}`);
                const more = anchor.querySelector(".o_menu_sections_more button");
                (own?.offsetParent && !own.closest(".d-none") ? own : more).click();
            },
        },
        click(`.o-dropdown--menu ${menu("fidelity_reviews")}`),
        click(".o_list_button_add"),
        ...day("date_from", 90),
        ...day("date_to", 0),
        {
            content: "nothing is counted before the period is chosen",
            trigger: ".o_form_view p:visible:contains('Save to count')",
        },
        ...save,
        {
            content: "counted, and none of it is a score yet",
            trigger: rated("0 of 25 rated"),
        },
        {
            content: "what data say: one person for one coach",
            trigger: `${row("1 Caseload")}:has([name='auto_score']:contains(/^5$/)) [name='figure_text']:contains('1 (1 / 1)')`,
        },
        click(".o_statusbar_buttons button[name='action_count']", "counted anew"),
        { trigger: rated("0 of 25 rated") },

        click(`${row("1 Caseload")} button[name='action_view_evidence']`, "its rows"),
        { trigger: `.o_list_view .o_data_row:contains('${CODE}')` },
        { trigger: ".o_breadcrumb .active:contains('1 Caseload')" },
        click(".breadcrumb-item.o_back_button a", "back to the review"),

        ...rate("1 Caseload", 4),
        {
            content: "the reviewer's, beside the other one",
            trigger: `${row("1 Caseload")} [name='remark'] textarea`,
            run: "edit One waits for a coach",
        },
        ...save,
        { trigger: rated("1 of 25 rated") },
        {
            trigger: `${row("1 Caseload")} [name='auto_score']:contains(/^5$/)`,
        },
        click(".o_statusbar_buttons button[name='action_take_over']", "from data"),
        {
            content: "some, and not the one that the reviewer gave",
            trigger: `${rated("of 25 rated")}:contains(/^([2-9]|1\\d) of 25/)`,
        },
        {
            trigger: `${row("1 Caseload")} [name='rating']:contains(/^4$/)`,
            run: () => rateOthers(3),
        },
        click(".o_statusbar_buttons button[name='action_count']", "what others gave"),
        { trigger: rated("24 of 25 rated") },
        ...rate("3 All phases", 5),
        ...save,
        {
            content: "complete: total and band",
            trigger: `${headline("/ 125")}:has([name='total']):has([name='band'])`,
        },

        click(".o-form-buttonbox button[name='action_evidence_pack']"),
        {
            content: "for this review and its period",
            trigger: ".modal .o_field_widget[name='review_id'] input:value('Tour Team')",
        },
        { trigger: ".modal .o_field_widget[name='date_from'].o_readonly_modifier" },
        click(".modal .o_field_widget[name='leaves_team'] input", "for the team"),
        { trigger: ".modal p:visible:contains('stays in the team')" },
        {
            content: "the workbook",
            trigger: ".modal footer button[name='action_xlsx']",
            run: async ({ click }) => {
                const answer = nextDownload();
                await click();
                const { status, headers } = await answer;
                const name = headers.get("Content-Disposition") || "";
                assert(status === 200, `${status}`);
                assert(name.includes("evidence-pack") && name.includes(".xlsx"), name);
            },
        },
        click(".modal footer button[special='cancel'], .modal .btn-close"),
        { trigger: "body:not(:has(.modal))" },
    ],
});
