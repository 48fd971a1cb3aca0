// Beside the conversation: how the chosen turn came about.

import { copyButton, emptyState, fill, formatMs, h, has, json, lang, pill, t } from "../ui.js";
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
  if (error !== null) return [section(t("inspect.error"), [h("p.problem", sentence(error)), error.diagnostics.length > 1 && h("p.hint", t("inspect.more", { n: error.diagnostics.length - 1 }))]), code("request", question.payload)];
  if (answer === null) return [section(t("asking"), []), code("request", question.payload)];
  const failures = [answer.failure, late?.failure].filter(Boolean);
  const applied = [...(answer.applied ?? []), ...(late?.applied ?? [])];
  return [
    summary(turn),
    failures.length > 0 && section(t("inspect.failure"), failures.map((failure) => h("p.notice.bad", { testid: "failure" }, words(failure)))),
    applied.length > 0 && section(t("inspect.cut"), [h("p.hint", t("inspect.cut.why")), h("ul.cuts", applied.map(cut))]),
    (answer.upstream ?? []).length > 0 && section(t("inspect.upstream"), answer.upstream.map(asked)),
    code("response", answer.response),
    late?.response && code("callback-json", late.response),
    code("request", answer.request ?? question.payload),
  ];
}

// A failure may come as a sentence, or in both languages.
const words = (failure) => (typeof failure === "string" ? failure : (failure[lang()] ?? failure.message ?? JSON.stringify(failure)));

function summary({ answer, late, question }) {
  const tone = { ok: "good", fallback: "warn", deferred: "good", late: "" }[answer.outcome] ?? "";
  const rows = [
    [t("inspect.outcome"), pill(has(`outcome.${answer.outcome}`) ? t(`outcome.${answer.outcome}`) : answer.outcome, tone)],
    [t("inspect.took"), formatMs(answer.ms)],
    answer.case && [t("inspect.case"), t("case.long", { n: answer.case.number, text: answer.case.description ? ` · ${answer.case.description}` : "" })],
    answer.callback && [t("inspect.callback"), callbackWords(late)],
    [t("inspect.path"), h("span.mono", question.path)],
  ];
  return h("dl.turn-facts", { testid: "facts" }, rows.filter(Boolean).map(([name, value]) => h("div", h("dt", name), h("dd", value))));
}

function callbackWords(late) {
  if (late === null || late.state === "pending") return t("callback.pending");
  const at = late.atMs == null ? "" : ` · ${formatMs(late.atMs)}`;
  return (has(`callback.${late.state}`) ? t(`callback.${late.state}`) : late.state) + at;
}

const section = (title, body) => h("section.inspect-section", h("h3", title), body);

// The key names the sentence; the tests know the part by the same word.
const testid = (kind) => (kind.endsWith("-json") ? kind : `${kind}-json`);

function code(kind, value) {
  const text = () => JSON.stringify(value, null, 2);
  return h(
    "section.inspect-section",
    h("div.inspect-head", h("h3", t(`inspect.${kind}`)), copyButton(text)),
    json(value, { label: t(`inspect.${kind}`), dataset: { testid: testid(kind) } }),
  );
}

function cut({ limit, at, was, now, bubbles }) {
  const unit = COUNTED.test(limit) ? "items" : "characters";
  const counts = bubbles > 1 ? t(`cut.split.${unit}`, { was: was.toLocaleString(), bubbles }) : t(`cut.${unit}`, { was: was.toLocaleString(), now: now.toLocaleString() });
  return h("li", { testid: "cut" }, h("p", h("strong", limitWords(limit)), " ", counts), h("p.mono.hint", at));
}

// A limit's name, `basicCard.title`, in words.
function limitWords(limit) {
  const [component, ...rest] = limit.split(".");
  const field = rest.at(-1) ?? component;
  const name = field.split("+").map((part) => (has(`field.${part}`) ? t(`field.${part}`) : part));
  const whole = has(`kind.${component}`) ? t(`kind.${component}`) : has(`of.${component}`) ? t(`of.${component}`) : null;
  return whole === null ? name.join(" + ") : t("cut.of", { whole, part: name.join(" + ") });
}

function asked({ method, url, status, contentType, body, cut: short, ms, error }) {
  const tone = error || status >= 400 ? "bad" : "good";
  return h(
    "div.asked",
    { testid: "upstream" },
    h("p.row", pill(error ? t("upstream.error") : String(status), tone), h("span.muted", formatMs(ms)), contentType && h("span.hint", contentType)),
    h("p.mono.asked-url", `${method} ${url}`),
    error && h("p.problem", words(error)),
    body != null && body !== "" && bodyOf(body),
    short && h("p.hint", t("upstream.cut")),
  );
}

function bodyOf(body) {
  const props = { label: t("upstream.body") };
  if (typeof body !== "string") return json(body, props);
  try {
    return json(JSON.parse(body), props);
  } catch {
    return h("pre.code", { tabIndex: 0, role: "group", ...props }, body);
  }
}
