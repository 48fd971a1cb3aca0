// The difference of two texts, line by line: what stays is their longest common subsequence.

/** With more pairs of lines than this to compare, the changed part is shown as wholly replaced: nobody reads such a difference. */
const MOST_PAIRS = 9_000_000;
const AROUND = 3;

/**
 * @typedef {{kind: "same" | "gone" | "new", text: string, before?: number, after?: number}} Line
 * `before` and `after` are the line's numbers, from 1, in the two texts.
 */

/**
 * Every line of both texts, in order.
 * @param {string} before
 * @param {string} after
 * @returns {Line[]}
 */
export function diff(before, after) {
  const a = before.split("\n");
  const b = after.split("\n");
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let endA = a.length;
  let endB = b.length;
  for (; endA > start && endB > start && a[endA - 1] === b[endB - 1]; endA -= 1) endB -= 1;

  // How many lines are common to `a` from x to endA and `b` from y to endB.
  const width = endB - start + 1;
  const size = (endA - start + 1) * width;
  const common = new Uint16Array(size > MOST_PAIRS ? 0 : size);
  const at = (x, y) => (x - start) * width + y - start;
  if (common.length > 0)
    for (let x = endA - 1; x >= start; x -= 1)
      for (let y = endB - 1; y >= start; y -= 1) common[at(x, y)] = a[x] === b[y] ? common[at(x + 1, y + 1)] + 1 : Math.max(common[at(x + 1, y)], common[at(x, y + 1)]);

  const lines = [];
  for (let x = 0, y = 0; x < a.length || y < b.length; ) {
    if (a[x] === b[y] && x < endA === y < endB) lines.push({ kind: "same", text: a[x], before: (x += 1), after: (y += 1) });
    else if (x === endA || (y < endB && common[at(x, y + 1)] > common[at(x + 1, y)])) lines.push({ kind: "new", text: b[y], after: (y += 1) });
    else lines.push({ kind: "gone", text: a[x], before: (x += 1) });
  }
  return lines;
}

/**
 * The changed lines with some on each side, and the number of those left out between.
 * @param {Line[]} lines
 * @returns {(Line | {kind: "skipped", count: number})[]}
 */
export function folded(lines) {
  const shown = [];
  for (const at of lines.keys()) {
    if (lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ kind }) => kind !== "same")) shown.push(lines[at]);
    else if (shown.at(-1)?.kind === "skipped") shown.at(-1).count += 1;
    else shown.push({ kind: "skipped", count: 1 });
  }
  return shown;
}
