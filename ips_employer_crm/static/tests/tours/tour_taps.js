/** Taps of the coach, counted by the steps themselves. */
export const counter = { taps: 0 };

export function tap(trigger, content = "") {
    return {
        content,
        trigger,
        run: async ({ click }) => {
            counter.taps += 1;
            await click();
        },
    };
}

export function assert(condition, message) {
    if (!condition) {
        throw new Error(message);
    }
}
