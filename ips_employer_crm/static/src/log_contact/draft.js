import { browser } from "@web/core/browser/browser";

/**
 * What was typed into the log, kept on this device until it is saved: it survives a
 * closed tab and a lost session, and goes with the save.
 *
 * A phone can be lost. So of the people for whom the contact was made, the draft holds
 * their ids in the database and the yes/no answers only: no code, no wish, no note.
 */
const key = (userId) => `ips_employer_crm.log_draft.${userId}`;

export function readDraft(userId) {
    try {
        return JSON.parse(browser.localStorage.getItem(key(userId)));
    } catch {
        return null;
    }
}

function withoutNotes({ client_id, matches_wishes, client_present }) {
    return { client_id, matches_wishes, client_present };
}

export function writeDraft(userId, draft) {
    const client_lines = draft.client_lines.map(withoutNotes);
    try {
        browser.localStorage.setItem(
            key(userId),
            JSON.stringify({ ...draft, client_lines })
        );
    } catch {
        // A full or forbidden storage must not hinder logging
    }
}

export function dropDraft(userId) {
    browser.localStorage.removeItem(key(userId));
}
