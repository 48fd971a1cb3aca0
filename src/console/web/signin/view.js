// The sign-in: one field.

import { post } from "../api.js";
import { fill, h } from "../dom.js";
import { register, t } from "../i18n.js";
import { sentence } from "../config/mistake.js";
import strings from "./strings.js";

register(strings);

/** Wrong guesses are slowed down for this long when the server does not say. */
const PAUSE_SECONDS = 60;

/**
 * Shows the view.
 * @param {HTMLElement} root
 * @param {object} context the shell's services
 * @returns {() => void} takes it away
 */
export function mount(root, context) {
  const problem = h("p", { class: "problem", id: "sign-in-problem", role: "alert" });
  const token = h("input", {
    class: "input",
    id: "sign-in-token",
    name: "password",
    type: "password",
    autocomplete: "current-password",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-describedby": "sign-in-hint sign-in-problem",
    dataset: { testid: "sign-in-token" },
    on: { input: () => !go.disabled && say("") },
  });
  // Password managers keep a name with the password.
  const name = h("input", { class: "visually-hidden", type: "text", name: "username", value: "talkplate", autocomplete: "username", tabIndex: -1, "aria-hidden": "true", readOnly: true });
  const shown = h("input", { type: "checkbox", on: { change: () => (token.type = shown.checked ? "text" : "password") } });
  const go = h("button", { class: "button primary", type: "submit", dataset: { testid: "sign-in" } }, t("sign-in.go"));
  const form = h(
    "form",
    { class: "panel sign-in", novalidate: true, on: { submit } },
    h("h1", null, t("sign-in.title")),
    h("p", { class: "muted" }, t("sign-in.text")),
    name,
    h("div", { class: "field" }, h("label", { class: "label", for: "sign-in-token" }, t("sign-in.token")), token, h("p", { class: "hint", id: "sign-in-hint" }, sentence(t("sign-in.hint"))), problem),
    h("label", { class: "check" }, shown, h("span", null, t("sign-in.show"))),
    go,
  );
  root.classList.add("sign-in-page");
  root.append(form);
  token.focus();

  let timer = 0;
  function say(text) {
    problem.textContent = text;
    token.setAttribute("aria-invalid", text ? "true" : "false");
  }

  function setBusy(busy) {
    go.disabled = busy;
    fill(go, t(busy ? "sign-in.busy" : "sign-in.go"));
  }

  async function submit(event) {
    event.preventDefault();
    const value = token.value.trim();
    if (value === "") {
      say(t("sign-in.empty"));
      token.focus();
      return;
    }
    setBusy(true);
    say("");
    try {
      await post("/api/sign-in", { token: value });
      await context.signedIn();
    } catch (why) {
      setBusy(false);
      if (why.status === 401) say(t("sign-in.wrong"));
      else if (why.status === 429) countDown(why.body?.error?.retryAfter ?? PAUSE_SECONDS);
      else say(why.status === 0 ? t("sign-in.lost") : t("sign-in.failed", { why: why.message }));
      token.focus();
      token.select();
    }
  }

  // Said once, as an alert; the button wakes up by itself.
  function countDown(seconds) {
    say(t("sign-in.slow", { n: seconds }));
    go.disabled = true;
    timer = setTimeout(() => {
      say("");
      go.disabled = false;
    }, seconds * 1000);
  }

  return () => clearTimeout(timer);
}
