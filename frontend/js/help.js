// The help button on a page of another site. One script, one element with a shadow root: the page's styles do not come
// in, ours do not go out, and nothing is kept in the visitor's browser. It asks the desk without cookies.
import css from "../css/help.css";

const PAUSE = 250;
const script = document.currentScript ?? document.querySelector('script[src$="/help.js"]');
const desk = script && new URL(script.src).origin;
const tag = (script?.dataset.lang || document.documentElement.lang || navigator.language || "").slice(0, 2);
// tells the searches of this page from others, and is forgotten with it
const visitor = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const PATHS = {
  help: "M12 22a10 10 0 1 0 0-20 10 10 0 0 0 0 20ZM9.1 9a3 3 0 0 1 5.8 1c0 2-3 3-3 3M12 17h.01",
  x: "M18 6 6 18M6 6l12 12",
  left: "m12 19-7-7 7-7M19 12H5",
};

/** An element with its attributes and what stands in it. */
function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

function icon(name) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const attributes = { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" };
  for (const [key, value] of Object.entries(attributes)) drawn.setAttribute(key, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  drawn.append(path);
  return drawn;
}

/** Pieces of text, what was looked for marked. */
const marked = (pieces) => pieces.map(([text, hit]) => (hit ? make("mark", {}, text) : text));

async function ask(path, body) {
  const given = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ lang: tag, visitor, ...body }) };
  const answer = await fetch(`${desk}/help/${path}/${body ? "" : `?lang=${encodeURIComponent(tag)}`}`, { credentials: "omit", referrerPolicy: "no-referrer", ...given });
  return { status: answer.status, ...(await answer.json()) };
}

class Help {
  constructor(first) {
    this.first = first;
    this.words = first.words;
    this.host = make("derman-help", { lang: first.lang });
    if (script.dataset.theme) this.host.dataset.theme = script.dataset.theme;
    const root = this.host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    const colours = Object.entries(first.colours).map(([name, [light, dark]]) => `--${name}:light-dark(${light},${dark});`);
    sheet.replaceSync(`${css}\n:host{${colours.join("")}}`);
    root.adoptedStyleSheets = [sheet];
    this.opens = make("button", { type: "button", class: "opens", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => this.toggle() }, icon("help"), this.words.help);
    this.title = make("h2", { id: "title", tabindex: "-1" });
    this.back = make("button", { type: "button", class: "round", "aria-label": this.words.back, onclick: () => this.search() }, icon("left"));
    const close = make("button", { type: "button", class: "round", "aria-label": this.words.close, onclick: () => this.dialog.close() }, icon("x"));
    this.body = make("div", { class: "body" });
    this.foot = make("footer", {}, make("button", { type: "button", class: "btn btn--main", onclick: () => this.form() }, this.words.write));
    this.status = make("p", { class: "only-read", role: "status" });
    this.dialog = make("dialog", { "aria-labelledby": "title", onclose: () => this.closed(), onkeydown: (event) => this.key(event) }, make("header", {}, this.back, this.title, close), this.body, this.foot, this.status);
    root.append(this.opens, this.dialog);
    for (const [name, value] of [["display", "block"], ["position", "static"], ["transform", "none"], ["opacity", "1"], ["filter", "none"]]) this.host.style.setProperty(name, value, "important");
    document.body.append(this.host);
  }

  toggle() {
    if (this.dialog.open) { this.dialog.close(); return; }
    // over the whole of a small screen nothing else can be reached; beside a page it can
    if (matchMedia("(max-width: 520px)").matches) this.dialog.showModal();
    else this.dialog.show();
    this.opens.setAttribute("aria-expanded", "true");
    if (this.body.childElementCount) this.body.querySelector("input, textarea")?.focus();
    else this.search();
  }

  closed() {
    this.opens.setAttribute("aria-expanded", "false");
    this.opens.focus();
  }

  key(event) {
    event.stopPropagation(); // the page's own keys mean nothing in here
    if (event.key === "Escape" && !event.defaultPrevented) { event.preventDefault(); this.dialog.close(); }
  }

  show(title, back, ...parts) {
    this.title.textContent = title;
    this.title.removeAttribute("lang");
    this.back.hidden = !back;
    this.foot.hidden = false;
    this.status.textContent = "";
    this.body.replaceChildren(...parts.filter(Boolean));
    this.body.scrollTop = 0;
  }

  search() {
    this.view = "search";
    this.input ??= make("input", { type: "search", id: "q", maxlength: "200", autocomplete: "off", placeholder: this.words.placeholder, oninput: () => this.typed() });
    this.list ??= make("div", { class: "found" });
    this.show(this.words.title, false, make("div", {}, make("label", { for: "q" }, this.words.search), this.input), ...this.first.announced.map((one) => this.notice(one)), this.list);
    if (!this.input.value.trim()) this.popular();
    this.input.focus();
  }

  notice(one) {
    return make("a", { class: one.urgent ? "notice notice--urgent" : "notice", href: one.url, target: "_blank", rel: "noopener", lang: one.lang }, make("b", {}, one.title), one.state && make("span", { class: "muted", lang: this.first.lang }, one.state, " · "), make("span", {}, one.text), make("span", { class: "only-read", lang: this.first.lang }, ` (${this.words.new_tab})`));
  }

  popular() {
    this.lines(this.first.popular.length ? this.words.popular : "", this.first.popular);
  }

  lines(title, answers) {
    const list = make("ul", { class: "list" }, ...answers.map((one) => make("li", {}, this.line(one))));
    this.list.replaceChildren(...(title ? [make("h3", {}, title)] : []), ...(answers.length ? [list] : []));
  }

  line(one) {
    const about = [one.kind && make("span", { lang: this.first.lang }, one.kind, " · "), ...marked(one.excerpt ?? [])].filter(Boolean);
    const inner = [make("b", {}, ...marked(one.title)), about.length ? make("span", { class: "muted" }, ...about) : ""];
    if (one.article) return make("button", { type: "button", lang: one.lang, onclick: () => this.read(one) }, ...inner);
    return make("a", { href: one.url, target: "_blank", rel: "noopener", lang: one.lang }, ...inner, make("span", { class: "only-read", lang: this.first.lang }, ` (${this.words.new_tab})`));
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.find(), PAUSE);
  }

  async find() {
    const words = this.input.value;
    if (words.trim().length < 2) { this.popular(); this.status.textContent = ""; return; }
    const found = await ask("answers", { q: words }).then((answer) => answer.found).catch(() => null);
    // an answer that comes after the next was asked for says nothing
    if (words !== this.input.value) return;
    if (!found) this.lines(this.words.failed, []);
    else this.lines(found.length ? this.words.answers : this.words.nothing, found);
    if (this.view === "search") this.status.textContent = found?.length ? `${this.words.answers}: ${found.length}` : this.list.textContent;
  }

  async read(one) {
    this.view = one.article;
    this.show(this.words.loading, true);
    this.title.focus();
    const page = await ask("article", { article: one.article }).catch(() => ({}));
    if (this.view !== one.article) return;
    if (page.body === undefined) { this.show(page.wrong || this.words.failed, true); this.title.focus(); return; }
    let contents = [];
    try { contents = this.contents(page.body); } catch { /* a page that wants Trusted Types: the link is left */ }
    const link = make("p", {}, make("a", { href: one.url, target: "_blank", rel: "noopener" }, this.words.whole, make("span", { class: "only-read" }, ` (${this.words.new_tab})`)));
    this.show(page.title, true, make("div", { class: "prose", lang: page.lang }, ...contents), this.opinion(one.article), link);
    this.title.lang = page.lang;
    this.title.focus();
  }

  /** The article, its links and pictures with whole addresses: here they would mean the page's own. */
  contents(body) {
    const read = new DOMParser().parseFromString(body, "text/html");
    for (const [name, selector] of [["src", "[src]"], ["href", "[href]"]]) {
      for (const found of read.querySelectorAll(selector)) {
        const address = found.getAttribute(name);
        if (!address.startsWith("#")) found.setAttribute(name, new URL(address, `${desk}/`).href);
        if (name === "href") { found.setAttribute("target", "_blank"); found.setAttribute("rel", "noopener"); }
      }
    }
    return read.body.childNodes;
  }

  opinion(article) {
    const row = make("div", { class: "row", role: "group", "aria-label": this.words.helped }, make("span", {}, this.words.helped));
    for (const [helpful, words] of [["yes", this.words.yes], ["no", this.words.no]]) {
      row.append(make("button", { type: "button", class: "btn", onclick: () => this.say(row, article, helpful) }, words));
    }
    return row;
  }

  async say(row, article, helpful) {
    const answer = await ask("opinion", { article, helpful }).catch(() => ({ status: 0 }));
    const told = make("p", { class: "said", tabindex: "-1" }, answer.status === 200 ? this.words.thanks : this.words.failed);
    row.replaceChildren(told);
    told.focus();
  }

  form() {
    this.view = "form";
    this.written ??= this.newForm();
    const subject = this.written.elements.subject;
    if (!subject.value && this.input) subject.value = this.input.value.trim();
    this.show(this.words.write, true, this.written);
    this.foot.hidden = true;
    this.written.elements.name.focus();
  }

  newForm() {
    const field = (name, label, attributes, { hint, area } = {}) => make("div", {}, make("label", { for: name }, label), make(area ? "textarea" : "input", { id: name, name, "aria-describedby": `${name}-wrong${hint ? ` ${name}-hint` : ""}`, ...attributes }), hint && make("p", { class: "muted", id: `${name}-hint` }, hint), make("p", { class: "wrong", id: `${name}-wrong`, role: "alert" }));
    const trap = make("div", { class: "trap", "aria-hidden": "true" }, make("label", { for: "website" }, this.words.trap), make("input", { id: "website", name: "website", tabindex: "-1", autocomplete: "off" }));
    return make("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); this.send(event.target); } },
      field("name", this.words.name, { autocomplete: "name", maxlength: "120" }),
      field("email", this.words.email, { type: "email", autocomplete: "email", maxlength: "254", required: true }, { hint: this.words.email_hint }),
      field("subject", this.words.subject, { maxlength: "300", required: true, autocomplete: "off" }),
      field("text", this.words.text, { maxlength: "20000" }, { area: true }),
      trap, make("p", { class: "wrong", id: "all-wrong", role: "alert" }),
      make("button", { type: "submit", class: "btn btn--main" }, this.words.send));
  }

  async send(form) {
    if (this.sending) return;
    this.sending = true;
    this.status.textContent = this.words.sending;
    const given = Object.fromEntries(new FormData(form));
    const answer = await ask("write", { ...given, page: location.origin + location.pathname }).catch(() => ({ status: 0, wrong: this.words.failed, field: "" }));
    this.sending = false;
    this.status.textContent = "";
    for (const place of form.querySelectorAll(".wrong")) place.textContent = "";
    for (const input of form.elements) input.removeAttribute("aria-invalid");
    if (answer.status === 200) { this.sent(answer.number, given.email); return; }
    const wrong = answer.field && form.elements[answer.field];
    if (wrong) { wrong.setAttribute("aria-invalid", "true"); wrong.focus(); }
    form.querySelector(wrong ? `#${answer.field}-wrong` : "#all-wrong").textContent = answer.wrong || this.words.failed;
  }

  sent(number, email) {
    this.written = undefined;
    this.view = "sent";
    this.show(this.words.sent, true, make("div", { class: "said" }, make("p", {}, make("b", {}, `#${number}`)), make("p", {}, `${this.words.answer_to} ${email}`)));
    this.foot.hidden = true;
    this.title.focus();
  }
}

async function begin() {
  if (!desk || document.querySelector("derman-help")) return;
  const first = await ask("start").catch(() => ({ status: 0 }));
  // a site that the desk does not allow gets no button, and its page nothing to stumble over
  if (first.status === 200) new Help(first);
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
else begin();
