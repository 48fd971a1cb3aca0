// The server's JSON, asked for by fetch.

import { lang } from "./i18n.js";

/** An answer that is not 2xx; status 0 when the server could not be reached. */
export class ApiError extends Error {
  constructor(status, body, retryAfter) {
    super(body?.error?.message ?? `HTTP ${status}`);
    // `retryAfter`: seconds, where the server says when to come back.
    Object.assign(this, { status, body, retryAfter, code: body?.error?.code });
  }
}

/** Asks; the parsed answer, or throws `ApiError`. */
export const get = (path, options) => request("GET", path, undefined, options);

/** Posts JSON; the parsed answer, or throws `ApiError`. */
export const post = (path, body = {}, options) => request("POST", path, body, options);

/** Puts JSON; the parsed answer, or throws `ApiError`. */
export const put = (path, body, options) => request("PUT", path, body, options);

/** The path with `lang=` for sentences in the page's language. */
export const withLang = (path) => `${path}${path.includes("?") ? "&" : "?"}lang=${lang()}`;

/** Event on `window` when the server wants a sign-in. */
export const SIGNED_OUT = "talkplate:signed-out";

async function request(method, path, body, { signal } = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      signal,
      headers: body && { "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
  } catch (why) {
    if (why.name === "AbortError") throw why;
    throw new ApiError(0);
  }
  // Not JSON: an empty answer, or that of something between us and the server, a proxy's error page for one.
  const parsed = await answer.json().catch(() => null);
  signal?.throwIfAborted();
  if (answer.ok) return parsed;
  if (answer.status === 401 && path !== "/api/sign-in") window.dispatchEvent(new CustomEvent(SIGNED_OUT));
  throw new ApiError(answer.status, parsed, answer.headers.get("Retry-After"));
}
