// The composer: an answer or a note. It loses nothing: every pause in typing saves a draft, and what could not be sent
// stays. The server's form works without this script; here it gets rich text, files, drafts and keys.
import { ownWords, speaksOfAttachment, unfilled } from "./doubts.js";
import { link, makeEditor, markTools, mentioned, use } from "./editor.js";
import { Replies } from "./replies.js";
import { Uploads } from "./uploads.js";

const PAUSE = 700;
const csrf = () => JSON.parse(document.body.getAttribute("hx-headers:inherited"));
const wantsPlain = () => localStorage.getItem("derman-plain") === "1";

class Composer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.text = this.form.elements.text;
    this.html = this.form.elements.html;
    this.then = this.form.elements.then.value;
    this.uploads = new Uploads({
      list: this.querySelector(".composer__files"), address: this.dataset.upload, headers: csrf(),
      texts: { failed: this.dataset.uploadFailed, remove: this.dataset.remove }, onChange: () => this.changed(),
    });
    this.replies = new Replies({
      menu: this.querySelector(".menu--replies"), headers: csrf(), insert: (reply) => this.insertReply(reply),
      typed: (text) => { this.insert(text); this.focusText(); }, failed: () => this.wrong(document.body.dataset.unreachable),
    });
    this.addEventListener("click", (event) => this.press(event));
    this.addEventListener("keydown", (event) => this.key(event));
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => this.beforeSend(event), true);
    this.form.addEventListener("htmx:after:request", (event) => this.answered(event));
    this.querySelector("input[type=file]").addEventListener("change", (event) => {
      this.take([...event.target.files]);
      event.target.value = "";
    });
    this.text.addEventListener("focus", () => this.enrich());
    this.text.addEventListener("paste", (event) => {
      if (event.clipboardData.files.length) { event.preventDefault(); this.take([...event.clipboardData.files]); }
    });
    this.drops();
    this.mode(this.form.elements.mode.value, false);
    if (this.html.value && wantsPlain()) this.html.value = "";
    if (this.html.value) this.enrich({ focus: false });
    else this.text.value = this.text.value.trim();
    this.leave = () => this.save({ keepalive: true });
    addEventListener("pagehide", this.leave);
  }

  disconnectedCallback() {
    removeEventListener("pagehide", this.leave);
    if (this.timer) this.save({ keepalive: true });
    this.editor?.destroy();
  }

  /** Tiptap takes the place of the text field; until it is there one types into the field, and nothing is lost. */
  async enrich({ focus = true, force = false } = {}) {
    if (this.editor || this.loading || (wantsPlain() && !force && !this.html.value)) return;
    this.loading = true;
    const host = this.querySelector("[data-rich]");
    try {
      this.editor = await makeEditor({
        element: host, address: this.dataset.editor, html: this.html.value,
        placeholder: () => this.text.placeholder, label: this.text.getAttribute("aria-label"),
        onChange: (isText = true) => this.edited(isText), onFiles: (files) => this.take(files),
        people: (query) => this.people(query), mentionsAllowed: () => this.form.elements.mode.value === "note",
      });
    } catch {
      return; // without the editor the plain field goes on working
    } finally { this.loading = false; }
    // what was typed into the plain field meanwhile comes along, with the blank at its end that the next word needs
    if (this.typed || !this.html.value) {
      this.editor.commands.setContent(asParagraphs(this.text.value), { parseOptions: { preserveWhitespace: true } });
    }
    // whoever began to write in the plain field goes on writing
    const writing = (focus && !this.replies.open) || document.activeElement === this.text;
    host.hidden = false;
    if (this.replies.open) this.editor.commands.setTextSelection(this.editor.state.doc.content.size);
    if (writing) {
      // at once, and before the plain field goes: between two fields a key would go to the page, be lost or be a command
      this.editor.commands.setTextSelection(this.editor.state.doc.content.size);
      this.editor.view.focus();
    }
    this.form.classList.add("rich-on");
    this.edited(true, false);
  }

  /** Back to plain text: what is written stays, its form goes. */
  plain() {
    if (!this.editor) return this.text.focus();
    this.text.value = this.editor.getText({ blockSeparator: "\n\n" });
    this.html.value = "";
    this.unrich();
    this.text.focus();
    return this.changed();
  }

  unrich() {
    this.editor?.destroy();
    this.editor = undefined;
    this.querySelector("[data-rich]").replaceChildren();
    this.querySelector("[data-rich]").hidden = true;
    this.form.classList.remove("rich-on");
    this.typed = false;
    if (this.contains(document.activeElement)) document.activeElement.blur();
  }

  edited(isText, saves = true) {
    if (!this.editor) return;
    markTools(this.editor, this);
    if (!isText) return;
    this.html.value = this.editor.isEmpty ? "" : this.editor.getHTML();
    this.form.elements.mentions.value = mentioned(this.editor).join(",");
    if (saves) this.changed();
  }

  changed() {
    if (!this.editor && this.loading) this.typed = true;
    this.wrong("");
    this.doubt("");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  get body() {
    const body = new FormData(this.form);
    if (this.editor) body.set("text", "");
    return body;
  }

  async save({ keepalive = false } = {}) {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = 0;
    const note = this.querySelector(".saved");
    try {
      const answer = await fetch(this.dataset.draft, { method: "POST", body: new URLSearchParams(this.body), headers: csrf(), keepalive });
      if (note) note.textContent = answer.ok ? this.dataset.saved : this.dataset.unsaved;
    } catch { if (note) note.textContent = this.dataset.unsaved; }
  }

  mode(mode, focus = true) {
    this.form.elements.mode.value = mode;
    this.form.dataset.mode = mode;
    for (const button of this.querySelectorAll("[data-mode-choice]")) button.setAttribute("aria-pressed", String(button.dataset.modeChoice === mode));
    for (const element of this.querySelectorAll("[data-only]")) element.hidden = element.dataset.only !== mode;
    this.text.placeholder = mode === "note" ? this.dataset.placeholderNote : this.dataset.placeholderReply;
    this.editor?.view.dispatch(this.editor.state.tr); // draws the placeholder anew
    if (focus) this.focusText();
  }

  focusText() {
    if (this.editor) this.editor.commands.focus();
    else this.text.focus();
  }

  press(event) {
    const choice = event.target.closest("[data-mode-choice]");
    if (choice) { this.mode(choice.dataset.modeChoice); this.changed(); return; }
    if (event.target.closest("[data-attach]")) { this.querySelector("input[type=file]").click(); return; }
    if (event.target.closest("[data-anyway]")) { this.sendAnyway(); return; }
    if (event.target.closest("[data-cc]")) { this.cc(); return; }
    const tool = event.target.closest("[data-tool]");
    if (tool && this.editor) { use(this.editor, tool.dataset.tool); return; }
    if (event.target.closest("[data-link]") && this.editor) {
      const address = prompt(this.dataset.linkQuestion, this.editor.getAttributes("link").href ?? "https://");
      if (address !== null) link(this.editor, address.trim());
      return;
    }
    if (event.target.closest("[data-rich-toggle]")) {
      localStorage.setItem("derman-plain", this.editor ? "1" : "0");
      if (this.editor) this.plain();
      else this.enrich({ force: true });
      return;
    }
    const then = event.target.closest("[data-then]");
    if (then) {
      this.form.elements.then.value = then.dataset.then;
      this.form.elements.next.value = then.dataset.next ?? "";
      this.form.requestSubmit();
      return;
    }
    if (event.target.closest(".composer__text")) this.focusText();
  }

  key(event) {
    if (event.target.closest(".menu--replies")) return;
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.isComposing && this.onEmptyLine(event.target)) {
      event.preventDefault();
      event.stopPropagation();
      this.replies.slash();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      const button = this.querySelector(event.shiftKey ? "[data-next]" : "[data-send]");
      button?.click();
    } else if (event.key === "Escape" && !this.querySelector(".mentions")) {
      document.activeElement.blur();
    }
  }

  cc() {
    const row = this.querySelector(".composer__cc");
    row.hidden = false;
    row.querySelector("input").focus();
  }

  /** Is the caret alone on its line? */
  onEmptyLine(target) {
    if (target === this.text) {
      const { value, selectionStart: from, selectionEnd: to } = this.text;
      return from === to && !value.slice(0, from).split("\n").at(-1) && !value.slice(to).split("\n")[0];
    }
    const selection = this.editor?.state.selection;
    if (!selection?.empty || !target.closest("[data-rich]") || !selection.$from.parent.isTextblock || selection.$from.parent.type.spec.code) return false;
    const { parent, parentOffset: at } = selection.$from;
    const text = (from, to) => parent.textBetween(from, to, "\n", (leaf) => (leaf.type.name === "hardBreak" ? "\n" : "."));
    return !text(0, at).split("\n").at(-1) && !text(at, parent.content.size).split("\n")[0];
  }

  /** Put text where one was writing. */
  insert(text) {
    if (this.editor) {
      const html = text.includes("\n") ? asParagraphs(text) : escape(text);
      this.editor.chain().focus().insertContent(withLinks(html), { parseOptions: { preserveWhitespace: true } }).run();
      return;
    }
    this.text.setRangeText(text, this.text.selectionStart, this.text.selectionEnd, "end");
    this.changed();
  }

  insertReply({ text, missing }) {
    this.insert(text);
    this.focusText();
    if (missing.length) this.wrong(`${this.dataset.unfilled} ${missing.map((name) => `{{${name}}}`).join(", ")}`);
  }

  /** What one would want to know before this is sent, in a sentence. */
  doubts() {
    const text = this.editor ? ownWords(this.html.value) : this.text.value;
    const places = unfilled(text);
    return [
      places.length ? `${this.dataset.unfilled} ${places.join(", ")}.` : "",
      speaksOfAttachment(text) && !this.uploads.ids.length ? this.dataset.forgotten : "",
    ].filter(Boolean).join(" ");
  }

  doubt(sentence) {
    const place = this.querySelector(".doubt");
    place.hidden = !sentence;
    place.querySelector("span").textContent = sentence;
  }

  sendAnyway() {
    this.anyway = true;
    for (const [name, value] of Object.entries(this.asked)) this.form.elements[name].value = value;
    this.form.requestSubmit();
  }

  beforeSend(event) {
    this.edited(true, false);
    const written = this.editor ? !this.editor.isEmpty : this.text.value.trim();
    const problem = this.uploads.running ? this.dataset.stillUploading : !written && !this.uploads.ids.length ? this.dataset.empty : "";
    if (problem) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.asUsual();
      this.wrong(problem);
      this.focusText();
      return;
    }
    const doubt = this.anyway ? "" : this.doubts();
    this.anyway = false;
    if (doubt) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const { then, next } = this.form.elements;
      // “Send anyway” does what was asked for; whoever writes on and sends chooses anew
      this.asked = { then: then.value, next: next.value };
      this.asUsual();
      this.wrong("");
      this.doubt(doubt);
      this.querySelector("[data-anyway]").focus();
      return;
    }
    this.doubt("");
    if (this.editor) this.text.value = "";
    clearTimeout(this.timer);
    this.timer = 0;
  }

  /** What a plain “Send” does afterwards; what a menu chose holds for that one time. */
  asUsual() {
    this.form.elements.then.value = this.then;
    this.form.elements.next.value = "";
  }

  answered(event) {
    if (event.target !== this.form) return;
    const { status, headers } = event.detail.ctx.response;
    if (status >= 400) {
      this.wrong(headers.get("X-Sentence") ? decodeURIComponent(headers.get("X-Sentence")) : document.body.dataset.unreachable);
      this.focusText();
      return;
    }
    this.clear();
    document.dispatchEvent(new CustomEvent("derman:sent"));
  }

  clear() {
    this.text.value = "";
    this.html.value = "";
    this.form.elements.mentions.value = "";
    this.asUsual();
    // a sent text is not the editor's to undo: it goes with its history, and the keys work again
    this.unrich();
    this.uploads.clear();
    clearTimeout(this.timer);
    this.timer = 0;
    this.querySelector(".saved").textContent = "";
  }

  wrong(sentence) {
    const place = this.querySelector(".wrong");
    place.hidden = !sentence;
    place.querySelector("span").textContent = sentence;
  }

  async people(query) {
    const answer = await fetch(`${this.dataset.people}?q=${encodeURIComponent(query)}`);
    return answer.ok ? (await answer.json()).people : [];
  }

  async take(files) {
    for (const file of files) {
      const stored = await this.uploads.add(file);
      // a picture stands in the text where it was pasted; everything else hangs below
      if (stored?.is_picture && this.editor) this.editor.chain().focus().setImage({ src: stored.url, alt: stored.name }).run();
    }
  }

  drops() {
    const area = this.closest(".talk") ?? this;
    const files = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    area.addEventListener("dragover", (event) => { if (files(event)) { event.preventDefault(); this.form.classList.add("drops"); } });
    area.addEventListener("dragleave", (event) => { if (!area.contains(event.relatedTarget)) this.form.classList.remove("drops"); });
    area.addEventListener("drop", (event) => {
      this.form.classList.remove("drops");
      if (!files(event) || event.defaultPrevented) return;
      event.preventDefault();
      this.enrich().then(() => this.take([...event.dataTransfer.files]));
    });
  }
}

const escape = (line) => line.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

/** Addresses in what is inserted become links, as they do when one types them. */
const withLinks = (html) => html.replace(/https?:\/\/[^\s<>"]*[^\s<>"'”’.,;:!?)\]]/g, (address) => `<a href="${address}">${address}</a>`);

function asParagraphs(text) {
  return text.trim() ? text.split(/\n{2,}/).map((block) => `<p>${escape(block).replaceAll("\n", "<br>")}</p>`).join("") : "";
}

customElements.define("derman-composer", Composer);
