// Writing a text: its letter comes by itself a moment after the last key, and fields go in by a click.

const writing = document.querySelector("[data-writing]");
const body = writing?.querySelector("textarea");
const preview = writing?.querySelector("[data-preview]");
const PAUSE = 900;

let waiting = 0;
const showSoon = (pause) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => writing.requestSubmit(preview), pause);
};

// Showing the letter leaves the form as it is: what keeps forms from being sent twice need not know.
writing?.addEventListener("submit", (event) => {
  if (event.submitter === preview) event.stopPropagation();
});

writing?.addEventListener("input", () => showSoon(PAUSE));
if (writing) showSoon(0);

writing?.addEventListener("click", (event) => {
  const name = event.target.dataset?.insert;
  if (!name) return;
  body.setRangeText(`{{ ${name} }}`, body.selectionStart, body.selectionEnd, "end");
  body.focus();
  showSoon(PAUSE);
});
