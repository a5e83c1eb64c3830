// The editor of articles: the composer's, with tables.
export { Editor, Mark, Node } from "@tiptap/core";
export { default as StarterKit } from "@tiptap/starter-kit";
export { default as Image } from "@tiptap/extension-image";
export { OrderedList } from "@tiptap/extension-list";
export { Placeholder } from "@tiptap/extensions";
export { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, tableEditing } from "@tiptap/pm/tables";
