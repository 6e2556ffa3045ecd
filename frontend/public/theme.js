// Sets the chosen theme before the first paint; without a choice the system's theme holds.
(function () {
  try {
    var theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch (_) {
    // Storage is refused: the system's theme holds.
  }
})();
