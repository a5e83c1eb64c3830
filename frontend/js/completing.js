// A typed query is completed: <input data-completes="/address/"> shows below it what fits where one stands.
// Arrows move, Tab takes the first or the chosen one, Enter takes what was chosen by an arrow, Escape closes.

const WAIT = 80; // milliseconds; a word typed quickly asks once

let field; // the input whose list is open, or is being asked for
let found = { start: 0, end: 0, offers: [] };
let chosen = -1;
let asking;
let timer;

const box = Object.assign(document.createElement("div"), { className: "completions", id: "completions", role: "listbox", hidden: true });

function close() {
  clearTimeout(timer);
  asking?.abort();
  box.hidden = true;
  chosen = -1;
  field?.setAttribute("aria-expanded", "false");
  field?.removeAttribute("aria-activedescendant");
}

function choose(at) {
  chosen = at;
  for (const [index, row] of [...box.children].entries()) row.setAttribute("aria-selected", String(index === at));
  if (at < 0) field.removeAttribute("aria-activedescendant");
  else field.setAttribute("aria-activedescendant", box.children[at].id);
  box.children[at]?.scrollIntoView({ block: "nearest" });
}

function take(at) {
  const { start, end, offers } = found;
  const input = field;
  close();
  const halves = (place) => [...input.value].slice(0, place).join("").length;
  input.setRangeText(offers[at].text, halves(start), halves(end), "end");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function draw() {
  box.replaceChildren(...found.offers.map((offer, index) => {
    const row = Object.assign(document.createElement("div"), { role: "option", id: `completion-${index}` });
    row.append(Object.assign(document.createElement("code"), { textContent: offer.text.trim() }));
    if (offer.about) row.append(Object.assign(document.createElement("span"), { textContent: offer.about, className: "muted clip" }));
    row.addEventListener("mousedown", (event) => { event.preventDefault(); take(index); });
    return row;
  }));
  if (!found.offers.length) { close(); return; }
  const rect = (field.closest(".search") ?? field).getBoundingClientRect();
  box.style.left = `${rect.left}px`;
  box.style.top = `${rect.bottom + 4}px`;
  box.style.minWidth = `${Math.min(rect.width, innerWidth - rect.left - 8)}px`;
  // above all else where the field is in a dialog, beside it elsewhere
  (field.closest("dialog") ?? document.body).append(box);
  box.setAttribute("aria-label", field.labels?.[0]?.textContent.trim() ?? "");
  box.hidden = false;
  field.setAttribute("aria-expanded", "true");
  choose(-1);
}

async function ask() {
  const input = field;
  const at = input.selectionStart ?? input.value.length;
  // the desk counts characters, the browser halves of them
  const place = [...input.value.slice(0, at)].length;
  asking = new AbortController();
  const address = `${input.dataset.completes}?${new URLSearchParams({ query: input.value, at: place })}`;
  try {
    const answer = await fetch(address, { signal: asking.signal });
    if (!answer.ok) return;
    const offered = await answer.json();
    // what was typed meanwhile asks again
    if (input !== document.activeElement || input.value.length === 0 || input.selectionStart !== at) return;
    found = offered;
    draw();
  } catch { /* taken back, or the desk does not answer: one types on without */ }
}

document.addEventListener("focusin", (event) => {
  if (!event.target.matches?.("input[data-completes]")) return;
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", box.id], ["aria-expanded", "false"]]) event.target.setAttribute(name, value);
  if (!box.isConnected) document.body.append(box);
});

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("input[data-completes]")) return;
  close();
  field = event.target;
  // the list counts places in characters of the text; a lone blank or nothing asks for nothing
  if (!event.isComposing && field.value.trim()) timer = setTimeout(ask, WAIT);
});

// before the keys of the page, which a list that is open takes for itself
document.addEventListener("keydown", (event) => {
  if (box.hidden || event.target !== field || event.isComposing) return;
  const last = found.offers.length - 1;
  if (event.key === "ArrowDown") choose(chosen === last ? 0 : chosen + 1);
  else if (event.key === "ArrowUp") choose(chosen <= 0 ? last : chosen - 1);
  else if (event.key === "Tab" && !event.shiftKey) take(Math.max(chosen, 0));
  else if (event.key === "Enter" && chosen >= 0) take(chosen);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

document.addEventListener("focusout", (event) => { if (event.target === field) close(); });
