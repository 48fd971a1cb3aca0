// One turn of the conversation: what was said, and what was answered.

import { bubble } from "../bubbles/bubble.js";
import { words } from "../bubbles/text.js";
import { fill, formatMs, h, icon, json, lang, pill, t } from "../ui.js";

/**
 * A turn. `answer` is what `POST /api/chat` gave, `late` what the callback brought.
 * @typedef {{ key: number, at: number, question: Object, state: "asking"|"done"|"failed", answer: Object|null, late: Object|null,
 *   error: {status: number, code: string|null, message: string, diagnostics: Object[]}|null, stale: boolean }} Turn
 */

/**
 * The view of a turn.
 * @param {Turn} turn
 * @param {{ around: Object, select: () => void, again: () => void }} does
 */
export function turnView(turn, { around, select, again }) {
  const said = turn.question.utterance;
  const mine = h(
    "div.mine",
    h("time.turn-time", { datetime: new Date(turn.at).toISOString() }, clockTime(turn.at)),
    h("div.mine-bubble", h("span.visually-hidden", t("you-said")), said || h("i", t("said-nothing"))),
  );
  const bubbles = h("div.bot-bubbles");
  const foot = h("div.turn-foot");
  const bot = h("div.bot", h("div.avatar", { "aria-hidden": "true" }, h("span", "T")), h("div.bot-side", h("p.bot-name", turn.question.path), bubbles, foot));
  const node = h("div.turn", { role: "group", label: t("turn", { text: said || t("said-nothing") }), testid: "turn" }, mine, bot);

  function draw() {
    node.dataset.state = turn.state;
    fill(bubbles, parts(turn, around));
    fill(foot, footer(turn, select, again));
  }
  draw();
  return {
    node,
    draw,
    /** Lets the clock of a waiting bubble run. */
    tick() {
      const clock = bubbles.querySelector(".clock");
      if (clock) clock.replaceWith(clockOf(turn));
    },
    /** Marks an answer that is another than before. */
    flash() {
      bubbles.classList.remove("changed");
      void bubbles.offsetWidth;
      bubbles.classList.add("changed");
      foot.prepend(pill(t("turn.changed"), "good"));
    },
    /** What a screen reader says when an answer came. */
    spoken: () => bubbles.innerText,
    choose: (chosen) => node.classList.toggle("chosen", chosen),
  };
}

/** Whether a callback is still on its way. */
export const waits = (turn) => turn.answer?.callback != null && (turn.late === null || turn.late.state === "pending");

function parts(turn, around) {
  if (turn.state === "asking" && turn.answer === null) return typing();
  if (turn.state === "failed") return problem(turn.error);
  const { response, callback } = turn.answer;
  const shown = [];
  if (response?.useCallback === true) shown.push(waiting(turn));
  else shown.push(...answerParts(response, around));
  if (callback && turn.late && !waits(turn)) {
    if (turn.late.response) shown.push(...answerParts(turn.late.response, around));
    if (turn.late.state !== "done") shown.push(h("p.notice.bad", t(`callback.${turn.late.state}`)));
  }
  return shown;
}

function answerParts(response, around) {
  const outputs = response?.template?.outputs;
  if (Array.isArray(outputs) && outputs.length > 0) return outputs.map((output) => bubble(output, around));
  if (typeof response?.status === "string" && !response.template) return [validation(response)];
  return [h("div.bubble.bubble-unknown", { dataset: { testid: "bubble", kind: "unknown" } }, h("p.hint", t("answer.unknown")), json(response, { label: t("answer.unknown") }))];
}

function validation(response) {
  const good = response.status === "SUCCESS";
  const rows = [
    ["value", response.value],
    ["message", response.message],
    ["data", response.data],
  ].filter(([, value]) => value != null);
  return h(
    "div.bubble.bubble-status",
    { dataset: { testid: "bubble", kind: "validation" } },
    h("p.row", pill(response.status, good ? "good" : response.status === "IGNORE" ? "" : "bad"), h("span", t(`validation.${response.status}`))),
    rows.length > 0 && h("dl", rows.map(([name, value]) => [h("dt", t(`validation.${name}`)), h("dd", words(value))])),
  );
}

function waiting(turn) {
  const text = words(turn.answer.response.data?.text) || t("waiting.text");
  const running = waits(turn);
  return h(
    "div",
    { class: `bubble bubble-simple bubble-waiting ${running ? "running" : ""}`, dataset: { testid: "waiting", state: running ? "pending" : turn.late.state } },
    h("p.bubble-text", text),
    clockOf(turn),
  );
}

function clockOf(turn) {
  const deadline = turn.answer.callback?.deadlineMs ?? 50_000;
  const running = waits(turn);
  const ms = running ? Math.max(0, Date.now() - turn.at) : turn.late.atMs;
  const label = running ? t("waiting.clock", { n: (ms / 1000).toFixed(1), of: Math.round(deadline / 1000) }) : ms == null ? t("waiting.over") : t("waiting.done", { n: (ms / 1000).toFixed(1) });
  return h(
    "p.clock",
    { style: { "--part": String(Math.min(1, (ms ?? deadline) / deadline)) } },
    running && h("span.typing.small", { "aria-hidden": "true" }, h("i"), h("i"), h("i")),
    h("span", label),
  );
}

const typing = () => h("div.bubble.bubble-simple.typing", { role: "img", label: t("asking") }, h("i"), h("i"), h("i"));

function problem(error) {
  return h("div.notice.bad", { testid: "ask-error" }, icon("warn", 18), h("span", sentence(error)), error.diagnostics.length > 0 && h("span.mono", place(error.diagnostics[0])));
}

/** What went wrong with a question, in words. */
export function sentence(error) {
  if (error.diagnostics.length > 0) return t("ask.draft", { message: error.diagnostics[0].message });
  if (error.status === 0) return t("ask.unreachable");
  if (error.code === "event") return t("ask.event");
  if (error.status === 404) return t("ask.no-skill");
  if (error.status === 413) return t("ask.too-large");
  return t("ask.failed", { message: error.message });
}

const place = ({ code, file, line }) => `${code} ${file}:${line}`;

function footer(turn, select, again) {
  const { answer, late } = turn;
  const cut = [...(answer?.applied ?? []), ...(late?.applied ?? [])].length;
  const outcome = answer?.outcome;
  return [
    answer &&
      h(
        "button.turn-more",
        { title: t("turn.details"), testid: "turn-details", onclick: select },
        h("span", formatMs(answer.ms)),
        answer.case && h("span", t("case.short", { n: answer.case.number })),
        h("span.visually-hidden", t("turn.details")),
        icon("next", 14),
      ),
    (outcome === "fallback" || late?.state === "fallback") && pill(t("outcome.fallback"), "warn"),
    outcome === "late" && pill(t("outcome.late")),
    cut > 0 && pill(t("cut.short", { n: cut }), "warn"),
    (turn.stale || turn.state === "failed") && h("button.button.quiet.small", { testid: "again", onclick: again }, icon("reload", 16), t("ask-again")),
  ];
}

const clockTime = (at) => new Date(at).toLocaleTimeString(lang() === "ko" ? "ko-KR" : "en-GB", { hour: "numeric", minute: "2-digit" });
