// A line of tabs that is too long for its place scrolls: what is chosen is in sight, a fade says where more is, and a
// wheel moves it too.

const LINE = ".tabs";
const FADE = 36; // px, as the style has it

/** Say at which of its ends a line goes on: “before”, “after”, both or none, which the style fades. */
function fade(line) {
  const rest = line.scrollWidth - line.clientWidth - line.scrollLeft;
  const ends = [line.scrollLeft > 1 && "before", rest > 1 && "after"].filter(Boolean).join(" ");
  if ((line.dataset.goesOn ?? "") === ends) return;
  if (ends) line.dataset.goesOn = ends;
  else delete line.dataset.goesOn;
}

/** Scroll a line, and nothing else on the page, so that its chosen tab is in sight with some of its neighbours. */
function reveal(line) {
  const chosen = line.querySelector("[aria-current]");
  if (chosen) {
    const [from, to] = [chosen.offsetLeft - line.offsetLeft, chosen.offsetLeft - line.offsetLeft + chosen.offsetWidth];
    if (from < line.scrollLeft || to > line.scrollLeft + line.clientWidth - FADE) line.scrollLeft = (from + to - line.clientWidth) / 2;
  }
  fade(line);
}

const lines = (root) => root.querySelectorAll?.(LINE) ?? [];
const sizes = new ResizeObserver((entries) => { for (const { target } of entries) fade(target); });

function watch(root) {
  for (const line of lines(root)) { sizes.observe(line); reveal(line); }
}

document.addEventListener("scroll", (event) => { if (event.target.matches?.(LINE)) fade(event.target); }, { capture: true, passive: true });
document.addEventListener("wheel", (event) => {
  const line = event.target.closest?.(LINE);
  // sideways is the browser's own; a line that fits lets the page scroll
  if (!line?.dataset.goesOn || event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
  event.preventDefault();
  line.scrollLeft += event.deltaY;
}, { passive: false });
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail.ctx.target;
  // counts that change leave the line where it was scrolled to
  if (target?.matches?.(LINE)) fade(target);
  else watch(document);
});
// letters of another width came with the font
document.fonts?.ready.then(() => watch(document));
watch(document);
