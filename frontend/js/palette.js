// Ctrl+K: everything that can be done from here, by name. The commands are the buttons and links of the page that carry
// data-command; the palette presses them, so it holds no rule of its own.
import { fold } from "./folding.js";
import { turnTo } from "./keys.js";

const dialog = document.getElementById("palette");
const input = dialog?.querySelector("input");
const list = dialog?.querySelector("ul");
let items = [];
let at = 0;

function commands() {
  return [...document.querySelectorAll("[data-command]")]
    .filter((element) => !element.disabled && !element.closest("dialog"))
    .map((element) => ({
      element,
      words: element.dataset.command || element.getAttribute("aria-label") || element.textContent.trim(),
      key: element.dataset.key?.split(" ")[0],
      icon: element.querySelector("use")?.getAttribute("href") ?? dialog.dataset.icon,
      // what concerns the open ticket is meant more often than what concerns the queue
      near: element.closest("#desk-ticket") ? 1 : 0,
    }));
}

function score(words, wanted) {
  const folded = fold(words);
  if (!wanted) return 1;
  if (folded.startsWith(wanted)) return 3;
  return wanted.split(" ").every((word) => folded.includes(word)) ? 2 : 0;
}

function draw() {
  const wanted = fold(input.value);
  items = commands().map((item) => ({ ...item, score: score(item.words, wanted) })).filter((item) => item.score)
    .sort((one, other) => other.score - one.score || other.near - one.near).slice(0, 40);
  if (input.value.trim()) items.push({ search: input.value.trim(), words: `${dialog.dataset.search} ${input.value.trim()}`, icon: dialog.dataset.searchIcon });
  at = 0;
  list.replaceChildren(...items.map((item, index) => {
    const row = document.createElement("li");
    row.id = `palette-${index}`;
    row.role = "option";
    if (item.icon) {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
      use.setAttribute("href", item.icon);
      svg.setAttribute("aria-hidden", "true");
      svg.append(use);
      row.append(svg);
    }
    row.append(Object.assign(document.createElement("span"), { textContent: item.words, className: "clip" }));
    if (item.key) row.append(Object.assign(document.createElement("kbd"), { textContent: shown(item.key) }));
    row.addEventListener("click", () => run(item));
    return row;
  }));
  mark();
}

export const shown = (key) => key.replace("mod+", "Ctrl ").replace("shift+", "Shift ").replace("Enter", "↵").replace(/^.$/, (letter) => letter.toLocaleUpperCase("en"));

function mark() {
  for (const [index, row] of [...list.children].entries()) row.setAttribute("aria-selected", String(index === at));
  input.setAttribute("aria-activedescendant", items.length ? `palette-${at}` : "");
  list.children[at]?.scrollIntoView({ block: "nearest" });
}

function run(item) {
  dialog.close();
  if (item.search) { location.href = `${dialog.dataset.searchUrl}?q=${encodeURIComponent(item.search)}`; return; }
  // a signal may have drawn the page anew since: what the words mean now is pressed, or nothing
  const meant = commands().filter(({ words }) => words === item.words);
  const { element } = meant.find((command) => command.element === item.element) ?? meant[0] ?? {};
  if (element?.matches("input, textarea, [popovertarget], [data-picks]")) turnTo(element);
  if (element?.matches("input, textarea")) element.focus();
  else element?.click();
}

if (dialog) {
  dialog.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    draw();
    input.focus();
  });
  // cleared as it closes: it takes letters a moment before it hears that it is open
  dialog.addEventListener("close", () => { input.value = ""; });
  input.addEventListener("input", draw);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % Math.max(1, items.length);
      mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (items[at]) run(items[at]);
    }
  });
}
