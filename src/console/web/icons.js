// The page's drawings, on a grid of 20, as strokes.

/** A drawing by name; hidden from screen readers, because words stand beside it. */
export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const attributes = { viewBox: "0 0 20 20", width: size, height: size, class: "icon", "aria-hidden": true };
  for (const [attribute, value] of Object.entries(attributes)) svg.setAttribute(attribute, value);
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

const SVG = "http://www.w3.org/2000/svg";
const RING = "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z";
const PATHS = {
  arrow: "M7 13 13 7M8 7h5v5",
  back: "M12 5l-5 5 5 5",
  check: "M4.5 10.5l3.5 3.5 7.5-8",
  chevron: "M5.5 8l4.5 4.5L14.5 8",
  clock: RING + "M10 6v4l2.5 2",
  close: "M5 5l10 10M15 5L5 15",
  copy: "M7.5 7.5h8v8.5h-8ZM12.5 4.5h-8v8.5",
  image: "M3.5 4.5h13v11h-13ZM3.5 13l4-4 4 4 2-2 3 3M13 8h.01",
  moon: "M16 11.5A6.5 6.5 0 0 1 8.5 4a6.5 6.5 0 1 0 7.5 7.5Z",
  auto: RING + "M10 3v14M10.5 6h3.5M10.5 10h6M10.5 14h3.5",
  next: "M8 5l5 5-5 5",
  paste: "M6 5H4.5v12h11V5H14M7 3.5h6v3H7ZM8 11h4M8 14h2.5",
  phone: "M5 3.5h2.5l1.5 4-2 1.5a9 9 0 0 0 4 4l1.5-2 4 1.5V15a1.5 1.5 0 0 1-1.5 1.5A11.5 11.5 0 0 1 3.5 5 1.5 1.5 0 0 1 5 3.5Z",
  plus: "M10 4.5v11M4.5 10h11",
  reload: "M16 10a6 6 0 1 1-2-4.5M16 3v4h-4",
  send: "M10 16V4.5M5 9.5l5-5 5 5",
  share: "M10 12V3.5M6.5 6.5L10 3l3.5 3.5M5 10v6.5h10V10",
  signout: "M8 3.5H4.5v13H8M12 6.5l3.5 3.5-3.5 3.5M15.5 10H8",
  sun: "M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM10 2.5v1.5M10 16v1.5M2.5 10H4M16 10h1.5M4.7 4.7l1 1M14.3 14.3l1 1M4.7 15.3l1-1M14.3 5.7l1-1",
  trash: "M4 6h12M8 6V4h4v2M5.5 6l.8 10.5h7.4L14.5 6",
  warn: "M10 3.5L17.5 16.5h-15ZM10 8.5v3.5M10 14.3v.01",
};
