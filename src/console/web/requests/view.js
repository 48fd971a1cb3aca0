// What Kakao asked lately, live.

import { get, withLang } from "../api.js";
import { sentence } from "../config/mistake.js";
import { dialog, emptyState, fill, formatTime, h, icon, iconButton, lang, t } from "../ui.js";
import { subscribe } from "../events.js";
import { requestDetail } from "./detail.js";
import { requestList } from "./list.js";
import { isLost, isTrouble } from "./outcome.js";

/** The status is asked for again this long after a callback was lost: more may follow. */
const SETTLE_MS = 1000;

/**
 * Shows the view.
 * @param {HTMLElement} root
 * @param {object} context the shell's services
 * @returns {() => void} takes it away
 */
export function mount(root, context) {
  const list = requestList({ onOpen: open, onChange: listChanged });
  const state = h("span.mark.quiet.live-state", { role: "status" });
  const pause = h("button.button", { onclick: togglePause, testid: "pause" });
  const skills = h("select.select", { label: t("skill"), onchange: choose }, h("option", { value: "" }, t("req.all-skills")));
  const which = ["all", "failures"].map((name) => h("button", { testid: `req-${name}`, onclick: () => chooseWhich(name) }, t(`req.${name}`)));
  const skipped = h("p.hint");
  const empty = h("div.requests-empty");
  const lost = h("section.lost-callbacks");
  const sheet = h("div");
  const side = h("aside.panel.request-side", { label: t("req.detail") });
  root.classList.add("page", "requests-page");
  root.append(
    h("div.row.requests-head", h("h1", t("tab.requests")), state, pause),
    lost,
    h("div.row.requests-filters", skills, h("div.segmented", { role: "group", label: t("tab.requests") }, which), skipped),
    h("div.requests-columns", h("div.panel.requests-panel", list.root, empty), side),
  );

  let gone = false;
  let isPaused = false;
  let isConnected = true;
  let held = [];
  let leftOut = 0;
  let opened = null;
  let closeDialog = null;
  let settle = 0;
  let onlyTrouble = false;
  const listed = new Set();
  chooseWhich("all");
  drawSide();
  drawState();
  drawLost();

  async function refresh() {
    const known = list.all()[0]?.n;
    try {
      const answer = await get(withLang("/api/requests"));
      if (gone) return;
      const newest = answer.requests[0];
      // After a restart the server counts anew. What the stream told meanwhile is no sign of one.
      if (known > (newest?.n ?? 0) || (list.get(newest?.n) ?? newest)?.at !== newest?.at) list.reset();
      list.put(answer.requests);
      const shown = answer.requests.find(({ n }) => n === opened?.n);
      if (shown?.callback) progress(shown);
    } catch {
      // The connection's state is told beside the title.
    }
  }

  function receive({ requests, skipped: more }) {
    leftOut += more;
    if (leftOut > 0) skipped.textContent = t("req.skipped", { n: leftOut.toLocaleString() });
    if (!isPaused) return list.put(requests);
    held = [...held, ...requests].slice(-1000);
    drawState();
  }

  function progress({ n, callback }) {
    list.update(n, callback);
    if (opened?.n === n) open({ ...opened, callback });
    if (!isLost(callback)) return;
    clearTimeout(settle);
    settle = setTimeout(context.refreshStatus, SETTLE_MS);
  }

  function listChanged(shown, kept) {
    for (const { skill, outcome } of list.all()) if (outcome !== "not_found") addSkill(skill);
    empty.hidden = shown > 0;
    if (shown > 0) return;
    const nothing =
      kept > 0
        ? { title: t("req.none"), action: h("button.button", { onclick: showAll }, t("req.none-action")) }
        : { title: t("req.empty"), text: t("req.empty-text"), action: h("a.button", { href: "#/chat" }, t("req.empty-action")) };
    fill(empty, emptyState(nothing));
  }

  function addSkill(path) {
    if (path && !listed.has(path)) skills.append(h("option", path));
    listed.add(path);
  }

  function choose() {
    const skill = skills.value;
    list.filter((request) => (!skill || request.skill === skill) && (!onlyTrouble || isTrouble(request)));
  }

  function chooseWhich(name) {
    onlyTrouble = name === "failures";
    for (const button of which) button.ariaPressed = button.dataset.testid === `req-${name}`;
    choose();
  }

  function showAll() {
    skills.value = "";
    chooseWhich("all");
  }

  function togglePause() {
    isPaused = !isPaused;
    if (!isPaused) list.put(held);
    held = [];
    drawState();
  }

  function drawState() {
    pause.textContent = t(isPaused ? "req.resume" : "req.pause", { n: held.length });
    const name = !isConnected ? "lost" : isPaused ? "held" : "live";
    if (state.dataset.state === name) return;
    state.dataset.state = name;
    state.textContent = t(`req.${name}`);
  }

  async function open(request) {
    opened = request;
    list.select(request.n);
    // When it left the server's log meanwhile, what the list knows is shown.
    const whole = await get(withLang(`/api/requests/${request.n}`)).catch(() => request);
    if (gone || opened !== request) return;
    opened = whole;
    drawOpened();
  }

  function drawOpened() {
    const content = requestDetail(opened, context);
    if (matchMedia("(width < 960px)").matches) {
      fill(sheet, content);
      closeDialog ??= dialog({ title: t("req.detail"), body: sheet, onClose: closeDetail });
    } else fill(side, h("div.panel-head", h("h2", t("req.detail")), iconButton("close", t("close"), { onclick: closeDetail })), h("div.request-body", content));
  }

  function closeDetail() {
    const n = opened?.n;
    opened = null;
    closeDialog = null;
    list.select(null);
    drawSide();
    list.focus(n);
  }

  function drawSide() {
    fill(side, emptyState({ title: t("req.detail-empty"), text: t("req.detail-hint") }));
  }

  function drawLost() {
    const failures = context.status()?.callbacks.lastFailures ?? [];
    lost.hidden = failures.length === 0;
    fill(
      lost,
      h(
        "details.panel",
        { open: lost.querySelector("details")?.open },
        h("summary.row", icon("warn"), h("strong", t("req.failed-title")), h("span.count", t("config.count", { n: failures.length })), icon("chevron")),
        h("ol", failures.map(lostOne)),
      ),
    );
  }

  function lostOne(failure) {
    const request = list.all().find((known) => known.id === failure.requestId);
    const { at, advice, reason } = failure;
    const skill = h("span.mono", failure.skill);
    return h(
      "li",
      h("div.row", h("time.request-at", { datetime: at }, formatTime(at)), request ? h("button.button.small", { onclick: () => open(request) }, skill) : skill),
      h("p", h("span.hint", t(advice ? "req.reason" : "req.why"), " "), sentence(reason)),
      advice && h("p.muted", sentence(advice[lang()])),
    );
  }

  const leave = [
    subscribe("hello", refresh),
    subscribe("request", receive),
    subscribe("callback", progress),
    subscribe("connection", (now) => {
      isConnected = now;
      drawState();
    }),
    context.onStatus(drawLost),
  ];
  refresh();
  get("/api/skills")
    .then((answer) => answer.skills.forEach(({ path }) => addSkill(path)))
    .catch(() => null);
  return () => {
    gone = true;
    clearTimeout(settle);
    list.stop();
    closeDialog?.();
    for (const stop of leave) stop();
  };
}
