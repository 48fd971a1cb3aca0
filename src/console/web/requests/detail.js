// One request: everything that is known of it, and the way back into the chat.

import { openInChat } from "../chat/open.js";
import { sentence } from "../config/mistake.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { lang, t } from "../i18n.js";
import { save } from "../store.js";
import { copyButton, formatMs, formatTime, json } from "../ui.js";
import { callbackMark, outcomeMark, toneOfCallback } from "./outcome.js";

/**
 * The panel's content.
 * @param {object} request an entry of /api/requests, with its payload when that is kept
 * @param {object} context the shell's services
 * @returns {HTMLElement}
 */
export function requestDetail(request, context) {
  const keepsWords = context.status()?.console?.utterances === true;
  const marks = h("div", { class: "row" }, outcomeMark(request.outcome), request.callback && callbackMark(request.callback));
  return h(
    "div",
    { class: "stack request-detail" },
    h("div", null, h("h3", { class: "mono" }, request.skill || t("req.no-skill")), marks),
    request.failure && told(t("req.why"), request.failure),
    request.callback && timeline(request),
    h(
      "dl",
      { class: "pairs" },
      pair(t("req.at"), h("time", { datetime: request.at }, formatTime(request.at))),
      pair(t("req.ms"), formatMs(request.ms)),
      request.case && pair(t("req.case"), t("req.case-n", { n: request.case.number, text: request.case.description ?? "" })),
      request.cut?.length > 0 && pair(t("req.cut"), h("div", null, request.cut.map((limit) => h("code", { class: "word" }, limit)), h("p", { class: "hint" }, t("req.cut-text")))),
      pair(t("req.user"), request.user ? h("span", { class: "mono" }, request.user) : t("req.user-none")),
      pair(t("req.utterance"), request.utterance ?? (keepsWords ? "–" : h("span", { class: "hint" }, sentence(t("req.utterance-off"))))),
      pair(t("req.id"), h("div", { class: "row" }, h("span", { class: "mono" }, request.id), copyButton(() => request.id))),
    ),
    request.skill && replay(request, context),
    request.payload && h("details", { class: "request-payload" }, h("summary", null, t("req.payload")), copyButton(() => JSON.stringify(request.payload, null, 2)), json(request.payload, { "aria-label": t("req.payload") })),
  );
}

function pair(name, value) {
  return h("div", null, h("dt", null, name), h("dd", null, value));
}

function told(title, text) {
  return h("div", { class: "told" }, h("h4", null, title), h("p", null, sentence(text)));
}

function timeline({ at, ms, callback }) {
  const step = (tone, title, when, more) => h("li", { class: tone }, h("strong", null, title), when && h("span", { class: "hint" }, when), more);
  const advice = callback.advice?.[lang()];
  const last = h("div", null, callback.reason && told(t("req.reason"), callback.reason), advice && told(t("req.advice"), advice));
  return h(
    "div",
    null,
    h("h4", null, t("req.timeline")),
    h(
      "ol",
      { class: "timeline" },
      step("good", t("req.step-asked"), formatTime(at)),
      step("good", t("req.step-deferred"), t("req.after", { ms: formatMs(ms) })),
      step(toneOfCallback(callback.state), t(`callback.${callback.state}`), callback.ms == null ? null : t("req.after", { ms: formatMs(callback.ms) }), last),
    ),
  );
}

function replay(request, context) {
  const kept = request.payload !== undefined && request.payload !== null;
  const again = () => {
    if (kept) return openInChat({ path: request.skill, payload: request.payload });
    save("chat.skill", request.skill);
    context.navigate("#/chat");
    context.toast(t("req.replay-without-toast", { skill: request.skill }));
  };
  return h(
    "div",
    null,
    h("button", { class: "button primary", type: "button", dataset: { testid: "replay" }, on: { click: again } }, icon("reload"), t("req.replay")),
    h("p", { class: "hint replay-hint" }, sentence(t(kept ? "req.replay-text" : "req.replay-without"))),
  );
}
