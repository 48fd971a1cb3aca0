// What Kakao asked lately, live.

import { get } from "../api.js";
import { fill, h } from "../dom.js";
import { subscribe } from "../events.js";
import { icon } from "../icons.js";
import { lang, t } from "../i18n.js";
import { dialog, emptyState, formatTime } from "../ui.js";
import { sentence } from "../config/mistake.js";
import { requestDetail } from "./detail.js";
import { requestList } from "./list.js";
import { isLost, isTrouble } from "./outcome.js";

/** The status is asked for again this long after a callback was lost: more may follow. */
const SETTLE_MS = 1000;
const NARROW = "(width < 960px)";

/**
 * Shows the view.
 * @param {HTMLElement} root
 * @param {object} context the shell's services
 * @returns {() => void} takes it away
 */
export function mount(root, context) {
  const list = requestList({ onOpen: open, onChange: listChanged });
  const state = h("span", { class: "live-state", role: "status" });
  const pause = h("button", { class: "button", type: "button", dataset: { testid: "pause" }, on: { click: togglePause } });
  const skills = h("select", { class: "select", id: "req-skill", on: { change: choose } }, h("option", { value: "" }, t("req.all-skills")));
  const which = ["all", "failures"].map((name) =>
    h("button", { type: "button", "aria-pressed": String(name === "all"), dataset: { which: name, testid: `req-${name}` }, on: { click: () => chooseWhich(name) } }, t(`req.${name}`)),
  );
  const skipped = h("p", { class: "hint skipped" });
  const empty = h("div", { class: "requests-empty" });
  const lost = h("section", { class: "lost-callbacks" });
  const side = h("aside", { class: "panel request-side", "aria-label": t("req.detail") });
  root.classList.add("page", "requests-page");
  root.append(
    h("div", { class: "requests-head" }, h("h1", null, t("req.title")), state, pause),
    lost,
    h(
      "div",
      { class: "requests-filters" },
      h("label", { class: "visually-hidden", for: "req-skill" }, t("req.skill")),
      skills,
      h("div", { class: "segmented", role: "group", "aria-label": t("req.which") }, which),
      skipped,
    ),
    h("div", { class: "requests-columns" }, h("div", { class: "panel requests-panel" }, list.root, empty), side),
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
  let filledFor = "";
  drawSide();
  drawPause();
  drawState();
  drawLost();

  async function refresh() {
    try {
      const answer = await get("/api/requests");
      if (gone) return;
      const newest = answer.requests[0];
      // After a restart the server counts anew.
      if (list.newest() > (newest?.n ?? 0) || (newest && list.get(newest.n) && list.get(newest.n).at !== newest.at)) list.reset();
      list.put(answer.requests);
    } catch (why) {
      if (why.status !== 401) drawState();
    }
  }

  function receive({ requests = [], skipped: more = 0 }) {
    leftOut += more;
    if (leftOut > 0) skipped.textContent = t("req.skipped", { n: leftOut.toLocaleString() });
    if (!isPaused) return list.put(requests);
    held = [...held, ...requests].slice(-1000);
    drawPause();
  }

  function progress({ n, callback }) {
    list.update(n, callback);
    if (opened?.n === n) {
      opened = { ...opened, callback };
      drawOpened();
    }
    if (isLost(callback) && settle === 0) settle = setTimeout(refreshLost, SETTLE_MS);
  }

  function refreshLost() {
    settle = 0;
    context.refreshStatus();
  }

  function listChanged(shown, kept) {
    const names = new Set(list.all().map((request) => request.skill).filter(Boolean));
    addSkills([...names]);
    empty.hidden = shown > 0;
    if (shown > 0) return;
    const isFiltered = kept > 0;
    const key = `${isFiltered}`;
    if (empty.dataset.for === key) return;
    empty.dataset.for = key;
    const action = isFiltered
      ? h("button", { class: "button", type: "button", on: { click: showAll } }, t("req.none-action"))
      : h("a", { class: "button", href: "#/chat" }, t("req.empty-action"));
    fill(empty, emptyState({ title: t(isFiltered ? "req.none" : "req.empty"), text: t(isFiltered ? "req.none-text" : "req.empty-text"), action }));
  }

  function addSkills(names) {
    const key = names.sort().join("\n");
    if (key === filledFor) return;
    filledFor = key;
    const known = new Set([...skills.options].map((option) => option.value));
    for (const name of names) if (!known.has(name)) skills.append(h("option", { value: name }, name));
  }

  function choose() {
    const skill = skills.value;
    list.filter((request) => (skill === "" || request.skill === skill) && (!onlyTrouble || isTrouble(request)));
  }

  function chooseWhich(name) {
    onlyTrouble = name === "failures";
    for (const button of which) button.setAttribute("aria-pressed", String(button.dataset.which === name));
    choose();
  }

  function showAll() {
    skills.value = "";
    chooseWhich("all");
  }

  function togglePause() {
    isPaused = !isPaused;
    if (!isPaused) {
      list.put(held);
      held = [];
    }
    drawPause();
    drawState();
  }

  function drawPause() {
    const text = !isPaused ? t("req.pause") : held.length > 0 ? t("req.resume-n", { n: held.length }) : t("req.resume");
    if (pause.textContent !== text) fill(pause, text);
  }

  function drawState() {
    const name = !isConnected ? "lost" : isPaused ? "held" : "live";
    state.dataset.state = name;
    state.textContent = t(`req.${name}`);
  }

  async function open(request) {
    opened = request;
    list.select(request.n);
    drawOpened();
    try {
      const whole = await get(`/api/requests/${request.n}`);
      if (gone || opened?.n !== request.n) return;
      opened = whole;
      drawOpened();
    } catch {
      // It left the server's log meanwhile; what the list knows is shown.
    }
  }

  function drawOpened() {
    const content = requestDetail(opened, context);
    if (!matchMedia(NARROW).matches) return fill(side, panelHead(), h("div", { class: "request-body" }, content));
    const sheet = document.querySelector("dialog[open] .request-sheet");
    if (sheet) return fill(sheet, content);
    closeDialog = dialog({ title: t("req.detail"), body: h("div", { class: "request-sheet" }, content), onClose: closeDetail });
  }

  function panelHead() {
    const close = h("button", { class: "button quiet only-icon", type: "button", "aria-label": t("req.close"), on: { click: closeDetail } }, icon("close"));
    return h("div", { class: "panel-head" }, h("h2", null, t("req.detail")), close);
  }

  function closeDetail() {
    const n = opened?.n;
    opened = null;
    closeDialog = null;
    list.select(null);
    if (gone) return;
    drawSide();
    list.focus(n);
  }

  function drawSide() {
    fill(side, emptyState({ title: t("req.detail-empty"), text: t("req.detail-hint") }));
  }

  function drawLost() {
    const failures = context.status()?.callbacks?.lastFailures ?? [];
    lost.hidden = failures.length === 0;
    if (failures.length === 0) return;
    const wasOpen = lost.querySelector("details")?.open ?? false;
    fill(
      lost,
      h(
        "details",
        { class: "panel", open: wasOpen },
        h("summary", null, icon("warn"), h("strong", null, t("req.failed-title")), h("span", { class: "count" }, t("req.failed-n", { n: failures.length }))),
        h("ol", { class: "lost-list" }, failures.map(lostOne)),
      ),
    );
  }

  function lostOne(failure) {
    const request = list.all().find((known) => known.id === failure.requestId);
    const skill = h("span", { class: "mono" }, failure.skill);
    return h(
      "li",
      null,
      h("div", { class: "row" }, h("time", { datetime: failure.at }, formatTime(failure.at)), request ? h("button", { class: "link-button", type: "button", on: { click: () => open(request) } }, skill) : skill),
      h("p", null, h("span", { class: "hint" }, t("req.reason"), " "), sentence(failure.reason)),
      failure.advice && h("p", { class: "lost-advice" }, sentence(failure.advice[lang()])),
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
    context.onStatus(() => {
      drawLost();
      if (opened) drawOpened();
    }),
  ];
  refresh();
  get("/api/skills").then((answer) => !gone && addSkills(answer.skills.map((skill) => skill.path)), () => null);
  return () => {
    gone = true;
    clearTimeout(settle);
    list.stop();
    closeDialog?.();
    for (const stop of leave) stop();
  };
}
