// The editor of the composer: one file, loaded when somebody starts to write.
export { Editor } from "@tiptap/core";
export { default as StarterKit } from "@tiptap/starter-kit";
export { default as Image } from "@tiptap/extension-image";
export { default as Mention } from "@tiptap/extension-mention";
export { Placeholder } from "@tiptap/extensions";
