// Elements without HTML: everything that is shown becomes a text node.

/**
 * Makes an element: `h("p.hint", "text")`. A button is none that submits, unless it says so.
 * @param {string} tag with its classes: `div.card.small`
 * @param {...any} rest properties, if an object comes first, then the children: nodes, texts, lists of them; null and false are left out.
 *   Properties: `class`, `testid`, `label` (for screen readers), `dataset`, `onclick` and its like, and attributes.
 * @returns {HTMLElement}
 */
export function h(tag, ...rest) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (name === "button") element.type = "button";
  if (classes.length > 0) element.className = classes.join(" ");
  if (isProps(rest[0])) for (const [key, value] of Object.entries(rest.shift())) if (value != null) set(element, key, value);
  append(element, rest);
  return element;
}

/** Takes everything out of a node. */
export const clear = (node) => node.replaceChildren();

/** Puts other children into a node. */
export function fill(node, ...children) {
  clear(node);
  append(node, children);
  return node;
}

const isProps = (value) => value?.constructor === Object;

function set(element, name, value) {
  if (name === "dataset") Object.assign(element.dataset, value);
  else if (name === "testid") element.dataset.testid = value;
  else if (name === "class") element.className += value ? ` ${value}` : "";
  else if (name === "label") element.setAttribute("aria-label", value);
  else if (name === "value" || (typeof value !== "string" && name in element)) element[name] = value;
  else if (value !== false || name.startsWith("aria-")) element.setAttribute(name, value);
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child != null && child !== false) element.append(child);
  }
}
