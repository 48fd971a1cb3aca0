// The rows of the live list. However many requests come, a frame draws once, at most so many rows, and leaves the others alone.

import { fill, formatMs, formatTime, h, t } from "../ui.js";
import { callbackMark, outcomeMark } from "./outcome.js";

const MOST_ROWS = 200;
/** More are remembered than shown, so that a filter finds something. */
const MOST_KEPT = 1000;

/**
 * Makes the list.
 * @param {{onOpen: (request: object) => void, onChange: (shown: number, kept: number) => void}} options
 */
export function requestList({ onOpen, onChange }) {
  const root = h("ol.requests", { label: t("req.list"), onkeydown: keydown });
  // By number, newest first.
  let kept = new Map();
  const rows = new Map();
  let matches = () => true;
  let selected = null;
  let frame = 0;

  /** Takes requests in, in any order; one that is known already is changed. */
  function put(requests) {
    for (const request of requests) kept.set(request.n, request);
    kept = new Map([...kept].sort(([a], [b]) => b - a).slice(0, MOST_KEPT));
    schedule();
  }

  /** A callback got further. */
  function update(n, callback) {
    if (kept.has(n)) put([{ ...kept.get(n), callback }]);
  }

  /** Shows only what `filter` says yes to. */
  function filter(next) {
    matches = next;
    schedule();
  }

  function select(n) {
    selected = n;
    for (const [other, { button }] of rows) button.ariaPressed = other === n;
  }

  function schedule() {
    if (frame === 0) frame = requestAnimationFrame(draw);
  }

  function draw() {
    frame = 0;
    const shown = [...kept.values()].filter(matches).slice(0, MOST_ROWS);
    const numbers = new Set(shown.map(({ n }) => n));
    // Rows that stay keep their order, so new ones only have to come between them.
    let next = root.firstChild;
    for (const request of shown) {
      const { n } = request;
      const row = rows.get(n);
      const button = row?.button ?? h("button.request", { "aria-pressed": String(n === selected), testid: "request-row", onclick: () => onOpen(rows.get(n).request) });
      if (row) next = button.parentNode.nextSibling;
      else root.insertBefore(h("li", button), next);
      if (row?.request !== request) fill(button, cells(request));
      rows.set(n, { button, request });
    }
    for (const [n, { button }] of rows) {
      if (numbers.has(n)) continue;
      if (button === document.activeElement) button.parentNode.previousSibling?.firstChild.focus({ preventScroll: true });
      button.parentNode.remove();
      rows.delete(n);
    }
    onChange(shown.length, kept.size);
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
    reset: () => kept.clear(),
    get: (n) => kept.get(n),
    all: () => [...kept.values()],
    focus: (n) => rows.get(n)?.button.focus({ preventScroll: true }),
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
  ];
}
