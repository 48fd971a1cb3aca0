// The searchable list of skills: a combobox that filters by path and description.

import { fill, h, icon, t } from "../ui.js";

/**
 * @param {(skill: Object) => void} onPick
 * @returns {{ node: HTMLElement, setSkills: (skills: Object[]) => void, pick: (path: string) => void, focus: () => void }}
 */
export function picker(onPick) {
  let skills = [];
  let matches = [];
  let chosen = null;
  let active = -1;

  const listbox = h("ul.picker-list", { id: "picker-list", role: "listbox", label: t("skill"), hidden: true });
  const input = h("input", {
    class: "picker-input",
    id: "picker-input",
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": "picker-list",
    placeholder: t("skill.search"),
    testid: "skill-picker",
    on: {
      // A search begins empty, so that all skills are seen first.
      focus: () => input.select(),
      click: open,
      input: open,
      keydown,
      blur: () => close(),
    },
  });
  const about = h("p.picker-about", { id: "picker-about" });
  input.setAttribute("aria-describedby", "picker-about");
  const node = h("div.picker", h("label.visually-hidden", { for: "picker-input" }, t("skill")), h("div.picker-box", input, icon("chevron", 18)), listbox, about);

  function open() {
    const words = input.value === chosen?.path ? [] : input.value.toLowerCase().split(/\s+/).filter(Boolean);
    matches = skills.filter(({ path, description }) => words.every((word) => `${path} ${description ?? ""}`.toLowerCase().includes(word)));
    active = Math.max(0, matches.indexOf(chosen));
    fill(listbox, matches.length > 0 ? matches.map(option) : h("li.picker-none", t("skill.none")));
    listbox.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark();
  }

  function option(skill, index) {
    return h(
      "li",
      {
        class: "picker-option",
        id: `picker-option-${index}`,
        role: "option",
        "aria-selected": skill === chosen,
        on: {
          // Before the field loses the focus and closes the list.
          pointerdown: (event) => event.preventDefault(),
          click: () => choose(skill),
        },
      },
      h("span.picker-path", skill.path, skill.enabled === false && h("span.pill", t("skill.off"))),
      skill.description && h("span.picker-description", skill.description),
    );
  }

  function close() {
    listbox.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    if (chosen) input.value = chosen.path;
  }

  function mark() {
    for (const [index, node] of [...listbox.children].entries()) node.classList.toggle("active", index === active);
    const node = matches.length > 0 ? listbox.children[active] : null;
    if (node) input.setAttribute("aria-activedescendant", node.id);
    else input.removeAttribute("aria-activedescendant");
    node?.scrollIntoView({ block: "nearest" });
  }

  function keydown(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (listbox.hidden) return open();
      active = (active + step + matches.length) % Math.max(1, matches.length);
      mark();
    } else if (event.key === "Enter" && !listbox.hidden) {
      event.preventDefault();
      if (matches[active]) choose(matches[active]);
    } else if (event.key === "Escape" && !listbox.hidden) {
      event.preventDefault();
      close();
      input.select();
    }
  }

  function choose(skill) {
    show(skill);
    close();
    onPick(skill);
  }

  function show(skill) {
    chosen = skill;
    input.value = skill?.path ?? "";
    about.textContent = skill ? (skill.description ?? t("skill.no-description")) : "";
  }

  return {
    node,
    focus: () => input.focus(),
    setSkills(list) {
      skills = list;
      if (chosen) show(skills.find(({ path }) => path === chosen.path) ?? null);
      if (!listbox.hidden) open();
    },
    pick(path) {
      const skill = skills.find((one) => one.path === path);
      if (skill) show(skill);
    },
  };
}
