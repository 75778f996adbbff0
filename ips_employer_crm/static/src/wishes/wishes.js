import {
    Component,
    onMounted,
    onPatched,
    onWillStart,
    useEffect,
    useExternalListener,
    useState,
} from "@odoo/owl";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { SaveQueue, WrongAnswer } from "./save_queue";

/** Answers that are written as numbers, and saved together: 0 is "not said". */
const NUMBERS = { hours: ["hours_min", "hours_max"], distance: ["max_distance_km"] };
const NUMBER_NAMES = Object.values(NUMBERS).flat();

function writeNumber(value) {
    return value ? String(value).replace(".", localization.decimalPoint) : "";
}

function readNumber(text) {
    const value = Number(text.trim().replace(",", "."));
    if (Number.isNaN(value)) {
        throw new WrongAnswer(_t("Write a number, or leave it empty."));
    }
    return value;
}

/** Answers to tap, each big enough for a finger; pressed or not, and never by itself. */
class Choices extends Component {
    static template = "ips_employer_crm.WishesChoices";
    static props = { options: Array, isOn: Function, onTap: Function };
}

/**
 * Coach and person fill in the wishes together, on a tablet.
 *
 * Every answer is optional and saved as it is given. Nothing is kept on the device:
 * what could not be sent stays on the screen and is sent again.
 */
export class Wishes extends Component {
    static template = "ips_employer_crm.Wishes";
    static components = { Choices };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            screen: null,
            answers: {},
            wants: [],
            avoids: [],
            leaving: false,
        });
        this.queue = useState(new SaveQueue());
        this.lastKey = 0;
        this.focusNext = null;
        useSetupAction({
            beforeLeave: ({ forceLeave } = {}) => forceLeave || this.beforeLeave(),
            beforeUnload: (ev) => this.beforeUnload(ev),
        });
        useExternalListener(window, "online", () => this.queue.run());
        onWillStart(() => this.open());
        onMounted(() => this.props.updateActionState?.({ resId: this.clientId }));
        onPatched(() => this.moveFocus());
        useEffect(
            (isSaved) => {
                this.state.leaving &&= !isSaved;
            },
            () => [this.queue.isSaved]
        );
    }

    get clientId() {
        return this.props.resId || this.props.action.params?.client_id || false;
    }

    async open() {
        if (!this.clientId) {
            return;
        }
        const screen = await this.orm.call("ips.client", "get_wishes_screen", [
            this.clientId,
        ]);
        this.state.screen = screen;
        this.state.answers = { ...screen.answers };
        for (const name of NUMBER_NAMES) {
            this.state.answers[name] = writeNumber(screen.answers[name]);
        }
        for (const wish of screen.wishes) {
            this.addRow(wish.kind, wish);
        }
        this.addRow("wants");
        this.addRow("avoids");
    }

    // WHAT THE SCREEN SHOWS

    get isHeldUp() {
        return this.queue.isHeldUp && !this.queue.running;
    }

    get status() {
        if (this.queue.running) {
            return _t("Saving");
        }
        if (this.isHeldUp) {
            return _t("Not saved");
        }
        return this.queue.saved ? _t("Saved") : "";
    }

    get failure() {
        return {
            connection: _t("There is no connection. The answers stay here: try again."),
            session: _t(
                "You were signed out. Sign in on another page, then try again. The " +
                    "answers stay here until then."
            ),
            server: _t("That could not be saved now. The answers stay here: try again."),
        }[this.queue.failed];
    }

    nameOf(list, id) {
        return this.state.screen[list].find((row) => row.id === id)?.name || "";
    }

    labelOf(row) {
        return (
            row.own_words.trim() ||
            row.occupation?.name ||
            this.nameOf("industries", row.industry_id)
        );
    }

    isEmpty(row) {
        return !this.labelOf(row);
    }

    /** A chosen occupation is shown as one of those suggested, to be tapped off. */
    occupationsOf(row) {
        const { occupation, suggested } = row;
        return occupation ? [occupation] : suggested;
    }

    hasIndustry(kind, industry) {
        return this.state[kind].some(
            (row) => row.industry_id === industry.id && !row.removed
        );
    }

    // ANSWERS

    /** Save answers by their names; what was typed as a number is read now. */
    async sendAnswers(names) {
        const changes = {};
        for (const name of names) {
            const value = this.state.answers[name];
            changes[name] = NUMBER_NAMES.includes(name) ? readNumber(value) : value;
        }
        await this.orm.silent.call("ips.client", "save_wishes", [this.clientId, changes]);
    }

    setAnswer(name, value) {
        this.state.answers[name] = value;
        this.queue.add(name, () => this.sendAnswers([name]));
    }

    /** A second tap takes the answer back. */
    toggleAnswer(name, value) {
        this.setAnswer(name, this.state.answers[name] === value ? false : value);
    }

    toggleIn(name, id) {
        const chosen = this.state.answers[name];
        this.setAnswer(
            name,
            chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]
        );
    }

    chooseMunicipality(ev) {
        this.setAnswer("municipality_id", parseInt(ev.target.value) || false);
    }

    writeNumber(group, name, text) {
        this.state.answers[name] = text;
        this.queue.addLater(group, () => this.sendAnswers(NUMBERS[group]));
    }

    writeDay(ev) {
        // Half a date, while it is typed, is no answer
        if (ev.target.validity.badInput) {
            return;
        }
        this.state.answers.available_from = ev.target.value || false;
        this.queue.addLater("available_from", () => this.sendAnswers(["available_from"]));
    }

    // WISHES

    addRow(kind, wish = {}) {
        this.lastKey += 1;
        const rows = this.state[kind];
        const isBlank = !wish.id && !wish.industry_id;
        const last = rows.length - 1;
        const row = {
            key: `ips_wish_${this.lastKey}`,
            id: wish.id || false,
            kind,
            own_words: wish.own_words || "",
            occupation: wish.occupation_id || false,
            industry_id: wish.industry_id || false,
            strength: wish.strength || "2",
            // A field of work alone needs no words
            isPicked: Boolean(wish.industry_id && !wish.own_words),
            suggested: [],
            suggestedFor: "",
            removed: false,
            sent: null,
        };
        // The empty line stays the last one
        const place = isBlank || last < 0 || !this.isEmpty(rows[last]) ? last + 1 : last;
        rows.splice(place, 0, row);
        return rows[place];
    }

    saveRow(row) {
        return this.queue.add(row.key, () => this.sendRow(row));
    }

    writeWords(row, text) {
        row.own_words = text;
        if (this.isEmpty(row)) {
            // Nothing is left of it: that is settled when the line is left
            this.queue.forget(row.key);
            return;
        }
        this.queue.addLater(row.key, () => this.sendRow(row));
        const rows = this.state[row.kind];
        if (row.key === rows.at(-1).key) {
            this.addRow(row.kind);
        }
    }

    leaveWords(row) {
        this.queue.complete(row.key);
        if (this.isEmpty(row) && row.key !== this.state[row.kind].at(-1).key) {
            this.dropRow(row);
        }
    }

    onWordsKeydown(row, ev) {
        if (ev.key === "Enter" && !ev.isComposing) {
            ev.preventDefault();
            this.queue.complete(row.key);
            this.focusOn(this.state[row.kind].at(-1).key);
        }
    }

    setStrength(row, strength) {
        row.strength = strength;
        this.saveRow(row);
    }

    toggleOccupation(row, occupation) {
        const isOn = row.occupation?.id === occupation.id;
        if (isOn && !row.own_words.trim() && !row.industry_id) {
            this.removeRow(row);
            return;
        }
        row.occupation = isOn ? false : occupation;
        this.saveRow(row);
    }

    toggleIndustry(kind, industry) {
        const row = this.state[kind].find((other) => other.industry_id === industry.id);
        if (!row) {
            this.saveRow(this.addRow(kind, { industry_id: industry.id }));
        } else if (row.removed) {
            this.putBack(row);
        } else if (row.own_words.trim() || row.occupation) {
            row.industry_id = false;
            row.isPicked = false;
            this.saveRow(row);
        } else {
            this.dropRow(row);
        }
    }

    /** Taken away, and to be put back as long as the screen is open. */
    removeRow(row) {
        row.removed = true;
        this.saveRow(row);
        this.focusOn(row.key + "_back");
    }

    putBack(row) {
        row.removed = false;
        this.saveRow(row);
        this.focusOn(row.key + "_remove");
    }

    dropRow(row) {
        const rows = this.state[row.kind];
        rows.splice(
            rows.findIndex((other) => other.key === row.key),
            1
        );
        row.removed = true;
        if (row.id || row.sent) {
            this.saveRow(row);
        } else {
            this.queue.forget(row.key);
        }
    }

    /**
     * What was sent without an answer coming back is sent again as it was, and then as
     * it is now: so nothing is there twice.
     */
    async sendRow(row) {
        if (row.sent) {
            await this.callSave(row, { ...row.sent, again: true });
        }
        if (row.removed) {
            if (row.id) {
                const args = [this.clientId, row.id];
                await this.orm.silent.call("ips.client", "remove_wish", args);
                row.id = false;
            }
            return;
        }
        const values = {
            kind: row.kind,
            own_words: row.own_words,
            occupation_id: row.occupation?.id || false,
            industry_id: row.industry_id,
            strength: row.strength,
        };
        await this.callSave(row, row.id ? { ...values, id: row.id } : values);
        this.suggest(row);
    }

    async callSave(row, values) {
        row.sent = values.id ? null : values;
        try {
            const args = [this.clientId, values];
            const saved = await this.orm.silent.call("ips.client", "save_wish", args);
            row.id = saved.id;
            row.sent = null;
        } catch (error) {
            if (error.data) {
                // The server answered: nothing was saved
                row.sent = null;
            }
            throw error;
        }
    }

    /** Look for occupations that go by the person's words; a help, and no more. */
    async suggest(row) {
        const words = row.own_words.trim();
        if (row.occupation || !words || words === row.suggestedFor) {
            return;
        }
        row.suggestedFor = words;
        try {
            const found = await this.orm.silent.call("ips.client", "suggest_occupations", [
                words,
            ]);
            if (row.suggestedFor === words) {
                row.suggested = found;
            }
        } catch {
            // Asked again with the next change
            row.suggestedFor = "";
        }
    }

    // FOCUS: what was tapped may be gone afterwards

    focusOn(id) {
        this.focusNext = id;
    }

    moveFocus() {
        if (this.focusNext) {
            document.getElementById(this.focusNext)?.focus();
            this.focusNext = null;
        }
    }

    // LEAVING

    done() {
        if (this.env.config.breadcrumbs.length > 1) {
            return this.env.config.historyBack();
        }
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: "ips.client",
                res_id: this.clientId,
                views: [[false, "form"]],
            },
            { clearBreadcrumbs: true }
        );
    }

    leaveAnyway() {
        this.isGivenUp = true;
        return this.done();
    }

    async beforeLeave() {
        const mayLeave = this.isGivenUp || (await this.queue.completeAll());
        this.state.leaving = !mayLeave;
        return mayLeave;
    }

    beforeUnload(ev) {
        if (!this.queue.isSaved || Object.keys(this.queue.writing).length) {
            ev.preventDefault();
            ev.returnValue = "Unsaved";
        }
    }
}

registry.category("actions").add("ips_wishes", Wishes);
