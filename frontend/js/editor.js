// The rich text of the composer: Tiptap, loaded when somebody starts to write.
import { isAddress } from "./addresses.js";
import { plainPasted } from "./article-pasting.js";

const TOOLS = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  list: (chain) => chain.toggleBulletList(),
  "list-numbers": (chain) => chain.toggleOrderedList(),
  quote: (chain) => chain.toggleBlockquote(),
  code: (chain) => chain.toggleCodeBlock(),
};
const NAMES = { list: "bulletList", "list-numbers": "orderedList", quote: "blockquote", code: "codeBlock" };

export async function makeEditor({ element, address, html, placeholder, label, onChange, onFiles, people, mentionsAllowed }) {
  const { Editor, StarterKit, Image, Mention, Placeholder } = await import(address);
  const editor = new Editor({
    element,
    injectCSS: false,
    content: html,
    extensions: [
      StarterKit.configure({ heading: { levels: [2, 3] }, link: { openOnClick: false, shouldAutoLink: isAddress, defaultProtocol: "https", HTMLAttributes: { rel: "noopener noreferrer", target: null } } }),
      Image.configure({ inline: true, allowBase64: false }),
      Placeholder.configure({ placeholder: () => placeholder() }),
      // as the desk keeps it: <span data-mention="7">@Derya</span>
      Mention.extend({
        parseHTML: () => [{ tag: "span[data-mention]", getAttrs: (span) => ({ id: span.dataset.mention, label: span.textContent.replace(/^@/, "") }) }],
        renderHTML: ({ node }) => ["span", { "data-mention": node.attrs.id, class: "mention" }, `@${node.attrs.label}`],
      }).configure({
        renderText: ({ node }) => `@${node.attrs.label}`,
        suggestion: { char: "@", allow: () => mentionsAllowed(), items: ({ query }) => people(query), render: () => suggestions(element) },
      }),
    ],
    editorProps: {
      attributes: { class: "rich", role: "textbox", "aria-multiline": "true", "aria-label": label },
      transformPastedHTML: plainPasted,
      // these keys send: the editor would put a line break where the caret is, in place of what is selected
      handleKeyDown: (_view, event) => event.key === "Enter" && (event.ctrlKey || event.metaKey),
      handlePaste: (_view, event) => takeFiles(event, event.clipboardData?.files, onFiles),
      handleDrop: (_view, event, _slice, moved) => !moved && takeFiles(event, event.dataTransfer?.files, onFiles),
    },
    onUpdate: () => onChange(),
    onTransaction: () => onChange(false),
  });
  return editor;
}

function takeFiles(event, files, onFiles) {
  if (!files?.length) return false;
  event.preventDefault();
  onFiles([...files]);
  return true;
}

/** Press a tool of the footer. */
export function use(editor, tool) {
  editor.view.focus(); // at once: Tiptap's own command waits for a frame
  TOOLS[tool]?.(editor.chain()).run();
}

/** Set or remove a link on what is selected. */
export function link(editor, address) {
  editor.view.focus();
  const chain = editor.chain().extendMarkRange("link");
  if (address) chain.setLink({ href: address }).run();
  else chain.unsetLink().run();
}

export function markTools(editor, root) {
  for (const button of root.querySelectorAll("[data-tool]")) {
    button.setAttribute("aria-pressed", String(editor.isActive(NAMES[button.dataset.tool] ?? button.dataset.tool)));
  }
}

/** Whom the text mentions: their ids. */
export function mentioned(editor) {
  const ids = new Set();
  editor.state.doc.descendants((node) => { if (node.type.name === "mention") ids.add(node.attrs.id); });
  return [...ids];
}

/** The little list under “@der…”. */
function suggestions(host) {
  let box;
  let choices = [];
  let at = 0;
  let choose;
  const draw = ({ items, command, clientRect }) => {
    choices = items;
    choose = (person) => command({ id: String(person.id), label: person.name });
    at = Math.min(at, Math.max(0, items.length - 1));
    box.hidden = !items.length;
    box.replaceChildren(...items.map((person, index) => {
      const row = document.createElement("button");
      row.type = "button";
      row.tabIndex = -1;
      row.setAttribute("aria-selected", String(index === at));
      row.role = "option";
      const face = Object.assign(document.createElement("span"), { className: `avatar avatar--sm avatar--${person.tone}`, textContent: person.initials });
      face.setAttribute("aria-hidden", "true");
      row.append(face, Object.assign(document.createElement("span"), { textContent: person.name }));
      row.addEventListener("mousedown", (event) => { event.preventDefault(); choose(person); });
      return row;
    }));
    const rect = clientRect?.();
    if (!rect) return;
    const above = rect.bottom + box.offsetHeight + 8 > innerHeight;
    box.style.left = `${Math.min(rect.left, innerWidth - box.offsetWidth - 8)}px`;
    box.style.top = `${above ? rect.top - box.offsetHeight - 6 : rect.bottom + 6}px`;
  };
  return {
    onStart: (props) => {
      box = Object.assign(document.createElement("div"), { className: "mentions", role: "listbox" });
      host.append(box);
      draw(props);
    },
    onUpdate: draw,
    onKeyDown: ({ event }) => {
      if (!choices.length) return false;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        at = (at + (event.key === "ArrowDown" ? 1 : -1) + choices.length) % choices.length;
        for (const [index, row] of [...box.children].entries()) row.setAttribute("aria-selected", String(index === at));
        return true;
      }
      if (event.key === "Enter" || event.key === "Tab") { choose(choices[at]); return true; }
      return false;
    },
    onExit: () => { box?.remove(); at = 0; },
  };
}
