// The difference of two texts, line by line (Myers' shortest edit script).

/** Beyond this many changed lines the middle is shown as wholly replaced: nobody reads such a difference, and it costs their square. */
const MOST_EDITS = 1000;

/**
 * @typedef {{kind: "same" | "gone" | "new", text: string, before: number | null, after: number | null}} Line
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
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const pairs = [];
  for (let at = 0; at < head; at += 1) pairs.push([at, at]);
  for (const [x, y] of script(a.slice(head, a.length - tail), b.slice(head, b.length - tail))) pairs.push([x === null ? null : head + x, y === null ? null : head + y]);
  for (let at = tail; at > 0; at -= 1) pairs.push([a.length - at, b.length - at]);
  const number = (at) => (at === null ? null : at + 1);
  return pairs.map(([x, y]) => ({ kind: y === null ? "gone" : x === null ? "new" : "same", text: a[x] ?? b[y], before: number(x), after: number(y) }));
}

/**
 * The difference in groups: changed lines with `around` lines on each side, and the number of the same lines left out between.
 * @param {Line[]} lines
 * @returns {(Line | {kind: "skipped", count: number})[]}
 */
export function folded(lines, around = 3) {
  const kept = new Set();
  for (const [at, { kind }] of lines.entries()) if (kind !== "same") for (let near = at - around; near <= at + around; near += 1) kept.add(near);
  const shown = [];
  for (const [at, line] of lines.entries()) {
    if (kept.has(at)) shown.push(line);
    else if (shown.at(-1)?.kind === "skipped") shown.at(-1).count += 1;
    else shown.push({ kind: "skipped", count: 1 });
  }
  return shown;
}

// Pairs of indices; null where one side has no such line.
function script(a, b) {
  const most = Math.min(a.length + b.length, MOST_EDITS);
  // For each diagonal (x - y, moved by `zero` to be an index) how far along `a` the edits so far can reach.
  const zero = most + 1;
  const furthest = new Int32Array(2 * most + 3);
  const trace = [];
  for (let edits = 0; edits <= most; edits += 1) {
    trace.push(furthest.slice(zero - edits - 1, zero + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      let x = goesDown(furthest, zero, k, edits) ? furthest[zero + k + 1] : furthest[zero + k - 1] + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      furthest[zero + k] = x;
      if (x >= a.length && x - k >= b.length) return walkBack(a.length, b.length, trace);
    }
  }
  return [...a.map((_, x) => [x, null]), ...b.map((_, y) => [null, y])];
}

const goesDown = (furthest, zero, k, edits) => k === -edits || (k !== edits && furthest[zero + k - 1] < furthest[zero + k + 1]);

function walkBack(x, y, trace) {
  const pairs = [];
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const zero = edits + 1;
    const k = x - y;
    const from = goesDown(trace[edits], zero, k, edits) ? k + 1 : k - 1;
    const startX = edits === 0 ? 0 : trace[edits][zero + from];
    const startY = edits === 0 ? 0 : startX - from;
    while (x > startX && y > startY) pairs.push([(x -= 1), (y -= 1)]);
    if (edits > 0) pairs.push(x === startX ? [null, (y -= 1)] : [(x -= 1), null]);
  }
  return pairs.reverse();
}
