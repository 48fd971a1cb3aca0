// The rows of the live list. However many requests come, a frame draws once, at most so many rows, and leaves the others alone.

import { formatMs, formatTime, h, t } from "../ui.js";
import { callbackMark, outcomeMark } from "./outcome.js";

const MOST_ROWS = 200;
/** More are remembered than shown, so that a filter finds something. */
const MOST_KEPT = 1000;

/**
 * Makes the list.
 * @param {{onOpen: (request: object) => void, onChange: (shown: number, kept: number) => void}} options
 */
export function requestList({ onOpen, onChange }) {
  const root = h("ol.requests", { "aria-label": t("req.list"), on: { click, keydown } });
  let kept = new Map();
  const rows = new Map();
  const dirty = new Set();
  let fresh = [];
  let matches = () => true;
  let selected = null;
  let frame = 0;
  // Whether rows have to come between others.
  let isStale = false;

  const newest = () => [...kept.keys()].at(-1) ?? 0;

  /** Takes requests in, in any order; one that is known already is changed. */
  function put(requests) {
    const last = newest();
    for (const request of [...requests].sort((a, b) => a.n - b.n)) {
      const known = kept.has(request.n);
      isStale ||= !known && request.n < last;
      kept.set(request.n, request);
      if (known) dirty.add(request.n);
      else fresh.push(request.n);
    }
    if (isStale) kept = new Map([...kept].sort(([a], [b]) => a - b));
    for (const n of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(n);
    }
    if (fresh.length > MOST_ROWS) fresh = fresh.filter((n) => kept.has(n));
    schedule();
  }

  /** A callback got further. */
  function update(n, callback) {
    const request = kept.get(n);
    if (!request) return;
    const next = { ...request, callback };
    kept.set(n, next);
    dirty.add(n);
    isStale ||= matches(request) !== matches(next);
    schedule();
  }

  /** Shows only what `filter` says yes to. */
  function filter(next) {
    matches = next;
    redraw();
  }

  function select(n) {
    rows.get(selected)?.firstChild.setAttribute("aria-pressed", "false");
    selected = n;
    rows.get(n)?.firstChild.setAttribute("aria-pressed", "true");
  }

  function reset() {
    kept.clear();
    redraw();
  }

  function redraw() {
    const focused = root.contains(document.activeElement) && Number(document.activeElement.dataset.n);
    isStale = false;
    fresh = [...kept.keys()];
    dirty.clear();
    rows.clear();
    root.replaceChildren();
    draw();
    rows.get(focused)?.firstChild.focus({ preventScroll: true });
  }

  function schedule() {
    if (frame === 0) frame = requestAnimationFrame(draw);
  }

  function draw() {
    cancelAnimationFrame(frame);
    frame = 0;
    if (isStale) return redraw();
    for (const n of dirty) {
      const row = rows.get(n);
      const request = kept.get(n);
      if (row && request) row.firstChild.replaceChildren(...cells(request));
    }
    dirty.clear();
    const coming = fresh.map((n) => kept.get(n)).filter((request) => request && matches(request));
    fresh = [];
    const added = coming.slice(-MOST_ROWS).map((request) => {
      const row = h("li", h("button.request", { "aria-pressed": String(request.n === selected), dataset: { n: request.n, testid: "request-row" } }, cells(request)));
      rows.set(request.n, row);
      return row;
    });
    root.prepend(...added.reverse());
    while (root.childElementCount > MOST_ROWS) drop(root.lastChild);
    onChange(root.childElementCount, kept.size);
  }

  function drop(row) {
    if (row.contains(document.activeElement)) row.previousSibling?.firstChild.focus({ preventScroll: true });
    rows.delete(Number(row.firstChild.dataset.n));
    row.remove();
  }

  function click(event) {
    const row = event.target.closest(".request");
    const request = row && kept.get(Number(row.dataset.n));
    if (request) onOpen(request);
  }

  function keydown(event) {
    const step = { ArrowDown: "nextSibling", ArrowUp: "previousSibling" }[event.key];
    const to = step && event.target.closest("li")?.[step];
    if (!to) return;
    event.preventDefault();
    to.firstChild.focus();
  }

  return {
    root,
    put,
    update,
    filter,
    select,
    reset,
    get: (n) => kept.get(n),
    all: () => [...kept.values()].reverse(),
    newest,
    focus: (n) => rows.get(n)?.firstChild.focus(),
    stop: () => cancelAnimationFrame(frame),
  };
}

function cells(request) {
  return [
    h("time.request-at", { datetime: request.at }, formatTime(request.at)),
    h("span.request-skill.mono", request.skill || t("req.no-skill")),
    outcomeMark(request.outcome),
    h("span.request-callback", request.callback && callbackMark(request.callback)),
    h("span.request-ms", formatMs(request.ms)),
    request.utterance && h("span.request-text", request.utterance),
  ].filter(Boolean);
}
