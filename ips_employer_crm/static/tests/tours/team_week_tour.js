import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const coach = (name) => `.o_ips_coach[data-coach='${name}']`;

/** Back to Team week by the trail above the page, on a phone by its arrow. */
const back = (content) => ({
    content,
    trigger: ".o_back_button, .breadcrumb-item:contains('Team week') a",
    run: "click",
});

/** Nothing sticks out at the side, whatever the width of the screen. */
const fits = {
    content: "nothing to scroll sideways",
    trigger: ".o_ips_team_week .o_ips_coaches",
    run: () => {
        const screen = document.querySelector(".o_ips_team_week");
        if (screen.scrollWidth > screen.clientWidth) {
            throw new Error(`${screen.scrollWidth} > ${screen.clientWidth}`);
        }
    },
};

tours.add("ips_leader_reviews", {
    steps: () => [
        {
            content: "what needs the leader's eye is in words",
            trigger:
                `${coach("Tour Newcomer")} .o_ips_note:contains('no counted contact and no reason')` +
                ":contains('no employer contact in time'):contains('field mentoring due')",
        },
        { trigger: `${coach("Tour Coach")} .o_ips_specific:contains('1 (1')` },
        { trigger: `${coach("Tour Coach")} .o_ips_leads:contains('1')` },
        {
            trigger: `${coach("Tour Coach")} .o_ips_note:contains('few job seekers: 1')`,
        },
        fits,
        {
            content: "only the clear week, in one tap",
            trigger: ".o_ips_sign_clear:contains('(1)')",
            run: "click",
        },
        { trigger: `${coach("Tour Coach")} .o_ips_signed` },
        {
            content: "the people behind a note, in one tap",
            trigger: `${coach("Tour Newcomer")} .o_ips_note a:contains('in time')`,
            run: "click",
        },
        {
            content: "that person, by the code",
            trigger: ".o_data_row, .o_kanban_record:not(.o_kanban_ghost)",
        },
        back("the week is the same one afterwards"),
        {
            trigger: `${coach("Tour Newcomer")} .o_ips_note a:contains('field mentoring due')`,
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='user_id'] input:value('Tour Newcomer')",
        },
        {
            trigger: ".o_field_widget[name='agreed_next'] textarea",
            run: "edit Ask for the owner",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        back("saved, and back to the week"),
        {
            content: "done for this month",
            trigger: `${coach("Tour Newcomer")}:not(:contains('field mentoring due'))`,
        },
        { trigger: ".o_ips_supervision button", run: "click" },
        {
            trigger: ".o_field_widget[name='leads_shared'] input:value('1')",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        back("saved, and back to the week"),
        { trigger: ".o_ips_supervision:contains('Group supervision:')" },
        {
            content: "the last one as well",
            trigger: `${coach("Tour Newcomer")} .o_ips_sign_one`,
            run: "click",
        },
        { trigger: `${coach("Tour Newcomer")} .o_ips_signed` },
        fits,
    ],
});
