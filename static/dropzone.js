// File areas: each dropped or chosen file is sent at once, with its own progress bar.
// Without this file the area is a plain upload form.

const megabytes = (bytes) => `${(bytes / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;

const accepts = (accept, file) =>
  !accept || accept.split(",").map((part) => part.trim().toLowerCase()).some((part) =>
    part.startsWith(".") ? file.name.toLowerCase().endsWith(part)
      : part.endsWith("/*") ? file.type.startsWith(part.slice(0, -1))
        : file.type === part);

// The server's own words from a JSON problem or an error page, if it gave any.
const reason = (request, otherwise) => {
  try {
    const problem = JSON.parse(request.responseText);
    return problem.message ?? problem.detail ?? problem.title ?? otherwise;
  } catch {
    const page = new DOMParser().parseFromString(request.responseText ?? "", "text/html");
    const found = [...page.querySelectorAll(".error-summary li, .error-text")].map((part) => part.textContent.trim());
    return found.join(" ") || otherwise;
  }
};

const row = (zone, file) => {
  const item = document.createElement("li");
  item.className = "upload";
  const name = Object.assign(document.createElement("span"), { className: "upload-name", textContent: file.name, title: file.name });
  const state = Object.assign(document.createElement("span"), { className: "upload-state", textContent: megabytes(file.size) });
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  bar.setAttribute("aria-label", file.name);
  item.append(name, state, bar);
  zone.querySelector(".uploads").append(item);
  return { item, state, bar };
};

const fail = (zone, file, view, text, mayRetry) => {
  view.item.classList.add("upload-bad");
  view.state.textContent = text;
  if (!mayRetry) return;
  const again = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: zone.dataset.wordsRetry });
  again.addEventListener("click", () => {
    view.item.remove();
    send(zone, file);
    zone.querySelector('input[type="file"]').focus();
  });
  view.item.append(again);
};

const place = (zone, request, view) => {
  const target = zone.dataset.target && document.querySelector(zone.dataset.target);
  if (!target) {
    view.state.textContent = zone.dataset.wordsDone;
    view.bar.value = 100;
    return;
  }
  const range = document.createRange();
  target.append(range.createContextualFragment(request.responseText));
  window.htmx?.process(target);
  view.item.remove();
};

const send = (zone, file) => {
  const words = zone.dataset;
  const input = zone.querySelector('input[type="file"]');
  const view = row(zone, file);
  if (file.size > Number(words.maxBytes)) return fail(zone, file, view, words.wordsLarge, false);
  if (!accepts(input.accept, file)) return fail(zone, file, view, words.wordsType, false);

  const data = new FormData(zone);
  data.delete(input.name);
  data.append(input.name, file);
  const request = new XMLHttpRequest();
  request.open("POST", zone.action);
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const percent = Math.round((100 * event.loaded) / event.total);
    view.bar.value = percent;
    view.state.textContent = percent < 100 ? `${percent} %` : words.wordsCheck;
  });
  request.addEventListener("load", () => {
    if (request.status >= 400) return fail(zone, file, view, reason(request, words.wordsFailed), request.status >= 500 || request.status === 429);
    place(zone, request, view);
    const event = request.getResponseHeader("HX-Trigger");
    if (event) document.body.dispatchEvent(new CustomEvent(event, { bubbles: true }));
  });
  request.addEventListener("error", () => fail(zone, file, view, words.wordsFailed, true));
  request.send(data);
};

for (const zone of document.querySelectorAll("[data-dropzone]")) {
  const input = zone.querySelector('input[type="file"]');
  zone.classList.add("live");
  const take = (files) => [...files].forEach((file) => send(zone, file));
  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  zone.addEventListener("dragleave", (event) => zone.contains(event.relatedTarget) || zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    take(event.dataTransfer.files);
  });
}
