// <time data-ago> reads “8 min” when the server writes it; here it goes on being true, in the server's words.

const [NOW, MINUTES, HOURS, DAYS] = (document.body.dataset.ago ?? "now|{} min|{} h|{} d").split("|");

export function ago(date, now = Date.now()) {
  const seconds = (now - date.getTime()) / 1000;
  if (seconds > 6 * 86400) return undefined; // an older one keeps the date that the server wrote
  if (seconds < 60) return NOW;
  if (seconds < 3600) return MINUTES.replace("{}", Math.floor(seconds / 60));
  if (seconds < 86400) return HOURS.replace("{}", Math.floor(seconds / 3600));
  return DAYS.replace("{}", Math.floor(seconds / 86400));
}

export function refresh(root = document) {
  for (const time of root.querySelectorAll("time[data-ago]")) {
    const text = ago(new Date(time.dateTime));
    if (text && time.textContent !== text) time.textContent = text;
  }
}

refresh();
setInterval(() => refresh(), 30_000);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
document.addEventListener("htmx:after:swap", () => refresh());

const [LEFT, LATE] = (document.body.dataset.left ?? "{} left|late {}").split("|");
const HOUR = 3_600_000;

function length(milliseconds) {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 60) return MINUTES.replace("{}", minutes);
  return minutes < 1440 ? HOURS.replace("{}", Math.floor(minutes / 60)) : DAYS.replace("{}", Math.floor(minutes / 1440));
}

/** A ring that empties: <derman-clock class="clock" data-since="…" data-due="…">due 14:30</derman-clock>, or `data-left`. */
customElements.define("derman-clock", class extends HTMLElement {
  static observedAttributes = ["data-due", "data-left"];
  connectedCallback() {
    this.ticking = setInterval(() => this.draw(), 15_000);
    this.draw();
  }
  disconnectedCallback() {
    clearInterval(this.ticking);
  }
  attributeChangedCallback() {
    this.draw();
  }
  draw() {
    const { due, since, left } = this.dataset;
    if (!due) {
      if (left) this.style.setProperty("--left", left);
      return;
    }
    const [end, start, now] = [Date.parse(due), Date.parse(since), Date.now()];
    const part = Math.min(1, Math.max(0, (end - now) / Math.max(1, end - start)));
    const isLate = now >= end;
    this.style.setProperty("--left", isLate ? 1 : part.toFixed(3));
    this.classList.toggle("clock--late", isLate);
    this.classList.toggle("clock--warn", !isLate && (part < 0.25 || end - now < HOUR / 2));
    // further away the server's words hold: the moment itself
    const text = isLate ? LATE.replace("{}", length(now - end)) : end - now < HOUR ? LEFT.replace("{}", length(end - now)) : "";
    if (text && this.textContent !== text) this.textContent = text;
  }
});

/** A bar that is filled so far: <derman-bar data-part=".4">. */
customElements.define("derman-bar", class extends HTMLElement {
  connectedCallback() {
    this.style.setProperty("--part", this.dataset.part ?? "0");
  }
});
