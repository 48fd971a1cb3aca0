// Colours for one line of YAML or of a template, with what the next line has to know.

/**
 * A piece of a line: what it is (a class name without `code-`, or "" for plain text) and its text.
 * @typedef {[kind: string, text: string]} Token
 */

// Tried in this order at each place. A place where none fits begins a plain text.
const NUMBER = ["number", /[-+]?\d[\d_]*(?:\.\d+)?(?:ms|s|m|h)?(?=\s*(?:$|[,\]}]|\s#))/y];
const WORD = ["word", /(?:true|false|null|~|auto)(?=\s*(?:$|[,\]}]|\s#))/y];
const SPACE = ["", /\s+/y];
const YAML = [
  SPACE,
  ["comment", /(?<=^|\s)#.*/y],
  ["key", /(?:"(?:\\.|[^"\\])*"|'[^']*'|<<|[^\s#&*!|>'"%@`[\]{},?-](?:[^:{}[\],]|:(?=\S))*?)(?=\s*:(?:\s|$))/y],
  ["mark", /[-:](?=\s|$)|[[\]{},]|[|>][-+\d]*(?=\s*(?:#.*)?$)/y],
  ["text", /"(?:\\.|[^"\\])*"?|'(?:''|[^'])*'?/y],
  ["anchor", /[&*][^\s,\]}]+/y],
  NUMBER,
  WORD,
];
const TEMPLATE = [
  SPACE,
  ["comment", /\{\{!.*?\}\}/y],
  ["value", /\{\{\{?[^}]*\}\}\}?/y],
  ["key", /"(?:\\.|\{\{[^}]*\}\}|[^"\\])*"(?=\s*:)/y],
  ["text", /"(?:\\.|\{\{[^}]*\}\}|[^"\\])*"?/y],
  ["mark", /[[\]{},:]/y],
  NUMBER,
  WORD,
  ["", /[^\s{[\]},:"]+/y],
];
const PLAIN = ["text", /(?:(?!\s#).)+/y];
const PLAIN_IN_BRACKETS = ["text", /(?:(?!\s#)[^,\]}]|\}\})+/y];
const VALUES = /\{\{\{?[^}]*\}\}\}?|\$\{[^}]*\}/g;
/** A longer line is not worth its colours. */
const LONGEST = 4000;

/**
 * The tokens of one line, and the state in which the next begins: "" between things, "b4" in a block text under an indentation of 4, "f2" two
 * brackets deep, `"2` and `'2` in a quoted text two brackets deep. The first line begins with "".
 * @param {"yaml" | "template"} language
 * @param {string} text
 * @param {string} state
 * @returns {{tokens: Token[], state: string}}
 */
export function highlight(language, text, state) {
  const tokens = [];
  const indent = text.search(/\S|$/);
  const isBlock = state[0] === "b" && (indent === text.length || indent > Number(state.slice(1)));
  if (text.length > LONGEST) return { tokens: [["", text]], state };
  if (isBlock) return { tokens: withValues("text", text), state };
  let depth = state[0] === "b" ? 0 : Number(state.slice(1));
  let at = 0;
  let column = 0;
  let next = "";
  const take = (kind, end) => {
    tokens.push(...withValues(kind, text.slice(at, end)));
    at = end;
  };
  if (`"'`.includes(state[0] ?? "-")) {
    const close = state[0] === '"' ? /(?:\\.|[^"\\])*"/y : /(?:''|[^'])*'/y;
    if (!close.test(text)) return { tokens: withValues("text", text), state };
    take("text", close.lastIndex);
  }
  const rules = language === "yaml" ? YAML : TEMPLATE;
  while (at < text.length) {
    const fits = ([, pattern]) => ((pattern.lastIndex = at), pattern.test(text));
    const [kind, pattern] = rules.find(fits) ?? [depth > 0 ? PLAIN_IN_BRACKETS : PLAIN].find(fits) ?? ["", { lastIndex: at + 1 }];
    const piece = text.slice(at, pattern.lastIndex);
    if ((kind === "key" || piece === "-") && depth === 0) column = at;
    if (kind === "mark" && "[{".includes(piece)) depth += 1;
    if (kind === "mark" && "]}".includes(piece)) depth = Math.max(0, depth - 1);
    if (kind === "mark" && "|>".includes(piece[0])) next = `b${column}`;
    if (kind === "text" && /^(["'])(?!.*\1$)|^["']$/.test(piece)) next = piece[0] + depth;
    take(kind, pattern.lastIndex);
  }
  return { tokens, state: language === "yaml" ? next || (depth > 0 ? `f${depth}` : "") : "" };
}

// The values of templates inside a text.
function withValues(kind, text) {
  if (kind !== "text" && kind !== "key") return [[kind, text]];
  const values = text.match(VALUES) ?? [];
  return text
    .split(VALUES)
    .flatMap((piece, at) => [
      [kind, piece],
      ["value", values[at] ?? ""],
    ])
    .filter(([, piece]) => piece !== "");
}
