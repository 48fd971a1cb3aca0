// The server's JSON, asked for by fetch.

import { lang } from "./i18n.js";

/** An answer that is not 2xx; status 0 when the server could not be reached. */
export class ApiError extends Error {
  constructor(status, body, retryAfter = null) {
    super(body?.error?.message ?? `HTTP ${status}`);
    this.status = status;
    /** Seconds, where the server says when to come back. */
    this.retryAfter = retryAfter;
    this.body = body;
    this.code = body?.error?.code ?? null;
  }
}

/** Asks; the parsed answer, or throws `ApiError`. */
export const get = (path, options) => request("GET", path, undefined, options);

/** Posts JSON; the parsed answer, or throws `ApiError`. */
export const post = (path, body, options) => request("POST", path, body ?? {}, options);

/** Puts JSON; the parsed answer, or throws `ApiError`. */
export const put = (path, body, options) => request("PUT", path, body, options);

/** The path with `lang=` for sentences in the page's language. */
export const withLang = (path) => `${path}${path.includes("?") ? "&" : "?"}lang=${lang()}`;

/** Event on `window` when the server wants a sign-in. */
export const SIGNED_OUT = "talkplate:signed-out";

async function request(method, path, body, options = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      signal: options.signal,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (why) {
    if (why.name === "AbortError") throw why;
    throw new ApiError(0, null);
  }
  const text = await answer.text();
  let parsed = null;
  try {
    parsed = text === "" ? null : JSON.parse(text);
  } catch {
    // Something between us and the server answered, a proxy's error page for one.
  }
  if (answer.ok) return parsed;
  if (answer.status === 401 && path !== "/api/sign-in") window.dispatchEvent(new CustomEvent(SIGNED_OUT));
  throw new ApiError(answer.status, parsed, answer.headers.get("Retry-After"));
}
