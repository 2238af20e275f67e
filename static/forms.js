// What every form has: no double send, a question before a grave step, copy and reveal buttons.
// Without this file all forms still work.

const AGAIN_AFTER_MS = 15000; // A form that answers with a file leaves the page as it is.

const lock = (form, submitter) => {
  form.dataset.sent = "true";
  setTimeout(() => unlock(form), AGAIN_AFTER_MS);
  const button = submitter ?? form.querySelector('[type="submit"], button:not([type])');
  button?.setAttribute("aria-busy", "true");
};

const unlock = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll('[aria-busy="true"]')) button.removeAttribute("aria-busy");
};

const ask = (text) => {
  const dialog = document.getElementById("confirm");
  if (!dialog?.showModal) return Promise.resolve(window.confirm(text));
  document.getElementById("confirm-text").textContent = text;
  return new Promise((answer) => {
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  const submitter = event.submitter;
  if (form.method === "dialog") return;
  const question = submitter?.dataset.confirm ?? form.dataset.confirm;
  if (question && form.dataset.confirmed !== "true") {
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(question).then((yes) => {
      if (!yes) return submitter?.focus();
      form.dataset.confirmed = "true";
      form.requestSubmit(submitter ?? undefined);
      delete form.dataset.confirmed;
    });
    return;
  }
  if (form.dataset.sent === "true") {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
}, true);

// Whoever took the sending over (htmx, a script of the page) also keeps it from doubling.
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && event.target.method !== "dialog") lock(event.target, event.submitter);
});

window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(unlock));

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy);
    const before = copy.getAttribute("aria-label");
    copy.classList.add("copied");
    copy.setAttribute("aria-label", copy.dataset.copied);
    setTimeout(() => {
      copy.classList.remove("copied");
      copy.setAttribute("aria-label", before);
    }, 2000);
  }
  const reveal = event.target.closest("[data-reveal]");
  if (reveal) {
    const input = document.getElementById(reveal.dataset.reveal);
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    reveal.setAttribute("aria-pressed", String(!shown));
  }
});

const wake = (root) => {
  for (const button of root.querySelectorAll("[data-reveal], [data-copy]")) {
    button.hidden = "copy" in button.dataset && !navigator.clipboard;
  }
};
wake(document);
document.addEventListener("htmx:after:swap", () => wake(document));

// At once, for who types on without looking: the browser itself does it only when it first draws.
(document.querySelector("[data-focus-first]") ?? document.querySelector("[autofocus]"))?.focus();
