// The portal's forms: files are sent as soon as they are chosen or dropped, Ctrl+Enter sends what is typed, and that
// survives a lost session.

const BUSY = "data-sending";

function row(name) {
  const file = document.createElement("span");
  file.className = "file";
  file.append(Object.assign(document.createElement("span"), { className: "clip", textContent: name }));
  return file;
}

function cross(drop, name) {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.dataset.remove = "";
  button.setAttribute("aria-label", `${drop.dataset.remove} ${name}`);
  button.append(drop.querySelector("template").content.cloneNode(true));
  return button;
}

/** Files that leave with their form, where nothing may be sent before: they stand in its field, and in rows. */
function keep(drop, files) {
  const input = drop.querySelector("input[type=file]");
  const all = new DataTransfer();
  drop.kept = files;
  for (const file of files) all.items.add(file);
  input.files = all.files;
  drop.querySelector(".drop__files").replaceChildren(...files.map((file) => {
    const line = row(file.name);
    const button = cross(drop, file.name);
    button.addEventListener("click", () => keep(drop, files.filter((other) => other !== file)));
    line.append(button);
    return line;
  }));
}

/** Send one file; its row shows how far it is, and in the end the size or what was wrong. */
function send(drop, file) {
  const form = drop.closest("form");
  const line = row(file.name);
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0, className: "progress" });
  bar.setAttribute("aria-label", file.name);
  line.append(bar);
  drop.querySelector(".drop__files").append(line);
  form.setAttribute(BUSY, String(Number(form.getAttribute(BUSY) ?? 0) + 1));
  const request = new XMLHttpRequest();
  request.open("POST", drop.dataset.upload);
  request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
  request.addEventListener("loadend", () => {
    bar.remove();
    const stored = request.status === 201 ? request.response : undefined;
    const note = Object.assign(document.createElement("span"), { className: "muted tiny" });
    note.textContent = stored ? stored.size_text : (request.response?.error ?? drop.dataset.failed);
    line.append(note);
    if (stored) line.append(Object.assign(document.createElement("input"), { type: "hidden", name: "files", value: stored.id }));
    else line.classList.add("failed");
    line.append(cross(drop, file.name));
    const left = Number(form.getAttribute(BUSY)) - 1;
    if (left) form.setAttribute(BUSY, String(left));
    else { form.removeAttribute(BUSY); form.dispatchEvent(new CustomEvent("sent")); }
  });
  const body = new FormData();
  body.append("file", file);
  request.send(body);
}

for (const drop of document.querySelectorAll(".drop")) {
  drop.classList.add("drop--script");
  const form = drop.closest("form");
  const input = drop.querySelector("input[type=file]");
  const byForm = !("upload" in drop.dataset);
  const take = (files) => {
    if (byForm) keep(drop, [...(drop.kept ?? []), ...files]); // choosing once more adds to what was chosen
    else for (const file of files) send(drop, file);
  };
  input.addEventListener("change", () => {
    const chosen = [...input.files];
    if (!byForm) input.value = "";
    take(chosen);
  });
  drop.addEventListener("click", (event) => event.target.closest("[data-remove]")?.closest(".file").remove());
  for (const name of ["dragenter", "dragover"]) form.addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    drop.classList.add("drop--over");
  });
  form.addEventListener("dragleave", (event) => { if (!form.contains(event.relatedTarget)) drop.classList.remove("drop--over"); });
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    drop.classList.remove("drop--over");
    take([...event.dataTransfer.files]);
  });
  form.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    take(files);
  });
  // a form that is sent while a file is on its way waits for it
  form.addEventListener("submit", (event) => {
    if (!form.hasAttribute(BUSY)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    document.dispatchEvent(new CustomEvent("derman:toast", { detail: { text: drop.dataset.busy } }));
    form.addEventListener("sent", () => form.requestSubmit(), { once: true });
  }, { capture: true });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || event.repeat) return;
  const form = event.target.closest("main form[method=post]");
  // the button may stand below what answers the form, outside of it
  const send = [...(form?.elements ?? [])].find((one) => one.matches("button[type=submit].btn--main:not(:disabled)"));
  if (!send) return;
  event.preventDefault();
  send.form.requestSubmit(send);
});

// what is typed is kept in this tab until it has arrived: a session that ended meanwhile loses nothing
const PREFIX = "derman-typed:";
// the page that a form leads to once it has arrived names the new message
if (location.hash.startsWith("#m")) {
  for (const form of document.querySelectorAll("form[data-keeps]")) sessionStorage.removeItem(PREFIX + form.dataset.keeps);
  sessionStorage.removeItem(`${PREFIX}new-request`);
  history.replaceState(history.state, "", location.pathname);
}
// a second click on a button that stands outside its form sends nothing twice either
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches("[data-keeps]")) return;
  const outside = [...event.target.elements].filter((one) => one.matches("button[type=submit]") && !event.target.contains(one));
  setTimeout(() => { for (const button of outside) button.disabled = true; });
  setTimeout(() => { for (const button of outside) button.disabled = false; }, 4000);
});
addEventListener("pageshow", () => { for (const button of document.querySelectorAll("button[form]:disabled")) button.disabled = false; });
// who found the answer while writing needs what they typed no longer
document.addEventListener("submit", (event) => {
  if (event.target.dataset.forgets) sessionStorage.removeItem(PREFIX + event.target.dataset.forgets);
});
for (const form of document.querySelectorAll("form[data-keeps]")) {
  const key = PREFIX + form.dataset.keeps;
  const fields = () => [...form.querySelectorAll("input.input, textarea.input")];
  if (form.hasAttribute("data-fresh")) {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    for (const field of fields()) if (!field.value && kept[field.name]) field.value = kept[field.name];
  }
  form.addEventListener("input", () => {
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(fields().map((field) => [field.name, field.value]))));
  });
}
