import { deserializeDate, deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
const { DateTime } = luxon;

/** Weekday names in the reader's language, from Monday: weeks are the company's. */
export function weekdayNames() {
    const monday = DateTime.fromISO("2024-01-01");
    return [0, 1, 2, 3, 4, 5, 6].map((days) => monday.plus({ days }).toFormat("ccc"));
}

export function weekTitle(week) {
    return _t("Week %(number)s", { number: week.number });
}

/** "23.11. – 29.11.2026" in the reader's way of writing dates. */
export function weekSpan(week) {
    return `${formatDate(deserializeDate(week.start))} – ${formatDate(deserializeDate(week.end))}`;
}

export function timeOf(datetime) {
    const format = localization.timeFormat.replace(":ss", "");
    return deserializeDateTime(datetime).toFormat(format);
}

export function dayOf(datetime) {
    return deserializeDateTime(datetime).toFormat("ccc d.L.");
}

export function shortDate(date) {
    return deserializeDate(date).toFormat("ccc d.L.");
}

/** Figures as dots: filled ones counted, hollow ones still to go. */
export function dots(counted, target) {
    const total = Math.max(Math.ceil(target - 1e-9), counted);
    return Array.from({ length: total }, (_value, index) => index < counted);
}
