// The searchable list of skills: a combobox that filters by path and description.

import { fill, h, icon, t } from "../ui.js";

/**
 * @param {(skill: Object) => void} onPick
 * @returns {{ node: HTMLElement, setSkills: (skills: Object[]) => void, pick: (path: string) => void }}
 */
export function picker(onPick) {
  let skills = [];
  let matches = [];
  let chosen = null;
  let active = -1;

  const listbox = h("ul.picker-list", { id: "picker-list", role: "listbox", label: t("skill"), hidden: true });
  const input = h("input.input.picker-input", {
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-expanded": false,
    "aria-autocomplete": "list",
    label: t("skill"),
    "aria-controls": "picker-list",
    "aria-describedby": "picker-about",
    placeholder: t("skill.search"),
    testid: "skill-picker",
    onfocus: () => input.select(),
    onclick: open,
    oninput: open,
    onkeydown,
    onblur: close,
  });
  const about = h("p.picker-about", { id: "picker-about" });
  const node = h("div.picker", h("div.picker-box", input, icon("chevron", 18)), listbox, about);

  function open() {
    // What is chosen stands in the field, and is not searched for.
    const words = input.value === chosen?.path ? [] : input.value.toLowerCase().split(/\s+/);
    matches = skills.filter(({ path, description }) => words.every((word) => `${path} ${description ?? ""}`.toLowerCase().includes(word)));
    active = Math.max(0, matches.indexOf(chosen));
    fill(listbox, matches.length > 0 ? matches.map(option) : h("li.picker-none", t("skill.none")));
    listbox.hidden = false;
    input.ariaExpanded = true;
    mark();
  }

  function option(skill, index) {
    return h(
      "li.picker-option",
      {
        id: `picker-option-${index}`,
        role: "option",
        "aria-selected": skill === chosen,
        // Before the field loses the focus and closes the list.
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => choose(skill),
      },
      h("span.picker-path", skill.path, skill.enabled === false && h("span.pill", t("skill.off"))),
      skill.description && h("span.picker-description", skill.description),
    );
  }

  function close() {
    listbox.hidden = true;
    input.ariaExpanded = false;
    input.removeAttribute("aria-activedescendant");
    if (chosen) input.value = chosen.path;
  }

  function mark() {
    listbox.querySelector(".active")?.classList.remove("active");
    if (matches.length === 0) return input.removeAttribute("aria-activedescendant");
    const option = listbox.children[active];
    option.classList.add("active");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function onkeydown(event) {
    const { key, isComposing } = event;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (isComposing || !(step || (!listbox.hidden && (key === "Enter" || key === "Escape")))) return;
    event.preventDefault();
    if (listbox.hidden) open();
    else if (step) {
      active = (active + step + matches.length) % Math.max(1, matches.length);
      mark();
    } else if (key === "Escape") {
      close();
      input.select();
    } else if (matches[active]) choose(matches[active]);
  }

  function choose(skill) {
    chosen = skill;
    close();
    show(skill);
    onPick(skill);
  }

  function show(skill) {
    chosen = skill;
    // Words that are being typed stay.
    if (listbox.hidden) input.value = skill?.path ?? "";
    about.textContent = skill && (skill.description ?? t("skill.no-description"));
  }

  return {
    node,
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
