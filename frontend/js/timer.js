// The timer beside a ticket. It runs on while one looks at others, for each ticket by itself, and what it counted is
// offered to be written down: nothing is booked without a look.

const KEY = "derman-timer";
const kept = () => JSON.parse(localStorage.getItem(KEY) ?? "{}");
const keep = (all) => localStorage.setItem(KEY, JSON.stringify(all));
const clock = (minutes) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;

customElements.define("derman-timer", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => { if (event.target.closest("[data-timer]")) this.press(); });
    this.ticking = setInterval(() => this.draw(), 5_000);
    this.draw();
  }

  disconnectedCallback() { clearInterval(this.ticking); }

  get since() { return kept()[this.dataset.ticket]; }

  get minutes() { return Math.floor((Date.now() - this.since) / 60_000); }

  press() {
    const all = kept();
    if (!this.since) all[this.dataset.ticket] = Date.now();
    else {
      const field = document.getElementById(this.dataset.field);
      field.value = clock(Math.max(1, this.minutes));
      delete all[this.dataset.ticket];
      document.getElementById(this.dataset.menu).showPopover();
      field.select();
    }
    keep(all);
    this.draw();
  }

  draw() {
    const runs = Boolean(this.since);
    this.querySelector("[data-timer]").setAttribute("aria-pressed", String(runs));
    this.querySelector("[data-start]").hidden = runs;
    this.querySelector("[data-stop]").hidden = !runs;
    if (runs) this.querySelector("[data-shown]").textContent = clock(this.minutes);
  }
});
