import { browser } from "@web/core/browser/browser";

/**
 * What was typed into the log, kept on this device until it is saved: it survives a
 * closed tab and a lost session. It holds employers' matters only, and goes with the
 * save.
 */
const key = (userId) => `ips_employer_crm.log_draft.${userId}`;

export function readDraft(userId) {
    try {
        return JSON.parse(browser.localStorage.getItem(key(userId)));
    } catch {
        return null;
    }
}

export function writeDraft(userId, draft) {
    try {
        browser.localStorage.setItem(key(userId), JSON.stringify(draft));
    } catch {
        // A full or forbidden storage must not hinder logging
    }
}

export function dropDraft(userId) {
    browser.localStorage.removeItem(key(userId));
}
