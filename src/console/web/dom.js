// Elements without HTML: everything that is shown becomes a text node.

/**
 * Makes an element.
 * @param {string} tag
 * @param {Object|null} props `class`, `dataset`, `style` (custom properties), `on` (listeners), known properties and attributes;
 *   null, undefined and false leave an attribute out.
 * @param {...(Node|string|number|null|false|Array)} children
 * @returns {HTMLElement}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) set(element, name, value);
  append(element, children);
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

function set(element, name, value) {
  if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  else if (name === "dataset") for (const [key, text] of Object.entries(value)) text != null && (element.dataset[key] = text);
  else if (name === "style") for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
  else if (value == null || (value === false && !name.startsWith("aria-") && !PROPERTIES.has(name))) return;
  else if (name === "class") element.className = value;
  else if (PROPERTIES.has(name)) element[name] = value;
  else element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child != null && child !== false) element.append(child instanceof Node ? child : String(child));
  }
}
