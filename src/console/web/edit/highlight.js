// Colours for one line of YAML or of a template, with what the next line has to know. No line is ever looked at twice while it stays.

/**
 * A piece of a line: what it is (a class name without `code-`, or "" for plain text) and its text.
 * @typedef {[kind: string, text: string]} Token
 */

const MUSTACHE = /\{\{\{?[^}]*\}\}\}?|\$\{[^}]*\}/g;
const KEY = /(?:"(?:\\.|[^"\\])*"|'(?:''|[^'])*'|[^\s#&*!|>'"%@`[\]{},?:-](?:[^#:{}[\],]|:(?=\S)|#(?<=\S#))*?|\/(?:[^\s#:]|:(?=\S))*?|<<)(?=\s*:(?:\s|$))/y;
const NUMBER = /[-+]?\d[\d_]*(?:\.\d+)?(?:ms|s|m|h)?(?=\s*(?:$|[,\]}]|\s#))/y;
const WORD = /(?:true|false|null|~|yes|no|on|off|auto)(?=\s*(?:$|[,\]}]|\s#))/y;

/**
 * The tokens of one line, and the state in which the next begins. The first line begins with `""`.
 * @param {"yaml" | "template"} language
 * @param {string} text
 * @param {string} state
 * @returns {{tokens: Token[], state: string}}
 */
export function highlight(language, text, state) {
  // A line longer than a screen can show is not worth its colours.
  if (text.length > 4000) return { tokens: [["", text]], state };
  return language === "yaml" ? yaml(text, state) : template(text, state);
}

// States: "" between things · "b4" in a block text under an indentation of 4 · "f2" two brackets deep · "d2", "q2" in a quoted text, two brackets deep.
function yaml(text, state) {
  const tokens = [];
  const indent = text.search(/\S|$/);
  if (state.startsWith("b")) {
    if (indent === text.length || indent > Number(state.slice(1))) {
      withMustache(tokens, "text", text);
      return { tokens, state };
    }
    state = "";
  }
  let depth = Number(state.slice(1)) || 0;
  let at = 0;
  let block = -1;
  const push = (kind, length) => {
    tokens.push([kind, text.slice(at, at + length)]);
    at += length;
  };
  const quoted = (quote) => {
    const close = quote === '"' ? /(?:\\.|[^"\\])*"/y : /(?:''|[^'])*'/y;
    close.lastIndex = at + (text[at] === quote && !inQuote ? 1 : 0);
    const closed = close.test(text);
    const end = closed ? close.lastIndex : text.length;
    withMustache(tokens, "text", text.slice(at, end));
    at = end;
    inQuote = closed ? "" : quote;
  };
  let inQuote = state[0] === "d" ? '"' : state[0] === "q" ? "'" : "";
  if (inQuote) quoted(inQuote);
  let keyMayCome = true;
  let keyIndent = indent;
  while (at < text.length) {
    const here = text[at];
    if (here === " " || here === "\t") {
      push("", text.slice(at).search(/[^ \t]|$/));
    } else if (here === "#" && (at === 0 || /\s/.test(text[at - 1]))) {
      push("comment", text.length - at);
    } else if (here === "-" && /^-(\s|$)/.test(text.slice(at, at + 2)) && depth === 0) {
      keyIndent = at;
      keyMayCome = true;
      push("mark", 1);
    } else if (keyMayCome && sticky(KEY, text, at)) {
      if (depth === 0) keyIndent = at;
      push("key", KEY.lastIndex - at);
      push("", text.slice(at).indexOf(":"));
      push("mark", 1);
      keyMayCome = false;
    } else if ("[{".includes(here)) {
      depth += 1;
      keyMayCome = true;
      push("mark", 1);
    } else if ("]},".includes(here) && depth > 0) {
      if (here === ",") keyMayCome = true;
      else depth -= 1;
      push("mark", 1);
    } else if (here === '"' || here === "'") {
      quoted(here);
    } else if ((here === "|" || here === ">") && depth === 0 && /^[|>][-+\d]*\s*(#.*)?$/.test(text.slice(at))) {
      push("mark", text.slice(at).search(/[^|>\-+\d]|$/));
      block = keyIndent;
    } else if ((here === "&" || here === "*") && /^[&*][^\s,\]}]+/.test(text.slice(at))) {
      push("anchor", text.slice(at).search(/[\s,\]}]|$/));
    } else if (sticky(NUMBER, text, at)) {
      push("number", NUMBER.lastIndex - at);
    } else if (sticky(WORD, text, at)) {
      push("word", WORD.lastIndex - at);
    } else {
      const end = text.slice(at + 1).search(depth > 0 ? /[,\]}](?!\})| #/ : / #/);
      const plain = end < 0 ? text.slice(at) : text.slice(at, at + 1 + end);
      withMustache(tokens, "text", plain);
      at += plain.length;
    }
  }
  if (inQuote) return { tokens, state: (inQuote === '"' ? "d" : "q") + depth };
  if (block >= 0) return { tokens, state: `b${block}` };
  return { tokens, state: depth > 0 ? `f${depth}` : "" };
}

const TEMPLATE =
  /\{\{!--[\s\S]*?(?:--\}\}|$)|\{\{![^}]*\}\}|\{\{\{?[^}]*\}\}\}?|"(?:\\.|\{\{[^}]*\}\}|[^"\\])*"?(?=\s*(:?))|-?\d+(?:\.\d+)?(?![\w.])|\b(?:true|false|null)\b|[[\]{},:]/g;

// States: "" · "c" in a comment of several lines.
function template(text, state) {
  const tokens = [];
  let at = 0;
  if (state === "c") {
    const end = text.indexOf("--}}");
    if (end < 0) return { tokens: [["comment", text]], state };
    at = end + 4;
    tokens.push(["comment", text.slice(0, at)]);
  }
  let next = "";
  TEMPLATE.lastIndex = at;
  for (let found; (found = TEMPLATE.exec(text)); ) {
    if (found.index > at) tokens.push(["", text.slice(at, found.index)]);
    const [piece, colon] = found;
    at = found.index + piece.length;
    if (piece.startsWith("{{!")) {
      tokens.push(["comment", piece]);
      if (piece.startsWith("{{!--") && !piece.endsWith("--}}")) next = "c";
    } else if (piece.startsWith("{{")) tokens.push(["value", piece]);
    else if (piece.startsWith('"')) withMustache(tokens, colon ? "key" : "text", piece);
    else if (/^[-\d]/.test(piece)) tokens.push(["number", piece]);
    else if (/^[tfn]/.test(piece)) tokens.push(["word", piece]);
    else tokens.push(["mark", piece]);
  }
  if (at < text.length) tokens.push(["", text.slice(at)]);
  return { tokens, state: next };
}

function sticky(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function withMustache(tokens, kind, text) {
  let at = 0;
  for (const found of text.matchAll(MUSTACHE)) {
    if (found.index > at) tokens.push([kind, text.slice(at, found.index)]);
    tokens.push(["value", found[0]]);
    at = found.index + found[0].length;
  }
  if (at < text.length) tokens.push([kind, text.slice(at)]);
}
