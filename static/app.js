// The desk: theme switch, keys, menus, and what htmx needs. All pages work without it.

document.documentElement.classList.add("scripted");
for (const panel of document.querySelectorAll("section [data-panel]")) panel.setAttribute("aria-busy", "true");
for (const fold of document.querySelectorAll("details[data-fold]")) {
  fold.addEventListener("toggle", () => {
    const panel = fold.querySelector("[data-panel]");
    panel.setAttribute("aria-busy", "true");
    panel.dispatchEvent(new Event("unfold"));
  }, { once: true });
}

// Light or dark, remembered on this device.

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
    document.documentElement.dataset.bsTheme = next;
    localStorage.setItem("theme", next);
  });
}

// Menus are <details>: they also close on Escape and on a click elsewhere.

const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
};
document.addEventListener("click", (event) => closeMenus(event.target));

for (const button of document.querySelectorAll("[data-open-dialog]")) {
  button.hidden = false;
  button.addEventListener("click", () => document.getElementById(button.dataset.openDialog).showModal());
}

// Keys: / searches, j and k walk the rows, Enter opens by itself, ? shows them all.

const rows = () => [...document.querySelectorAll("[data-rows] .row-link")];

const walk = (step) => {
  const links = rows();
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1)];
  next?.focus();
  next?.closest("tr").scrollIntoView({ block: "nearest" });
};

const visible = (element) => element.getClientRects().length > 0;

const keys = {
  "/": () => {
    const menu = document.querySelector(".topbar-menu");
    if (menu && visible(menu)) menu.open = true;
    const box = [...document.querySelectorAll("[data-search]")].find(visible);
    box?.focus();
    box?.select();
  },
  "?": () => document.getElementById("shortcuts")?.showModal(),
  j: () => walk(1),
  k: () => walk(-1),
  "g h": () => document.querySelector(".side-nav a, .top-nav a")?.click(),
};

// A row may give its buttons keys of their own, while it has the focus; a page its links.
const marked = (key) => {
  if (key.length !== 1) return null;
  const row = document.activeElement?.closest("tr");
  const link =
    row?.querySelector(`[data-row-key="${CSS.escape(key)}"]`) ??
    document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  return link ? () => link.click() : null;
};

let before = "";
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = event.target.closest?.("details[data-menu][open]");
    closeMenus();
    menu?.querySelector("summary").focus();
    return;
  }
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const act = keys[`${before} ${event.key}`] ?? keys[event.key] ?? marked(event.key);
  before = event.key;
  if (!act) return;
  event.preventDefault();
  act();
});

// A tall list scrolls under its head; cells without a label take it from their column.

const label = (root) => {
  for (const table of root.querySelectorAll("[data-rows]")) {
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    for (const row of table.tBodies[0].rows) {
      [...row.cells].forEach((cell, i) => cell.dataset.label ?? (cell.dataset.label = heads[i] ?? ""));
    }
  }
};
label(document);

// htmx: the token on every change, focus kept over a swap, failures said in words.

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (!["GET", "HEAD"].includes(ctx.request.method)) {
    ctx.request.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
  }
});

let focused = null;
document.addEventListener("htmx:before:swap", () => {
  const { id, name } = document.activeElement;
  focused = id ? `#${CSS.escape(id)}` : name ? `[name="${CSS.escape(name)}"]` : null;
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  label(document);
  const panel = ctx.target;
  panel?.removeAttribute?.("aria-busy");
  if (document.activeElement !== document.body) return;
  const again = focused && document.querySelector(focused);
  const fallback = panel?.isConnected ? panel : document.getElementById("main");
  if (again) return again.focus();
  if (!ctx.sourceEvent?.isTrusted) return;
  if (!fallback.hasAttribute("tabindex")) fallback.setAttribute("tabindex", "-1");
  fallback.focus({ preventScroll: true });
});

const said = (ctx) => {
  const panel = ctx?.sourceElement;
  if (panel?.matches?.("[data-panel]")) {
    panel.removeAttribute("aria-busy");
    panel.replaceChildren(document.getElementById("not-loaded").content.cloneNode(true));
    panel.querySelector("[data-retry]").addEventListener("click", () => {
      htmx.ajax("GET", panel.dataset.hxGet, { source: panel, target: panel });
    });
    return;
  }
  const note = document.getElementById("not-done").content.cloneNode(true);
  const page = new DOMParser().parseFromString(ctx?.text ?? "", "text/html");
  const words = [...page.querySelectorAll(".error-summary li, .error-text")].map((part) => part.textContent.trim());
  if (words.length) note.querySelector("[data-text]").textContent = words.join(" ");
  document.getElementById("messages").replaceChildren(note);
};

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => ctx.response.status === 422 || said(ctx));
document.addEventListener("htmx:error", ({ detail: { ctx } }) => said(ctx));
