// Looks now and then whether a payment has come; the page changes only once it says something else.
// Without this file the page loads itself anew.

let waiting = document.querySelector("[data-look-again]");

const look = async () => {
  try {
    const answer = await fetch(waiting.dataset.lookAgain);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    waiting = page.querySelector("[data-look-again]");
    if (!waiting) return location.replace(answer.url);
  } catch {
    // The line is down for a moment: the same look again.
  }
  return setTimeout(look, waiting.dataset.lookAfter * 1000);
};

if (waiting) setTimeout(look, waiting.dataset.lookAfter * 1000);
