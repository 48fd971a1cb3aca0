// Elements without HTML: everything that is shown becomes a text node.

/**
 * Makes an element: `h("p.hint", "text")`. A button is none that submits, unless it says so.
 * @param {string} tag with its classes: `div.card.small`
 * @param {...any} rest properties, if an object comes first, then the children: nodes, texts, lists of them; null and false are left out.
 *   Properties: `class`, `testid`, `label` (for screen readers), `dataset`, `style` (custom properties), `onclick` and its like, `on` (listeners by event), and attributes.
 * @returns {HTMLElement}
 */
export function h(tag, ...rest) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (name === "button") element.type = "button";
  if (classes.length > 0) element.className = classes.join(" ");
  const props = isProps(rest[0]) ? rest.shift() : {};
  for (const [key, value] of Object.entries(props)) set(element, key, value);
  append(element, rest);
  return element;
}

/** Takes everything out of a node. */
export function clear(node) {
  node.replaceChildren();
  return node;
}

/** Puts other children into a node. */
export function fill(node, ...children) {
  clear(node);
  append(node, children);
  return node;
}

/** A drawing from a list of paths; hidden from screen readers, because a label stands beside it. */
export function svg(paths, size = 20) {
  const element = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 20 20", width: size, height: size, class: "icon", "aria-hidden": "true", focusable: "false" }))
    element.setAttribute(name, String(value));
  for (const d of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    element.append(path);
  }
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "selected", "readOnly", "indeterminate", "tabIndex"]);

const isProps = (value) => value !== null && typeof value === "object" && !(value instanceof Node) && !Array.isArray(value);

function set(element, name, value) {
  if (typeof value === "function") element[name] = value;
  else if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  else if (name === "dataset") for (const [key, text] of Object.entries(value)) text != null && (element.dataset[key] = text);
  else if (name === "style") for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
  else if (value == null || (value === false && !name.startsWith("aria-") && !PROPERTIES.has(name))) return;
  else if (name === "label") element.setAttribute("aria-label", value);
  else if (name === "testid") element.dataset.testid = value;
  else if (name === "class") element.className = `${element.className} ${value ?? ""}`.trim();
  else if (PROPERTIES.has(name)) element[name] = value;
  else element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child != null && child !== false) element.append(child instanceof Node ? child : String(child));
  }
}
