// A text field for code: a plain textarea, with the same text in colours behind it. Only the lines in sight are drawn.

import { clear, h, pill, t } from "../ui.js";
import { isError, markedIn, offsetOf, toneOf } from "../config/mistake.js";
import { highlight } from "./highlight.js";

/** As in edit.css. */
const LINE_PX = 22;
const PADDING_PX = 8;
const BEYOND_SIGHT = 12;
const INDENT = "  ";

/**
 * Makes an editor.
 * @param {{onInput: (text: string) => void, onSave: () => void}} options
 */
export function createEditor({ onInput, onSave }) {
  const field = h("textarea.editor-text", {
    label: t("edit.field"),
    "aria-describedby": "edit-keys",
    autocapitalize: "off",
    autocorrect: "off",
    spellcheck: "false",
    testid: "editor",
    oninput: typed,
    onscroll: draw,
    onkeydown: keydown,
    onblur: () => (leaving = false),
    onfocus: caretMoved,
  });
  const numbers = h("div");
  const layer = h("div.editor-layer");
  const gutter = h("div.editor-gutter", { "aria-hidden": "true" }, numbers);
  const root = h("div.editor", gutter, h("div.editor-pane", h("div", { "aria-hidden": "true" }, layer), field));
  const sizes = new ResizeObserver(draw);
  sizes.observe(field);
  document.addEventListener("selectionchange", caretMoved);

  let language = "yaml";
  let lines = [""];
  // states[i] is what line i has to know of those before it.
  let states = [""];
  let mistakes = [];
  let caretLine = 0;
  // After Escape, Tab leaves the field.
  let leaving = false;
  let drawn = "";

  function typed() {
    read();
    caretMoved();
    onInput(field.value);
  }

  function read() {
    const next = field.value.split("\n");
    let same = 0;
    while (same < lines.length && same < next.length && lines[same] === next[same]) same += 1;
    const moved = next.length - lines.length;
    states.length = Math.min(states.length, same + 1);
    // Until the server has looked again, a mistake stays with its line, and one in the changed line is forgotten.
    mistakes = mistakes
      .filter((mistake) => mistake.line - 1 !== same || moved !== 0)
      .map((mistake) => (mistake.line - 1 > same ? { ...mistake, line: mistake.line + moved } : mistake));
    lines = next;
    drawn = "";
    draw();
  }

  function stateOf(line) {
    for (let at = states.length; at <= line; at += 1) states.push(highlight(language, lines[at - 1], states[at - 1]).state);
    return states[line];
  }

  function draw() {
    const first = Math.max(0, Math.floor(field.scrollTop / LINE_PX) - BEYOND_SIGHT);
    const last = Math.min(lines.length, Math.ceil((field.scrollTop + field.clientHeight) / LINE_PX) + BEYOND_SIGHT);
    const key = `${first}-${last}-${caretLine}`;
    if (key !== drawn) {
      drawn = key;
      clear(layer);
      clear(numbers);
      for (let at = first; at < last; at += 1) drawLine(at);
      gutter.style.setProperty("--digits", String(lines.length).length);
    }
    const down = PADDING_PX + first * LINE_PX - field.scrollTop;
    layer.style.transform = `translate(${-field.scrollLeft}px, ${down}px)`;
    numbers.style.transform = `translateY(${down}px)`;
  }

  function drawLine(at) {
    const wrong = mistakes.filter((mistake) => mistake.line === at + 1);
    const worst = wrong.find(isError) ?? wrong[0];
    const tone = worst && toneOf(worst);
    const current = at === caretLine ? "current" : "";
    const note = worst && pill(worst.message.replaceAll("`", ""), tone);
    layer.append(h("div.editor-line", { class: current }, paint(lines[at], wrong, stateOf(at)), note));
    numbers.append(h("div.editor-number", { class: `${current} ${tone ?? ""}` }, at + 1));
  }

  function paint(text, wrong, state) {
    const marks = wrong.map((mistake) => ({ ...markedIn(text, mistake), look: `squiggle ${toneOf(mistake)}` }));
    const edges = marks.flatMap(({ from, to }) => [from, to]);
    const pieces = [];
    let at = 0;
    for (const [kind, part] of highlight(language, text, state).tokens) {
      const end = at + part.length;
      while (at < end) {
        const mark = marks.find(({ from, to }) => from <= at && at < to);
        const next = Math.min(end, ...edges.filter((edge) => edge > at));
        pieces.push(h("span", { class: `code-${kind} ${mark?.look ?? ""}` }, text.slice(at, next)));
        at = next;
      }
    }
    const behind = marks.find(({ from }) => from >= text.length);
    return [pieces, behind && h("span.gap", { class: behind.look }, " ")];
  }

  function caretMoved() {
    if (document.activeElement !== field) return;
    [caretLine] = placeOf(field.selectionDirection === "backward" ? field.selectionStart : field.selectionEnd);
    draw();
  }

  // Line and column of an offset, both from 0.
  function placeOf(offset) {
    const before = field.value.slice(0, offset).split("\n");
    return [before.length - 1, before.at(-1).length];
  }

  const startOf = (line) => lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);

  function keydown(event) {
    const { key, ctrlKey, metaKey, altKey, shiftKey, isComposing } = event;
    if (isComposing) return;
    const command = ctrlKey || metaKey;
    const instead = (act) => {
      event.preventDefault();
      act();
    };
    if (key === "Escape") leaving = true;
    else if (key !== "Tab" && key !== "Shift") leaving = false;
    if (command && key.toLowerCase() === "s") instead(onSave);
    else if (key === "Tab" && !leaving && !ctrlKey && !altKey) instead(() => indent(shiftKey));
    else if (key === "Enter" && !command) instead(newLine);
  }

  function newLine() {
    const [line, column] = placeOf(field.selectionStart);
    const before = lines[line].slice(0, column);
    const own = before.match(/^ */)[0];
    const opens = language === "yaml" && /(:|[|>][-+]?)\s*$/.test(before) && !/^\s*#/.test(before);
    insert(`\n${own}${opens ? INDENT : ""}`);
  }

  function indent(back) {
    const { selectionStart: from, selectionEnd: to } = field;
    if (!back && from === to) return insert(INDENT);
    const [first] = placeOf(from);
    const [last] = placeOf(to);
    const start = startOf(first);
    const before = lines.slice(first, last + 1).join("\n");
    const after = back ? before.replace(/^ {1,2}/gm, "") : before.replace(/^(?=.)/gm, INDENT);
    if (after === before) return;
    const headMoved = after.split("\n")[0].length - lines[first].length;
    field.setSelectionRange(start, start + before.length);
    insert(after);
    field.setSelectionRange(Math.max(start, from + headMoved), Math.max(start, to + after.length - before.length));
  }

  // The old command is the only way that leaves the field's own undo whole.
  function insert(text) {
    field.focus();
    if (!document.execCommand(text === "" ? "delete" : "insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      typed();
    }
    showCaret();
  }

  function showCaret() {
    const top = placeOf(field.selectionEnd)[0] * LINE_PX;
    if (top < field.scrollTop) field.scrollTop = top;
    else if (top + 2 * LINE_PX + PADDING_PX > field.scrollTop + field.clientHeight) field.scrollTop = top + 3 * LINE_PX - field.clientHeight;
  }

  const here = () => ({ top: field.scrollTop, at: field.selectionStart });

  function restore({ top, at }) {
    field.setSelectionRange(at, at);
    field.scrollTo(0, top);
  }

  return {
    root,
    text: () => field.value,
    /** Another text, from outside; where the reader was is kept when it is the same file. */
    setText(text, { kind = language, stay = false } = {}) {
      const place = stay ? here() : { top: 0, at: 0 };
      language = kind;
      field.value = text;
      lines = [];
      states = [""];
      mistakes = [];
      caretLine = 0;
      restore(place);
      read();
    },
    /** Marks mistakes of this file, as the API gives them. */
    setMistakes(next) {
      mistakes = next.filter((mistake) => mistake.line);
      field.ariaInvalid = mistakes.some(isError);
      drawn = "";
      draw();
    },
    /** Puts the caret at a place. */
    goTo(line, column = 1) {
      const at = Math.min(Math.max(1, line), lines.length) - 1;
      const offset = startOf(at) + offsetOf(lines[at], column);
      field.focus({ preventScroll: true });
      field.setSelectionRange(offset, offset);
      field.scrollTo(0, at * LINE_PX - field.clientHeight / 3);
      caretMoved();
    },
    /** Puts a corrected line in the place of the one with its number; can be undone. */
    replaceLine({ line, text }) {
      const start = startOf(line - 1);
      field.focus({ preventScroll: true });
      field.setSelectionRange(start, start + lines[line - 1].length);
      insert(text);
    },
    place: here,
    restore,
    destroy() {
      sizes.disconnect();
      document.removeEventListener("selectionchange", caretMoved);
    },
  };
}
