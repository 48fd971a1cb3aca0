// Beside the conversation: how the chosen turn came about.

import { copyButton, emptyState, fill, formatMs, h, json, known, pill, t } from "../ui.js";
import { sentence } from "./turn.js";

const COUNTED = /(outputs|quickReplies|buttons|items|itemList|thumbnails|values)$/;

/**
 * The panel.
 * @returns {{ node: HTMLElement, show: (turn: Object|null) => void }}
 */
export function inspector() {
  const node = h("div.inspector");
  return {
    node,
    show(turn) {
      // What was unfolded, and how far one had read, stays.
      const scrolled = node.scrollTop;
      fill(node, turn === null ? emptyState({ title: t("inspect.empty.title"), text: t("inspect.empty.text") }) : sections(turn));
      node.scrollTop = scrolled;
    },
  };
}

function sections(turn) {
  const { answer, late, error, question } = turn;
  const request = jsonSection("request-json", answer?.request ?? question.payload);
  if (error) return [section("failure", h("p.problem", sentence(error)), error.diagnostics.length > 1 && h("p.hint", t("inspect.more", { n: error.diagnostics.length - 1 }))), request];
  if (!answer) return [!turn.stale && section("asking"), request];
  const failures = [answer.failure, late?.failure].filter(Boolean);
  const applied = [...answer.applied, ...(late?.applied ?? [])];
  return [
    summary(turn),
    failures.length > 0 && section("failure", failures.map((failure) => h("p.notice.bad", { testid: "failure" }, failure))),
    applied.length > 0 && section("cut", h("p.hint", t("inspect.cut.why")), applied.map(cut)),
    answer.upstream.length > 0 && section("upstream", answer.upstream.map(asked)),
    jsonSection("response-json", answer.response),
    late?.response && jsonSection("callback-json", late.response),
    request,
  ];
}

function summary({ answer, late, question }) {
  const { outcome } = answer;
  const tone = { ok: "good", fallback: "warn", deferred: "good" }[outcome];
  const fact = (name, value) => value && h("div", h("dt", t(`inspect.${name}`)), h("dd", value));
  return h(
    "dl.turn-facts",
    { testid: "facts" },
    fact("outcome", pill(t(`outcome.${outcome}`), tone)),
    fact("took", formatMs(answer.ms)),
    fact("case", answer.case && withMore(t("case.long", { n: answer.case.number }), answer.case.description)),
    fact("callback", answer.callback && withMore(t(`callback.${late?.state ?? "pending"}`), late?.atMs != null && formatMs(late.atMs))),
    fact("path", h("span.mono", question.path)),
  );
}

const withMore = (text, more) => (more ? `${text} · ${more}` : text);

const section = (name, ...body) => h("section.inspect-section", h("h3", t(`inspect.${name}`)), body);

function jsonSection(name, value) {
  const label = t(`inspect.${name}`);
  const copy = copyButton(() => JSON.stringify(value, null, 2));
  return h("section.inspect-section", h("div.inspect-head", h("h3", label), copy), json(value, { label, testid: name }));
}

function cut({ limit, at, was, now, bubbles }) {
  const count = (n) => t(COUNTED.test(limit) ? "cut.items" : "cut.characters", { n: n.toLocaleString() });
  const counts = t(bubbles > 1 ? "cut.split" : "cut.to", { was: count(was), now: count(now), bubbles });
  return h("div", { testid: "cut" }, h("p", h("strong", limitWords(limit)), " ", counts), h("p.mono.hint", at));
}

// A limit's name, `basicCard.title`, in words.
function limitWords(limit) {
  const [component, ...rest] = limit.split(".");
  const field = rest.at(-1) ?? component;
  const part = field.split("+").map((name) => known(`field.${name}`, name)).join(" + ");
  const whole = known(`kind.${component}`);
  return whole ? t("cut.of", { whole, part }) : part;
}

function asked({ method, url, status, contentType, body, cut: short, ms, error }) {
  const tone = error || status >= 400 ? "bad" : "good";
  return h(
    "div.asked",
    { testid: "upstream" },
    h("p.row", pill(error ? t("upstream.error") : status, tone), h("span.muted", formatMs(ms)), contentType && h("span.hint", contentType)),
    h("p.mono.asked-url", `${method} ${url}`),
    error && h("p.problem", error),
    body && bodyOf(body),
    short && h("p.hint", t("upstream.cut")),
  );
}

function bodyOf(body) {
  const props = { label: t("upstream.body") };
  try {
    return json(JSON.parse(body), props);
  } catch {
    return h("pre.code", { tabIndex: 0, role: "group", ...props }, body);
  }
}
