// Pasting a whole SkillPayload, as Kakao or the log gave it.

import { dialog, h, t } from "../ui.js";

/**
 * Opens the dialog.
 * @param {string} path of the skill that will be asked
 * @param {(payload: Object) => void} onPayload
 */
export function pastePayload(path, onPayload) {
  const problem = h("p.problem", { id: "paste-problem", role: "alert" });
  const field = h("textarea.textarea.mono.paste-field", { id: "paste", rows: "14", spellcheck: "false", "aria-describedby": "paste-problem", placeholder: '{ "userRequest": { "utterance": "안녕" } }', testid: "payload", on: { input: () => complain("") } });
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
    field.setAttribute("aria-invalid", String(message !== ""));
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

// Browsers name the place in words of their own; a line is what a person looks for.
function placeOf(text, why) {
  const line = /line (\d+)/.exec(why.message)?.[1];
  const position = /position (\d+)/.exec(why.message)?.[1];
  if (line) return t("paste.line", { n: line });
  if (position) return t("paste.line", { n: text.slice(0, Number(position)).split("\n").length });
  return t("paste.somewhere");
}
