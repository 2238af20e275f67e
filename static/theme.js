// Sets light or dark before the first paint; without a choice the system decides.
const chosen = localStorage.getItem("theme");
if (chosen === "light" || chosen === "dark") {
  document.documentElement.dataset.bsTheme = chosen;
} else {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    if (!localStorage.getItem("theme")) document.documentElement.dataset.bsTheme = dark.matches ? "dark" : "light";
  };
  follow();
  dark.addEventListener("change", follow);
}
