// Where the words of a message stand: a plain field, and over it the rich editor once somebody writes.
import { link, makeEditor, markTools, mentioned, use } from "./editor.js";
import { isTyping } from "./typing.js";

const wantsPlain = () => localStorage.getItem("derman-plain") === "1";

/** To the title of the ticket: the keys work there, and Tab goes on from it. */
export function leave() {
  document.activeElement.blur();
  document.querySelector("#desk-ticket h1")?.focus({ preventScroll: true });
}

export class Surface {
  /** `changed()` hears of every change of the words, `files(list)` of what is pasted, `menuOpen()` says where one types. */
  constructor(root, { changed, files, menuOpen }) {
    Object.assign(this, { root, changed, files, menuOpen });
    this.form = root.querySelector("form");
    this.text = this.form.elements.text;
    this.html = this.form.elements.html;
    this.host = root.querySelector("[data-rich]");
    this.text.addEventListener("focus", () => this.enrich());
    this.text.addEventListener("paste", (event) => {
      if (event.clipboardData.files.length) { event.preventDefault(); this.files([...event.clipboardData.files]); }
    });
  }

  /** What a draft holds is shown as it was written. */
  begin() {
    if (this.html.value && wantsPlain()) this.html.value = "";
    if (this.html.value) this.enrich({ focus: false });
    else this.text.value = this.text.value.trim();
    // who goes on with a draft goes on at its end
    this.text.setSelectionRange(this.text.value.length, this.text.value.length);
  }

  get isEmpty() { return this.editor ? this.editor.isEmpty : !this.text.value.trim(); }

  /** Tiptap takes the place of the text field; until it is there one types into the field, and nothing is lost. */
  async enrich({ focus = true, force = false } = {}) {
    if (this.editor || this.loading || (wantsPlain() && !force && !this.html.value)) return;
    this.loading = true;
    this.sent = false;
    const { dataset } = this.root;
    try {
      this.editor = await makeEditor({
        element: this.host, address: dataset.editor, html: this.html.value,
        placeholder: () => this.text.placeholder, label: this.text.getAttribute("aria-label"),
        onChange: (isText = true) => this.edited(isText), onFiles: (files) => this.files(files),
        people: (query) => this.people(query), mentionsAllowed: () => this.form.elements.mode.value === "note",
      });
    } catch {
      return; // without the editor the plain field goes on working
    } finally { this.loading = false; }
    // what was typed into the plain field meanwhile comes along, with the blank at its end that the next word needs
    if (this.typed || !this.html.value) {
      this.editor.commands.setContent(asParagraphs(this.text.value), { parseOptions: { preserveWhitespace: true } });
    }
    // whoever began to write in the plain field goes on writing; who has sent it already has the keys of the page, and
    // who went on to another field or a menu meanwhile stays there
    const at = document.activeElement;
    const elsewhere = this.menuOpen() || (isTyping(at) && at !== this.text) || at?.closest("[popover], dialog");
    const writing = (focus && !this.sent && !elsewhere) || at === this.text;
    this.host.hidden = false;
    this.editor.commands.setTextSelection(this.editor.state.doc.content.size);
    // at once, and before the plain field goes: between two fields a key would go to the page, be lost or be a command
    if (writing) this.editor.view.focus();
    this.form.classList.add("rich-on");
    this.edited(true, false);
  }

  async people(query) {
    const answer = await fetch(`${this.root.dataset.people}?q=${encodeURIComponent(query)}`);
    return answer.ok ? (await answer.json()).people : [];
  }

  /** Rich text becomes plain (what is written stays, its form goes), or plain text rich. */
  toggle() {
    localStorage.setItem("derman-plain", this.editor ? "1" : "0");
    if (!this.editor) { this.enrich({ force: true }); return; }
    this.text.value = this.editor.getText({ blockSeparator: "\n\n" });
    this.html.value = "";
    this.unrich();
    this.text.focus();
    this.changed();
  }

  unrich() {
    const held = this.root.contains(document.activeElement);
    this.destroy();
    this.host.replaceChildren();
    this.host.hidden = true;
    this.form.classList.remove("rich-on");
    this.typed = false;
    if (held) leave();
  }

  destroy() {
    this.editor?.destroy();
    this.editor = undefined;
  }

  /** A sent text is not the editor's to undo: it goes with its history, and the keys work again. */
  clear() {
    this.text.value = "";
    this.html.value = "";
    this.form.elements.mentions.value = "";
    this.sent = true;
    this.unrich();
  }

  edited(isText, tells = true) {
    if (!this.editor) return;
    markTools(this.editor, this.root);
    if (!isText) return;
    this.html.value = this.editor.isEmpty ? "" : this.editor.getHTML();
    this.form.elements.mentions.value = mentioned(this.editor).join(",");
    if (tells) this.changed();
  }

  /** At once, and not a frame later as the editor's own command: a key in between would go to the page, as a command. */
  focus() {
    if (!this.editor) { this.text.focus(); return; }
    this.editor.view.focus();
    this.editor.commands.scrollIntoView();
  }

  placeholder(words) {
    this.text.placeholder = words;
    this.editor?.view.dispatch(this.editor.state.tr); // draws it anew
  }

  tool(name) { if (this.editor) use(this.editor, name); }

  link(question) {
    if (!this.editor) return;
    const address = prompt(question, this.editor.getAttributes("link").href ?? "https://");
    if (address !== null) link(this.editor, address.trim());
  }

  picture({ url, name }) {
    if (!this.editor) return;
    this.focus();
    this.editor.commands.setImage({ src: url, alt: name });
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
      this.focus();
      this.editor.chain().insertContent(withLinks(html), { parseOptions: { preserveWhitespace: true } }).run();
      return;
    }
    this.text.setRangeText(text, this.text.selectionStart, this.text.selectionEnd, "end");
    this.changed();
  }
}

const escape = (line) => line.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

/** Addresses in what is inserted become links, as they do when one types them. */
const withLinks = (html) => html.replace(/https?:\/\/[^\s<>"]*[^\s<>"'”’.,;:!?)\]]/g, (address) => `<a href="${address}">${address}</a>`);

function asParagraphs(text) {
  return text.trim() ? text.split(/\n{2,}/).map((block) => `<p>${escape(block).replaceAll("\n", "<br>")}</p>`).join("") : "";
}
