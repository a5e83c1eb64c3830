// A view as a table or a board: what was changed is shown at once, and the whole is got again when the desk has it.
// Cards are dragged, or moved by Alt and the arrows; where the desk refuses, the card goes back and a toast says why.
import "./keys.js";
import "./palette.js";

const sheet = () => document.getElementById("sheet");
const lanes = () => [...document.querySelectorAll(".board .lane")];
const again = () => sheet().dispatchEvent(new CustomEvent("live"));

let going; // the move that the desk is asked for
const waiting = [];
let dragged;
let missed = false; // a signal came while nothing could be got again

const count = (lane) => { lane.querySelector(".num").textContent = lane.querySelectorAll("li").length; };

function put(card, list, before) {
  const from = card.closest(".lane");
  list.insertBefore(card, before);
  count(from);
  count(list.closest(".lane"));
}

/** Show the card in another lane, and ask the desk for it. */
function move(card, lane) {
  const list = card.parentElement;
  if (lane === card.closest(".lane")) return;
  const focused = card.contains(document.activeElement) ? document.activeElement : null;
  const step = { number: card.dataset.number, seen: card.dataset.seen, to: lane.dataset.to, list, before: card.nextElementSibling, name: lane.querySelector("h2").firstChild.textContent.trim() };
  put(card, lane.querySelector("ul"), lane.querySelector("li"));
  focused?.focus();
  waiting.push(step);
  next();
}

function next() {
  if (going || !waiting.length) return;
  going = waiting.shift();
  const form = document.getElementById("move");
  form.elements.number.value = going.number;
  form.elements.seen.value = going.seen;
  const value = form.querySelector("[data-value]");
  value.name = document.querySelector(".board").dataset.moves;
  value.value = going.to;
  form.requestSubmit();
}

function ended(refused) {
  const { number, list, before, name } = going;
  going = undefined;
  const card = document.getElementById(`b${number}`);
  if (refused) {
    waiting.splice(0, waiting.length, ...waiting.filter((step) => step.number !== number));
    if (card && list.isConnected) {
      const focused = card.contains(document.activeElement) ? document.activeElement : null;
      put(card, list, before?.parentElement === list ? before : null);
      focused?.focus();
    } else again();
  } else {
    const said = document.getElementById("move").dataset.said;
    document.getElementById("announce").textContent = said.replace("{}", number).replace("{}", name);
  }
  // a card that went back shows why: somebody else may have moved it meanwhile
  if (waiting.length) next();
  else again();
}

// while cards are on their way, what the desk has is older than what is shown
document.addEventListener("live", (event) => {
  if (event.target.id !== "sheet") return;
  if (!going && !dragged) { missed = false; return; }
  missed = true;
  event.stopImmediatePropagation();
}, true);

document.addEventListener("htmx:after:request", (event) => {
  const source = event.detail.ctx.sourceElement;
  if (!source?.matches?.("[data-sheet-change]")) return;
  const refused = !(event.detail.ctx.response?.status < 400);
  if (source.id === "move") { if (going) ended(refused); } else again();
});
document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx?.sourceElement?.id === "move" && going) ended(true);
});

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".board__card");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", `#${dragged.dataset.number}`);
  dragged.classList.add("dragged");
});
document.addEventListener("dragover", (event) => {
  const lane = dragged && event.target.closest?.(".lane");
  for (const other of lanes()) other.classList.toggle("over", other === lane);
  if (lane) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const lane = dragged && event.target.closest?.(".lane");
  if (!lane) return;
  event.preventDefault();
  move(dragged, lane);
});
document.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  dragged = undefined;
  if (missed && !going) again();
  for (const lane of lanes()) lane.classList.remove("over");
});

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.(".board__card");
  if (!card || event.ctrlKey || event.metaKey) return;
  const all = lanes();
  const at = all.indexOf(card.closest(".lane"));
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step && event.altKey) {
    event.preventDefault();
    if (all[at + step]) move(card, all[at + step]);
  } else if (!event.altKey && ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"].includes(event.key)) {
    event.preventDefault();
    const beside = event.key === "ArrowDown" ? card.nextElementSibling : card.previousElementSibling;
    const cards = step ? all.slice(step > 0 ? at + 1 : 0, step > 0 ? undefined : at) : [];
    const there = step ? (step > 0 ? cards : cards.reverse()).find((lane) => lane.querySelector("li"))?.querySelector("li") : beside;
    there?.querySelector("a").focus();
  }
});
