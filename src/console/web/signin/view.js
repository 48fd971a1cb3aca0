// The sign-in: one field.

import { post } from "../api.js";
import { sentence } from "../config/mistake.js";
import { h, register, t } from "../ui.js";
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
  const problem = h("p.problem", { id: "sign-in-problem", role: "alert" });
  const token = h("input.input", {
    id: "sign-in-token",
    type: "password",
    autocomplete: "current-password",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-describedby": "sign-in-hint sign-in-problem",
    testid: "sign-in-token",
    oninput: () => go.disabled || say(""),
  });
  // Password managers keep a name with the password.
  const name = h("input.visually-hidden", { value: "talkplate", autocomplete: "username", tabIndex: -1, "aria-hidden": "true", readOnly: true });
  const shown = h("input", { type: "checkbox", onchange: () => (token.type = shown.checked ? "text" : "password") });
  const go = h("button.button.primary", { type: "submit", testid: "sign-in" }, t("tab.sign-in"));
  root.classList.add("sign-in-page");
  root.append(
    h(
      "form.panel.sign-in",
      { novalidate: true, onsubmit: submit },
      h("h1", t("tab.sign-in")),
      name,
      h("div.field", h("label.label", { for: "sign-in-token" }, t("sign-in.token")), token, h("p.hint", { id: "sign-in-hint" }, sentence(t("sign-in.hint"))), problem),
      h("label.check", shown, h("span", t("sign-in.show"))),
      go,
    ),
  );
  token.focus();

  let timer = 0;
  function say(text) {
    problem.textContent = text;
    token.ariaInvalid = text !== "";
  }

  async function submit(event) {
    event.preventDefault();
    const value = token.value.trim();
    say(value ? "" : t("sign-in.empty"));
    if (!value) return token.focus();
    go.disabled = true;
    try {
      await post("/api/sign-in", { token: value });
      await context.signedIn();
    } catch (why) {
      go.disabled = why.status === 429;
      refused(why);
      token.select();
    }
  }

  function refused({ status, retryAfter, message }) {
    if (status !== 429) return say(t({ 0: "ask.unreachable", 401: "sign-in.wrong" }[status] ?? "sign-in.failed", { why: message }));
    const seconds = Number(retryAfter) || PAUSE_SECONDS;
    timer = setTimeout(() => {
      say("");
      go.disabled = false;
    }, seconds * 1000);
    say(t("sign-in.slow", { n: seconds }));
  }

  return () => clearTimeout(timer);
}
