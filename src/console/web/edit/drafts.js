// The files that are open, and what is not saved of them yet. Unsaved text outlives a change of view and a reload of the page.

import { get } from "../api.js";
import { load, save } from "../store.js";

const KEY = "edit.drafts";

// Whoever closes the tab loses them.
window.addEventListener("beforeunload", (event) => Object.keys(load(KEY, {})).length > 0 && event.preventDefault());

/**
 * @typedef {{name: string, base: string, saved: string, text: string}} Doc
 * `base` is the hash of the file that the text began from, `saved` that file's text.
 */

/** The open files. */
export function createDrafts() {
  const docs = new Map();
  const kept = load(KEY, {});

  function keep() {
    const dirty = all().map(({ name, base, saved, text }) => [name, { base, saved, text }]);
    save(KEY, dirty.length > 0 ? Object.fromEntries(dirty) : null);
  }

  /** Those with unsaved changes. */
  const all = () => [...docs.values()].filter(isDirty);

  return {
    /** The file by name, asked for when it is not open. @returns {Promise<Doc>} */
    async open(name) {
      if (docs.has(name)) return docs.get(name);
      const { text, hash } = await get(`/api/file?${new URLSearchParams({ name })}`);
      if (!docs.has(name)) docs.set(name, kept[name] ? { name, ...kept[name] } : { name, base: hash, saved: text, text });
      return docs.get(name);
    },
    /** The unsaved files that were kept from before. */
    restoreAll() {
      for (const [name, doc] of Object.entries(kept)) if (!docs.has(name)) docs.set(name, { name, ...doc });
    },
    get: (name) => docs.get(name),
    opened: () => [...docs.values()],
    type(name, text) {
      docs.get(name).text = text;
      keep();
    },
    /** The file is this now. */
    settle(name, text, hash, typed = text) {
      docs.set(name, { name, base: hash, saved: text, text: typed });
      keep();
    },
    dirty: all,
    /** As `/api/check` and `/api/chat` take them. */
    files: () => Object.fromEntries(all().map(({ name, text }) => [name, text])),
  };
}

/** Whether there is something to save. */
export const isDirty = (doc) => doc !== undefined && doc.text !== doc.saved;
