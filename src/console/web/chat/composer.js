// Where the utterance is typed.

import { h, icon, t } from "../ui.js";

/**
 * @param {(utterance: string) => void} onSend
 * @returns {{ node: HTMLElement, focus: () => void, enable: (on: boolean) => void }}
 */
export function composer(onSend) {
  const field = h("textarea.composer-field", {
    rows: "1",
    enterkeyhint: "send",
    maxlength: "5000",
    label: t("utterance"),
    placeholder: t("utterance.placeholder"),
    testid: "utterance",
    onkeydown,
    oninput: grow,
  });
  const button = h("button.composer-send", { type: "submit", disabled: true, label: t("send"), testid: "send" }, icon("send"));
  const node = h("form.composer", { onsubmit }, field, button);

  function onsubmit(event) {
    event.preventDefault();
    if (button.disabled) return;
    // A block may also be reached without a word, by a button: an empty utterance is one as well.
    onSend(field.value.trim());
    field.value = "";
    grow();
    field.focus();
  }

  function onkeydown(event) {
    // While a Hangul syllable is being composed, Enter only ends it; Safari says so by the key code alone.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    node.requestSubmit();
  }

  function grow() {
    field.rows = Math.min(5, field.value.split("\n").length);
  }

  return {
    node,
    focus: () => field.focus(),
    enable: (on) => (button.disabled = !on),
  };
}
