// Short answers go into the message where the cursor is; nothing that was typed is lost.

const begun = document.querySelector("[data-begins-with]");
const words = begun?.form.querySelector("textarea[name=text]");

const fillIn = async (link) => {
  const answer = await fetch(link.dataset.begin, { headers: { Accept: "text/plain" } });
  if (!answer.ok) return false;
  words.setRangeText(await answer.text(), words.selectionStart, words.selectionEnd, "end");
  begun.value = link.dataset.beginId;
  words.focus();
  return true;
};

for (const link of document.querySelectorAll("[data-begin]")) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!(await fillIn(link).catch(() => false))) location.assign(link.href);
  });
}
