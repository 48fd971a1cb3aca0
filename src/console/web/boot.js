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
  const theme = recalled("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (recalled("lang") === "en") root.lang = "en";
})();
