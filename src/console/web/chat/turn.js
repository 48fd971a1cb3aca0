// One turn of the conversation: what was said, and what was answered.

import { asJson, bubble } from "../bubbles/bubble.js";
import { words } from "../bubbles/text.js";
import { fill, formatMs, h, icon, lang, pill, t, toolButton } from "../ui.js";

/**
 * A turn. `answer` is what `POST /api/chat` gave, `late` what the callback brought.
 * @typedef {{ at: number, question: Object, state: "asking"|"done"|"failed", answer: Object|null, late: Object|null,
 *   error: {status: number, code: string|null, message: string, diagnostics: Object[]}|null, stale: boolean }} Turn
 */

/**
 * The view of a turn.
 * @param {Turn} turn
 * @param {{ around: Object, select: () => void, again: () => void }} does
 */
export function turnView(turn, { around, select, again }) {
  const said = turn.question.utterance || t("said-nothing");
  const mine = h("div.mine", h("span.turn-time", clockTime(turn.at)), h("div.bubble", h("span.visually-hidden", t("you-said")), said));
  const bubbles = h("div.bot-bubbles");
  const foot = h("div.turn-foot");
  const bot = h("div.bot", h("div.avatar", { "aria-hidden": true }, "T"), h("div.bot-side", h("p.bot-name", turn.question.path), bubbles, foot));
  const node = h("div.turn", { role: "group", label: said, testid: "turn" }, mine, bot);

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
      bubbles.querySelector(".clock")?.replaceWith(clockOf(turn));
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
export const waits = ({ answer, late }) => Boolean(answer?.callback) && (late?.state ?? "pending") === "pending";

function parts(turn, around) {
  if (turn.state === "asking") return h("div.bubble.bubble-simple.typing", { role: "img", label: t("inspect.asking") }, dots());
  if (turn.state === "failed") return problem(turn.error);
  if (!turn.answer) return h("p.notice", t("ask.mended"));
  const { response } = turn.answer;
  const late = waits(turn) ? null : turn.late;
  return [
    response.useCallback ? waiting(turn) : answerParts(response, around),
    late?.response && answerParts(late.response, around),
    late && late.state !== "done" && h("p.notice.bad", t(`callback.${late.state}`)),
  ];
}

function answerParts(response, around) {
  const outputs = response.template?.outputs;
  if (outputs?.length > 0) return outputs.map((output) => bubble(output, around));
  return response.status ? validation(response) : asJson(response, t("no-bubbles"));
}

function validation(response) {
  const { status } = response;
  const rows = ["value", "message", "data"].filter((name) => response[name] != null);
  return h(
    "div.bubble.bubble-status",
    { dataset: { testid: "bubble", kind: "validation" } },
    h("p.row", pill(status, { SUCCESS: "good", IGNORE: "" }[status] ?? "bad"), t(`validation.${status}`)),
    rows.length > 0 && h("dl", rows.map((name) => [h("dt", t(`validation.${name}`)), h("dd", words(response[name]))])),
  );
}

function waiting(turn) {
  const text = words(turn.answer.response.data?.text) || t("waiting.text");
  const state = turn.late?.state ?? "pending";
  return h("div.bubble.bubble-simple.bubble-waiting", { dataset: { testid: "waiting", state } }, h("p.bubble-text", text), clockOf(turn));
}

function clockOf(turn) {
  const seconds = (ms) => (ms / 1000).toFixed(1);
  if (!waits(turn)) return h("p.clock", turn.late?.atMs == null ? t("waiting.over") : t("waiting.done", { n: seconds(turn.late.atMs) }));
  const { deadlineMs } = turn.answer.callback;
  const ms = Date.now() - turn.at;
  const clock = h("p.clock.running", h("span.typing", { "aria-hidden": true }, dots()), t("waiting.clock", { n: seconds(ms), of: Math.round(deadlineMs / 1000) }));
  clock.style.setProperty("--part", Math.min(1, ms / deadlineMs));
  return clock;
}

const dots = () => [h("i"), h("i"), h("i")];

function problem(error) {
  const [first] = error.diagnostics;
  return h("div.notice.bad", icon("warn", 18), h("span", sentence(error)), first && h("span.mono", `${first.code} ${first.file}:${first.line}`));
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

function footer(turn, select, again) {
  const { answer, late } = turn;
  const cut = (answer?.applied.length ?? 0) + (late?.applied?.length ?? 0);
  const outcome = answer?.outcome;
  return [
    answer &&
      h(
        "button.turn-more",
        { title: t("turn.details"), onclick: select },
        h("span", formatMs(answer.ms)),
        answer.case && h("span", t("case.short", { n: answer.case.number })),
        h("span.visually-hidden", t("turn.details")),
        icon("next", 14),
      ),
    (outcome === "fallback" || late?.state === "fallback") && pill(t("outcome.fallback"), "warn"),
    outcome === "late" && pill(t("outcome.late")),
    cut > 0 && pill(t("cut.short", { n: cut }), "warn"),
    (turn.stale || turn.state === "failed") && toolButton("reload", t("ask-again"), { testid: "again", onclick: again }),
  ];
}

const clockTime = (at) => new Date(at).toLocaleTimeString(lang() === "ko" ? "ko-KR" : "en-GB", { hour: "numeric", minute: "2-digit" });
