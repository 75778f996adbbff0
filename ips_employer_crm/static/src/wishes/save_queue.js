import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

/** How long after the last key a text is saved. */
const PAUSE = 1200;

/** An answer that cannot be sent, with a sentence that says why. */
export class WrongAnswer extends Error {}

/** What to say about an answer that was refused; nothing where it may be sent again. */
function sentenceOf(error) {
    if (error instanceof WrongAnswer) {
        return error.message;
    }
    if (!(error instanceof RPCError)) {
        return "";
    }
    const name = error.exceptionName || "";
    if (name === "odoo.exceptions.AccessError") {
        return _t("You may not change this person's answers any more.");
    }
    return name.startsWith("odoo.exceptions.") ? error.data.message : "";
}

/** Why nothing can be sent; nothing for a mistake of ours. */
function reasonOf(error) {
    if (error instanceof ConnectionLostError) {
        return "connection";
    }
    if (error instanceof RPCError) {
        const signedOut = error.exceptionName?.endsWith("SessionExpiredException");
        return signedOut ? "session" : "server";
    }
    return "";
}

/**
 * Saves answers one after another, each as soon as it is given.
 *
 * An answer that was refused is in `wrong`, with the reason, and holds up no other one.
 * Where nothing can be sent, answers wait until `run` is called, or the next is given.
 */
export class SaveQueue {
    /** Ways to save, by name of the answer: what waits to be sent. */
    waiting = new Map();
    /** Texts that somebody is still writing: [timer, way to save] by name. */
    writing = {};
    wrong = {};
    /** "", "connection", "session" or "server": why nothing can be sent. */
    failed = "";
    running = null;
    saved = false;

    get isSaved() {
        return !(this.waiting.size || this.running || Object.keys(this.wrong).length);
    }

    get isHeldUp() {
        return Boolean(this.failed || Object.keys(this.wrong).length);
    }

    /** Save an answer now. */
    add(name, save) {
        this.stopWriting(name);
        delete this.wrong[name];
        this.waiting.set(name, save);
        return this.run();
    }

    /** Save a text when nothing was typed for a while. */
    addLater(name, save) {
        this.stopWriting(name);
        const timer = browser.setTimeout(() => this.add(name, save), PAUSE);
        this.writing[name] = [timer, save];
    }

    /** The text is complete: save it if it was changed. */
    complete(name) {
        if (name in this.writing) {
            this.add(name, this.writing[name][1]);
        }
    }

    /** Save all that was written. Resolves to whether everything is saved. */
    async completeAll() {
        Object.keys(this.writing).forEach((name) => this.complete(name));
        await this.run();
        return this.isSaved;
    }

    forget(name) {
        this.stopWriting(name);
        this.waiting.delete(name);
        delete this.wrong[name];
    }

    stopWriting(name) {
        browser.clearTimeout(this.writing[name]?.[0]);
        delete this.writing[name];
    }

    /** Send what waits. One at a time: a later answer must not overtake an earlier one. */
    run() {
        if (!this.waiting.size) {
            return Promise.resolve();
        }
        this.running ??= this.sendAll();
        return this.running;
    }

    async sendAll() {
        try {
            let goOn = true;
            while (goOn && this.waiting.size) {
                const [[name, save]] = this.waiting;
                this.waiting.delete(name);
                goOn = await this.sendOne(name, save);
            }
        } finally {
            this.running = null;
        }
    }

    /** Resolves to whether others can be sent. */
    async sendOne(name, save) {
        try {
            await save();
            this.saved = true;
            this.failed = "";
            return true;
        } catch (error) {
            // One that was changed meanwhile is sent again anyway
            const newer = this.waiting.has(name);
            const sentence = sentenceOf(error);
            if (sentence) {
                this.failed = "";
                if (!newer) {
                    this.wrong[name] = sentence;
                }
                return true;
            }
            if (!newer) {
                this.waiting.set(name, save);
            }
            this.failed = reasonOf(error);
            if (!this.failed) {
                throw error;
            }
            return false;
        }
    }
}
