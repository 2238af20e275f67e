// Looking through a batch by keyboard. Without it each page is a link, and pulling is a form.

const pages = [...document.querySelectorAll("[data-page]")];
const whole = document.getElementById("whole");
const frame = whole?.querySelector("iframe");

// The page above or below: the nearest one in the next row.
const vertical = (from, down) => {
  const box = from.getBoundingClientRect();
  const others = pages
    .map((page) => [page, page.getBoundingClientRect()])
    .filter(([, other]) => (down ? other.top > box.bottom : other.bottom < box.top));
  others.sort(([, a], [, b]) => Math.abs(a.top - box.top) - Math.abs(b.top - box.top) || Math.abs(a.left - box.left) - Math.abs(b.left - box.left));
  return others[0]?.[0];
};

const moves = {
  ArrowLeft: (from) => pages[pages.indexOf(from) - 1],
  ArrowRight: (from) => pages[pages.indexOf(from) + 1],
  ArrowUp: (from) => vertical(from, false),
  ArrowDown: (from) => vertical(from, true),
};

const show = (page) => {
  if (!page.dataset.file) return;
  frame.src = `${page.dataset.file}#navpanes=0&view=FitH`;
  whole.showModal();
};

const pull = (page) => {
  const details = page.closest("li").querySelector("details.pull");
  if (!details) return;
  details.open = true;
  details.querySelector("input:not([type=hidden])").focus();
};

const acts = { " ": show, x: pull };

document.addEventListener("keydown", (event) => {
  if (event.target.closest?.("input, textarea, select, button, summary") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  const here = document.activeElement.closest?.("[data-page]");
  if (moves[event.key]) {
    const next = here ? moves[event.key](here) : pages[0];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  } else if (here && acts[event.key]) {
    event.preventDefault();
    acts[event.key](here);
  }
});

document.addEventListener("keydown", (event) => {
  const details = event.key === "Escape" && event.target.closest?.("details.pull[open]");
  if (!details) return;
  details.open = false;
  details.closest("li").querySelector("[data-page]").focus();
});

whole?.addEventListener("close", () => frame.removeAttribute("src"));
