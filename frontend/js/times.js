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

/** A ring whose fill says how much is left: <derman-clock class="clock" data-left=".22">22 min</derman-clock>. */
customElements.define("derman-clock", class extends HTMLElement {
  static observedAttributes = ["data-left"];
  attributeChangedCallback(_name, _old, value) {
    if (value !== null) this.style.setProperty("--left", value);
  }
});

/** A bar that is filled so far: <derman-bar data-part=".4">. */
customElements.define("derman-bar", class extends HTMLElement {
  connectedCallback() {
    this.style.setProperty("--part", this.dataset.part ?? "0");
  }
});
