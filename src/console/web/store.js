// What the page keeps: for this tab (sessionStorage), and for this browser (localStorage). Both may be forbidden or full.

/** What this tab kept under `key`, or `fallback`. */
export const load = (key, fallback = null) => read("sessionStorage", key, fallback);

/** Keeps a JSON value for this tab; null forgets it. */
export const save = (key, value) => write("sessionStorage", key, value);

/** What this browser kept under `key`, or `fallback`. */
export const recall = (key, fallback = null) => read("localStorage", key, fallback);

/** Keeps a JSON value for this browser; null forgets it. */
export const remember = (key, value) => write("localStorage", key, value);

function read(where, key, fallback) {
  try {
    return JSON.parse(window[where].getItem("talkplate." + key)) ?? fallback;
  } catch {
    return fallback;
  }
}

function write(where, key, value) {
  try {
    if (value == null) window[where].removeItem("talkplate." + key);
    else window[where].setItem("talkplate." + key, JSON.stringify(value));
  } catch {
    // Without storage the page works as well; it only forgets.
  }
}
