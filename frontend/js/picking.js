// Choosing many tickets in the queue: S, a click on a box, Shift for a range, or all that match.

const chosen = new Set();
let all = false; // every ticket of the view, also those that are not on the screen
let last = ""; // where a range begins
const searching = () => Boolean(document.getElementById("q")?.value.trim()); // then the lines are not the view's
const form = () => document.getElementById("picked");
const boxes = () => [...document.querySelectorAll("#rows .chooses input")];

function show() {
  const bar = form();
  const list = document.getElementById("rows");
  if (!bar || !list) return;
  const picking = all || chosen.size > 0 || list.dataset.picking === "asked";
  list.classList.toggle("picking", picking);
  document.querySelector("[data-picks]")?.setAttribute("aria-pressed", String(picking));
  for (const box of boxes()) box.checked = all || chosen.has(box.value);
  bar.hidden = !picking;
  bar.elements.numbers.value = all ? "" : [...chosen].join(",");
  bar.elements.view.value = all ? bar.dataset.view : "";
  const count = chosen.size;
  bar.querySelector("[data-picked]").textContent = all ? bar.dataset.all : count === 1 ? bar.dataset.one : bar.dataset.many.replace("{}", count.toLocaleString(document.documentElement.lang));
  bar.querySelector("[type=submit]").disabled = !all && count === 0;
  bar.querySelector("[data-pick-all]")?.toggleAttribute("hidden", all || searching());
}

/** Choose or leave one ticket; with `range` all from the one before to it. */
export function pick(number, { range = false, on } = {}) {
  if (all) { all = false; for (const box of boxes()) chosen.add(box.value); }
  const want = on ?? !chosen.has(number);
  const numbers = boxes().map((box) => box.value);
  const [from, to] = [numbers.indexOf(last), numbers.indexOf(number)].sort((one, other) => one - other);
  const meant = range && from >= 0 ? numbers.slice(from, to + 1) : [number];
  for (const one of meant) { if (want) chosen.add(one); else chosen.delete(one); }
  last = number;
  show();
}

function none() {
  chosen.clear();
  all = false;
  last = "";
  delete document.getElementById("rows")?.dataset.picking;
  show();
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.(".chooses input");
  if (box) { pick(box.value, { range: event.shiftKey, on: box.checked }); return; }
  if (event.target.closest?.("[data-pick-all]")) { if (searching()) return; chosen.clear(); all = true; show(); form().querySelector("[type=submit]").focus(); return; }
  if (event.target.closest?.("[data-unpick]")) { none(); document.querySelector("#rows .ticket > a")?.focus(); return; }
  const button = event.target.closest?.("[data-picks]");
  if (!button) return;
  // by its key: the ticket that has the focus, or the one that is open
  const row = event.detail === 0 && (document.activeElement.closest?.(".ticket") ?? document.querySelector(".ticket:has(> a[aria-current=true])"));
  const box_ = row && row.querySelector(".chooses input");
  if (box_) { pick(box_.value); return; }
  const list = document.getElementById("rows");
  if (list.classList.contains("picking")) none();
  else { list.dataset.picking = "asked"; show(); }
});

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail.ctx.target;
  // another view is another choice
  if (target?.id === "list") none();
  else if (target?.closest?.("#list")) {
    if (all && searching()) none();
    else show();
  }
  if (target?.id !== "many-body") return;
  const dialog = document.getElementById("many");
  if (!dialog.open) dialog.showModal();
  // what was asked for is under way: the choice has served
  if (document.querySelector("#many [data-live]")) none();
});
