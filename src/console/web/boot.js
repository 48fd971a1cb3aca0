// Before the first paint: the theme and the language that were chosen last time, so that nothing flickers.
(() => {
  const recalled = (key) => {
    try {
      return JSON.parse(localStorage.getItem("talkplate." + key));
    } catch {
      return null;
    }
  };
  const root = document.documentElement;
  root.dataset.theme = recalled("theme") ?? "auto";
  if (recalled("lang") === "en") root.lang = "en";
})();
