// One request: everything that is known of it, and the way back into the chat.

import { openInChat } from "../chat/open.js";
import { sentence } from "../config/mistake.js";
import { copyButton, formatMs, formatTime, h, icon, json, lang, t } from "../ui.js";
import { save } from "../store.js";
import { callbackMark, outcomeMark, toneOfCallback } from "./outcome.js";

/**
 * The panel's content.
 * @param {object} request an entry of /api/requests, with its payload when that is kept
 * @param {object} context the shell's services
 * @returns {HTMLElement}
 */
export function requestDetail(request, context) {
  const { skill, outcome, callback, failure, payload, cut, user, utterance, id } = request;
  const words = utterance ?? (context.status()?.console.utterances ? "–" : h("span.hint", sentence(t("req.utterance-off"))));
  return h(
    "div.stack.request-detail",
    h("div", h("h3.mono", skill || t("req.no-skill")), h("div.row", outcomeMark(outcome), callback && callbackMark(callback))),
    failure && told("why", failure),
    callback && timeline(request),
    h(
      "dl",
      fact("at", h("time", { datetime: request.at }, formatTime(request.at))),
      fact("ms", formatMs(request.ms)),
      request.case && fact("case", t("case.long", { n: request.case.number }) + (request.case.description ? ` · ${request.case.description}` : "")),
      cut.length > 0 && fact("cut", [cut.map((limit) => h("code.word", limit)), h("p.hint", t("req.cut-text"))]),
      fact("user", h("span.mono", user ?? "–")),
      fact("utterance", words),
      fact("id", h("div.row", h("span.mono", id), copyButton(() => id))),
    ),
    outcome !== "not_found" && replay(request, context),
    payload && h("details", h("summary", t("req.payload")), copyButton(() => JSON.stringify(payload, null, 2)), json(payload, { label: t("req.payload") })),
  );
}

const fact = (name, value) => h("div", h("dt.hint", t(`req.${name}`)), h("dd", value));
const told = (title, text) => h("div.told", h("h4.hint", t(`req.${title}`)), h("p", sentence(text)));

function timeline({ at, ms, callback: { state, ms: took, reason, advice } }) {
  const after = (time) => t("req.after", { ms: formatMs(time) });
  const step = (tone, title, when, ...more) => h("li", { class: tone }, h("strong", t(title)), when && h("span.hint", when), more);
  return h(
    "div",
    h("h4.hint", t("req.timeline")),
    h(
      "ol.timeline",
      step("good", "req.asked", formatTime(at)),
      step("good", "outcome.deferred", after(ms)),
      step(toneOfCallback(state), `req.callback.${state}`, took !== null && after(took), reason && told(advice ? "reason" : "why", reason), advice && told("advice", advice[lang()])),
    ),
  );
}

function replay({ skill, payload }, context) {
  const again = () => {
    if (payload) return openInChat({ path: skill, payload });
    save("chat.skill", skill);
    context.toast(t("req.replay-without"));
    context.navigate("#/chat");
  };
  return h(
    "div",
    h("button.button.primary", { onclick: again, testid: "replay" }, icon("reload"), t("req.replay")),
    h("p.hint.replay-hint", sentence(t(payload ? "req.replay-text" : "req.replay-without"))),
  );
}
