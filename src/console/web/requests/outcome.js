// What became of a request and of its callback: in words, with a shape and a colour.

import { h, icon, register, t } from "../ui.js";
import strings from "./strings.js";

register(strings);

// All others are bad.
const OUTCOMES = { ok: "good", late: "good", deferred: "quiet", fallback: "warn" };
const CALLBACKS = { done: "good", pending: "quiet", withdrawn: "quiet", late: "warn", unconfirmed: "warn", fallback: "warn" };
const SHAPES = { good: "check", quiet: "clock", warn: "warn", bad: "close" };

const toneOfOutcome = (outcome) => OUTCOMES[outcome] ?? "bad";

/** good, quiet, warn or bad. */
export const toneOfCallback = (state) => CALLBACKS[state] ?? "bad";

/** Whether an operator should look at the request. */
export const isTrouble = ({ outcome, callback }) => [toneOfOutcome(outcome), callback && toneOfCallback(callback.state)].some((tone) => tone === "warn" || tone === "bad");

/** Whether nobody got the callback. */
export const isLost = ({ state }) => toneOfCallback(state) === "bad";

/** The outcome of a request. */
export const outcomeMark = (outcome) => mark(toneOfOutcome(outcome), t(`outcome.${outcome}`));

/** The state of its callback. */
export const callbackMark = ({ state }) => mark(toneOfCallback(state), t(`req.callback.${state}`));

const mark = (tone, text) => h("span.mark", { class: tone }, icon(SHAPES[tone], 16), h("span", text));
