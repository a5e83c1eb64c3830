// Articles in the composer: “#” on an empty line, or the button, opens the list; words narrow it, Enter puts in a link.
// A module of its own: it asks the composer only where one types, and for its place to put text.

const PAUSE = 120;
const csrf = () => JSON.parse(document.body.getAttribute("hx-headers:inherited"));
const menuOf = (composer) => composer.querySelector(".menu--articles");

class Articles {
  constructor(composer) {
    this.composer = composer;
    this.menu = menuOf(composer);
    this.input = this.menu.querySelector("input");
    this.list = this.menu.querySelector("[data-list]");
    this.note = this.menu.querySelector("p");
    this.menu.addEventListener("opens", () => this.find());
    this.menu.addEventListener("toggle", (event) => { if (event.newState === "closed") this.closed(); });
    this.menu.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.find(), PAUSE);
    });
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-article]");
      if (button) this.use(button.dataset.article, button.dataset.as);
    });
  }

  get mode() { return this.composer.querySelector("form").elements.mode.value; }

  open() {
    this.typed = true;
    this.menu.openedBy = undefined;
    this.menu.showPopover();
  }

  /** What was typed instead of a search stays typed: “#48213” is a ticket. */
  closed() {
    const words = this.typed && !this.chosen ? this.input.value : "";
    this.typed = this.chosen = this.waits = false;
    clearTimeout(this.timer);
    this.fetching?.abort();
    this.list.replaceChildren();
    this.input.value = "";
    if (words) { this.composer.surface.insert(`#${words}`); this.composer.surface.focus(); }
  }

  key(event) {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.menu.hidePopover(); return; }
    if (event.target !== this.input || event.isComposing || event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (this.shown === this.input.value.trim()) this.list.querySelector("[data-article]")?.click();
    else { this.waits = true; this.find(); }
  }

  async find() {
    clearTimeout(this.timer);
    this.fetching?.abort();
    this.fetching = new AbortController();
    this.shown = undefined;
    const words = this.input.value.trim();
    try {
      const answer = await fetch(`${this.menu.dataset.address}?${new URLSearchParams({ q: words, mode: this.mode })}`, { signal: this.fetching.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      this.draw((await answer.json()).articles);
      this.note.textContent = this.list.childElementCount ? "" : words ? this.menu.dataset.none : this.menu.dataset.empty;
      this.shown = words;
      if (this.waits) { this.waits = false; this.list.querySelector("[data-article]")?.click(); }
    } catch (error) {
      if (error.name !== "AbortError") this.note.textContent = document.body.dataset.unreachable;
    }
  }

  draw(articles) {
    this.list.replaceChildren(...articles.map((article) => {
      const row = Object.assign(document.createElement("div"), { className: "articles__row" });
      const button = (as, name) => {
        const made = Object.assign(document.createElement("button"), { type: "button", className: name });
        made.dataset.article = article.id;
        made.dataset.as = as;
        return made;
      };
      const link = button("link", "");
      link.title = this.menu.dataset.asLink;
      const text = Object.assign(document.createElement("span"), { className: "replies__row" });
      const head = Object.assign(document.createElement("span"), { className: "replies__name", textContent: article.title, lang: article.language });
      const about = Object.assign(document.createElement("span"), { className: "tiny muted", textContent: [article.category, article.language.toUpperCase()].filter(Boolean).join(" · ") });
      const words = Object.assign(document.createElement("span"), { className: "tiny muted clip", textContent: article.excerpt, lang: article.language });
      text.append(head, about, words);
      link.append(text);
      const whole = button("text", "articles__text");
      whole.textContent = this.menu.dataset.asText;
      whole.setAttribute("aria-label", `${this.menu.dataset.asText}: ${article.title}`);
      row.append(link, whole);
      return row;
    }));
  }

  async use(id, as) {
    this.chosen = true;
    if (this.menu.matches(":popover-open")) this.menu.hidePopover();
    this.composer.surface.focus();
    try {
      const answer = await fetch(`${this.menu.dataset.address}${id}/`, { method: "POST", body: new URLSearchParams({ mode: this.mode }), headers: csrf() });
      if (!answer.ok) throw new Error(answer.statusText);
      const given = await answer.json();
      this.composer.surface.insert(as === "text" ? given.text : `${given.title}: ${given.address}`);
      this.composer.surface.focus();
    } catch { this.composer.wrong(document.body.dataset.unreachable); }
  }
}

const known = new WeakMap();
function articlesOf(composer) {
  if (known.get(composer)?.menu !== menuOf(composer)) known.set(composer, new Articles(composer));
  return known.get(composer);
}

document.addEventListener("keydown", (event) => {
  const composer = event.target.closest?.("derman-composer");
  if (!composer || event.key !== "#" || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.target.closest(".menu") || !composer.surface.onEmptyLine(event.target)) return;
  event.preventDefault();
  event.stopPropagation();
  articlesOf(composer).open();
}, { capture: true });

// the button opens the menu itself; before it does, the list must know of it
document.addEventListener("click", (event) => {
  const composer = event.target.closest?.('[popovertarget="menu-articles"]')?.closest("derman-composer");
  if (composer) articlesOf(composer);
}, { capture: true });
