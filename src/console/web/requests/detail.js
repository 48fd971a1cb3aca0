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
  const keepsWords = context.status()?.console?.utterances === true;
  const marks = h("div.row", outcomeMark(request.outcome), request.callback && callbackMark(request.callback));
  return h(
    "div.stack.request-detail",
    h("div", h("h3.mono", request.skill || t("req.no-skill")), marks),
    request.failure && told(t("req.why"), request.failure),
    request.callback && timeline(request),
    h(
      "dl.request-facts",
      pair(t("req.at"), h("time", { datetime: request.at }, formatTime(request.at))),
      pair(t("req.ms"), formatMs(request.ms)),
      request.case && pair(t("req.case"), t("req.case-n", { n: request.case.number, text: request.case.description ?? "" })),
      request.cut?.length > 0 &&
        pair(
          t("req.cut"),
          h(
            "div",
            request.cut.map((limit) => h("code.word", limit)),
            h("p.hint", t("req.cut-text")),
          ),
        ),
      pair(t("req.user"), request.user ? h("span.mono", request.user) : t("req.user-none")),
      pair(t("req.utterance"), request.utterance ?? (keepsWords ? "–" : h("span.hint", sentence(t("req.utterance-off"))))),
      pair(
        t("req.id"),
        h(
          "div.row",
          h("span.mono", request.id),
          copyButton(() => request.id),
        ),
      ),
    ),
    request.outcome !== "not_found" && replay(request, context),
    request.payload &&
      h(
        "details.request-payload",
        h("summary", t("req.payload")),
        copyButton(() => JSON.stringify(request.payload, null, 2)),
        json(request.payload, { "aria-label": t("req.payload") }),
      ),
  );
}

function pair(name, value) {
  return h("div", h("dt", name), h("dd", value));
}

function told(title, text) {
  return h("div.told", h("h4", title), h("p", sentence(text)));
}

function timeline({ at, ms, callback }) {
  const step = (tone, title, when, more) => h("li", { class: tone }, h("strong", title), when && h("span.hint", when), more);
  const advice = callback.advice?.[lang()];
  const last = h("div", callback.reason && told(t(callback.advice ? "req.reason" : "req.why"), callback.reason), advice && told(t("req.advice"), advice));
  return h(
    "div",
    h("h4", t("req.timeline")),
    h(
      "ol.timeline",
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
    h("button.button.primary", { onclick: again, testid: "replay" }, [icon("reload"), t("req.replay")]),
    h("p.hint.replay-hint", sentence(t(kept ? "req.replay-text" : "req.replay-without"))),
  );
}
