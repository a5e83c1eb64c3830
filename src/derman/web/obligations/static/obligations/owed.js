// What could slip: J and K walk through the lines, E presses the button of the line where one stands, X the other one.
const rows = () => [...document.querySelectorAll("#owed .owed__row")];
const here = () => document.activeElement.closest?.(".owed__row");
const TYPING = "input, textarea, select, [contenteditable=true]";
let place = 0; // where the line was that is done and gone

function stand(index) {
  const all = rows();
  if (!all.length) return;
  place = Math.max(0, Math.min(all.length - 1, index));
  all[place].querySelector("a").focus();
  all[place].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.(TYPING)) return;
  if (document.querySelector("dialog[open], .menu:popover-open")) return;
  const key = event.key.toLocaleLowerCase("en");
  const row = here();
  const at = row ? rows().indexOf(row) : -1;
  if (key === "j" || (row && event.key === "ArrowDown")) stand(at + 1);
  else if (key === "k" || (row && event.key === "ArrowUp")) stand(at < 0 ? 0 : at - 1);
  else if (key === "e" && row) { place = at; row.querySelector("[data-main]")?.click(); }
  else if (key === "x" && row) { place = at; row.querySelector("[data-second]")?.click(); }
  else return;
  event.preventDefault();
});

// the line that was done is gone: the next one takes its place, so that one can go on
document.addEventListener("htmx:after:swap", () => { if (!here() && document.activeElement === document.body && place) stand(place); });
document.addEventListener("submit", (event) => {
  const row = event.target.closest?.(".owed__row");
  if (row) place = rows().indexOf(row) || 0;
});
