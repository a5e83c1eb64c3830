// The composer: an answer or a note. It loses nothing: every pause in typing saves a draft, and what could not be sent
// stays. The server's form works without this script; here it gets rich text, files, drafts and keys.
import { Draft } from "./drafts.js";
import { Replies } from "./replies.js";
import { Sending } from "./sending.js";
import { Surface, leave } from "./surface.js";
import { Uploads, takesDrops } from "./uploads.js";

const csrf = () => JSON.parse(document.body.getAttribute("hx-headers:inherited"));

class Composer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    const headers = csrf();
    this.surface = new Surface(this, { changed: () => this.changed(), files: (files) => this.take(files), menuOpen: () => this.replies.open });
    this.uploads = new Uploads({
      list: this.querySelector(".composer__files"), address: this.dataset.upload, headers,
      texts: { failed: this.dataset.uploadFailed, remove: this.dataset.remove }, onChange: () => this.changed(),
    });
    this.replies = new Replies({
      menu: this.querySelector(".menu--replies"), headers, insert: (reply) => this.insertReply(reply),
      typed: (text) => { this.surface.insert(text); this.surface.focus(); }, back: () => this.surface.focus(),
      failed: () => this.wrong(document.body.dataset.unreachable),
    });
    this.draft = new Draft({ address: this.dataset.draft, headers, body: () => this.body, note: this.querySelector(".saved"), texts: this.dataset, elsewhere: this.querySelector(".elsewhere") });
    this.sending = new Sending(this, {
      surface: this.surface, uploads: this.uploads, wrong: (sentence) => this.wrong(sentence),
      leaving: () => this.draft.forget(), sent: () => this.clear(),
    });
    this.addEventListener("click", (event) => this.press(event));
    this.addEventListener("keydown", (event) => this.key(event));
    this.form.addEventListener("input", (event) => { if (!event.target.closest(".menu")) this.changed(); });
    this.querySelector("input[type=file]").addEventListener("change", (event) => {
      this.take([...event.target.files]);
      event.target.value = "";
    });
    takesDrops(this.closest(".talk") ?? this, this.form, (files) => this.surface.enrich().then(() => this.take(files)));
    this.mode(this.form.elements.mode.value, false);
    this.surface.begin();
  }

  disconnectedCallback() {
    this.draft.end();
    this.surface.destroy();
  }

  changed() {
    if (!this.surface.editor && this.surface.loading) this.surface.typed = true;
    this.wrong("");
    this.sending.doubt("");
    this.draft.soon();
  }

  get body() {
    const body = new FormData(this.form);
    if (this.surface.editor) body.set("text", "");
    return body;
  }

  mode(mode, focus = true) {
    this.form.elements.mode.value = mode;
    this.form.dataset.mode = mode;
    for (const button of this.querySelectorAll("[data-mode-choice]")) button.setAttribute("aria-pressed", String(button.dataset.modeChoice === mode));
    for (const element of this.querySelectorAll("[data-only]")) element.hidden = element.dataset.only !== mode;
    const { placeholderNote: note, placeholderForward: forward, placeholderReply: reply } = this.dataset;
    this.surface.placeholder({ note, forward }[mode] ?? reply);
    const copies = this.querySelector("[data-cc-row]");
    copies.hidden = mode !== "reply" || !this.addresses.some((input) => input.value);
    if (!focus) return;
    // words to somebody outside begin with whom they go to
    if (mode === "forward") this.form.elements.to.focus();
    else this.surface.focus();
  }

  press(event) {
    const on = (selector) => event.target.closest(selector);
    const choice = on("[data-mode-choice]");
    const sends = on("[data-then], [data-remind], [data-later]");
    if (choice) { this.mode(choice.dataset.modeChoice); this.changed(); }
    else if (on("[data-attach]")) this.querySelector("input[type=file]").click();
    else if (on("[data-anyway]")) this.sending.anyway();
    else if (on("[data-cc]")) this.cc();
    else if (on("[data-again]")) this.uploads.again(on("[data-again]").dataset);
    else if (on("[data-tool]")) this.surface.tool(on("[data-tool]").dataset.tool);
    else if (on("[data-link]")) this.surface.link(this.dataset.linkQuestion);
    else if (on("[data-rich-toggle]")) this.surface.toggle();
    else if (sends) this.sending.choose(sends);
    else if (on(".composer__text")) this.surface.focus();
  }

  key(event) {
    if (event.target.name === "later_at" && event.key === "Enter") {
      // a time is no “Send”
      event.preventDefault();
      this.querySelector("[data-later=at]").click();
    }
    if (event.target.closest(".menu")) return;
    if (event.key === "Enter" && event.target.matches("[name=to], [name=also_to], [name=cc], [name=bcc]") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.surface.focus();
    }
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.isComposing && this.surface.onEmptyLine(event.target)) {
      event.preventDefault();
      event.stopPropagation();
      this.replies.slash();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      this.querySelector(event.shiftKey ? "[data-next]" : "[data-send]")?.click();
    } else if (event.key === "Escape" && !this.querySelector(".mentions, .menu:popover-open")) {
      leave();
    }
  }

  cc() {
    const row = this.querySelector("[data-cc-row]");
    row.hidden = false;
    row.querySelector("input").focus();
  }

  /** The fields of whom else an answer goes to. */
  get addresses() { return [...this.querySelectorAll("[data-cc-row] input")]; }

  insertReply({ text, missing, files }) {
    for (const file of files) this.uploads.waiting(file);
    this.surface.insert(text);
    this.surface.focus();
    if (missing.length) this.wrong(`${this.dataset.unfilled} ${missing.map((name) => `{{${name}}}`).join(", ")}`);
  }

  clear() {
    this.surface.clear();
    this.uploads.clear();
    this.draft.forget();
    this.querySelector(".saved").textContent = "";
    if (this.form.elements.mode.value === "forward") this.mode("reply", false);
    // for this one answer only
    for (const input of [this.form.elements.to, ...this.addresses]) input.value = "";
    for (const box of this.querySelectorAll("[name=left_out]")) box.checked = false;
    this.querySelector("[data-cc-row]").hidden = true;
  }

  wrong(sentence) {
    const place = this.querySelector("form > .wrong");
    place.hidden = !sentence;
    place.querySelector("span").textContent = sentence;
  }

  async take(files) {
    for (const file of files) {
      const stored = await this.uploads.add(file);
      // a picture stands in the text where it was pasted; everything else hangs below
      if (stored?.is_picture) this.surface.picture(stored);
    }
  }
}
customElements.define("derman-composer", Composer);
