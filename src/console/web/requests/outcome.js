// What became of a request and of its callback: in words, with a shape and a colour.

import { h, has, icon, register, t } from "../ui.js";
import strings from "./strings.js";

register(strings);

const OUTCOMES = { ok: "good", late: "good", deferred: "quiet", fallback: "warn" };
const CALLBACKS = { done: "good", pending: "quiet", withdrawn: "quiet", late: "warn", unconfirmed: "warn", fallback: "warn" };
const SHAPES = { good: "check", quiet: "clock", warn: "warn", bad: "close" };

const toneOfOutcome = (outcome) => OUTCOMES[outcome] ?? "bad";

/** good, quiet, warn or bad. */
export const toneOfCallback = (state) => CALLBACKS[state] ?? "bad";

/** Whether an operator should look at the request. */
export function isTrouble(request) {
  const bad = (tone) => tone === "warn" || tone === "bad";
  return bad(toneOfOutcome(request.outcome)) || (request.callback !== null && bad(toneOfCallback(request.callback?.state ?? "done")));
}

/** Whether nobody got the callback. */
export const isLost = (callback) => ["failed", "refused", "expired"].includes(callback?.state);

/** The outcome of a request. */
export const outcomeMark = (outcome) => mark(toneOfOutcome(outcome), `outcome.${outcome}`, outcome);

/** The state of its callback. */
export const callbackMark = (callback) => mark(toneOfCallback(callback.state), `callback.${callback.state}`, callback.state);

function mark(tone, key, name) {
  return h("span", { class: `mark ${tone}` }, icon(SHAPES[tone], 16), h("span", has(key) ? t(key) : name));
}
