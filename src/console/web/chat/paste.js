// Pasting a whole SkillPayload, as Kakao or the log gave it.

import { dialog, h, t } from "../ui.js";

/**
 * Opens the dialog.
 * @param {string} path of the skill that will be asked
 * @param {(payload: Object) => void} onPayload
 */
export function pastePayload(path, onPayload) {
  const problem = h("p.problem", { id: "paste-problem", role: "alert" });
  const field = h("textarea.textarea.mono.paste-field", { id: "paste", rows: "14", spellcheck: "false", "aria-describedby": "paste-problem", placeholder: '{ "userRequest": { "utterance": "안녕" } }', testid: "payload", oninput: () => complain("") });
  const send = h("button.button.primary", { testid: "send-payload", onclick: submit }, t("paste.send"));
  const cancel = h("button.button.quiet", { onclick: () => close() }, t("cancel"));
  const close = dialog({ title: t("paste.title"), wide: true, testid: "paste-dialog", body: [h("label", { for: "paste", class: "muted" }, t("paste.label", { path })), field, problem], actions: [cancel, send] });
  field.focus();

  function submit() {
    const { payload, message } = read(field.value);
    if (message) return complain(message);
    close();
    onPayload(payload);
  }

  function complain(message) {
    problem.textContent = message;
    field.ariaInvalid = message !== "";
  }
}

// The payload, or what is wrong with the text.
function read(text) {
  if (text.trim() === "") return { message: t("paste.empty") };
  let payload;
  try {
    payload = JSON.parse(text);
  } catch (why) {
    return { message: t("paste.not-json", { place: placeOf(text, why) }) };
  }
  if (payload === null || typeof payload !== "object" || Array.isArray(payload)) return { message: t("paste.not-object") };
  return { payload };
}

// Some browsers name the line; for others it is the first up to which the text is broken, and not only unfinished.
function placeOf(text, why) {
  const lines = text.split("\n");
  const line = /line (\d+)/.exec(why.message)?.[1] ?? lines.findIndex((_, index) => broken(lines.slice(0, index + 1).join("\n"))) + 1;
  return line ? t("paste.line", { n: line }) : t("paste.somewhere");
}

function broken(start) {
  try {
    JSON.parse(start);
  } catch ({ message }) {
    return !/ end |terminated/.test(message) && !(Number(/position (\d+)/.exec(message)?.[1]) >= start.length);
  }
}
