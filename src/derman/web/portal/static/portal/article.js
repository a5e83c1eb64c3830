// An article: its print button, and the line of the table of contents that one is reading.
const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

const lines = new Map([...document.querySelectorAll("aside.toc nav a")].map((line) => [decodeURIComponent(line.hash.slice(1)), line]));
const headings = [...document.querySelectorAll("article :is(h2, h3)[id]")].filter((heading) => lines.has(heading.id));

function mark() {
  const reading = headings.findLast((heading) => heading.getBoundingClientRect().top < 140) ?? headings[0];
  for (const [id, line] of lines) {
    if (id === reading.id) line.setAttribute("aria-current", "true");
    else line.removeAttribute("aria-current");
  }
}

if (headings.length) {
  let waits = false;
  addEventListener("scroll", () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; mark(); });
  }, { passive: true });
  mark();
}
