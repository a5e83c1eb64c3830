// What articles have and messages do not: boxes, lists of steps, tables. As the desk keeps them: plain HTML.

export function articleNodes({ Mark, Node, OrderedList, Image, tableEditing, goToNextCell }) {
  const Callout = Node.create({
    name: "callout",
    group: "block",
    content: "block+",
    defining: true,
    addAttributes: () => ({ kind: { default: "info", parseHTML: (box) => box.dataset.callout, renderHTML: ({ kind }) => ({ "data-callout": kind }) } }),
    parseHTML: () => [{ tag: "div[data-callout]" }],
    renderHTML: ({ HTMLAttributes }) => ["div", HTMLAttributes, 0],
  });
  const Steps = OrderedList.extend({
    addAttributes() {
      return { ...this.parent?.(), steps: { default: false, parseHTML: (list) => list.hasAttribute("data-steps"), renderHTML: ({ steps }) => (steps ? { "data-steps": "1" } : {}) } };
    },
  });
  const Picture = Image.extend({
    // only pictures that the desk itself serves: others would tell their server who reads
    parseHTML: () => [{ tag: 'img[src^="/kb/files/"]' }],
  });
  // what the desk found personal in a text that came from a ticket; it is removed, or its mark taken away
  const Personal = Mark.create({ name: "personal", parseHTML: () => [{ tag: "mark[data-personal]" }], renderHTML: () => ["mark", { "data-personal": "1" }, 0] });
  const withRole = { extendNodeSchema: (extension) => ({ tableRole: extension.config.tableRole }) };
  const spans = () => ({
    colspan: { default: 1, parseHTML: (cell) => Number(cell.getAttribute("colspan")) || 1 },
    rowspan: { default: 1, parseHTML: (cell) => Number(cell.getAttribute("rowspan")) || 1 },
    colwidth: { default: null, rendered: false },
  });
  const Table = Node.create({
    ...withRole,
    name: "table",
    group: "block",
    content: "tableRow+",
    tableRole: "table",
    isolating: true,
    parseHTML: () => [{ tag: "table" }],
    renderHTML: () => ["table", ["tbody", 0]],
    addProseMirrorPlugins: () => [tableEditing()],
    addKeyboardShortcuts() {
      const go = (way) => ({ editor }) => goToNextCell(way)(editor.state, editor.view.dispatch);
      return { Tab: go(1), "Shift-Tab": go(-1) };
    },
  });
  const Row = Node.create({ ...withRole, name: "tableRow", content: "(tableCell | tableHeader)*", tableRole: "row", parseHTML: () => [{ tag: "tr" }], renderHTML: () => ["tr", 0] });
  const cell = (name, tag, tableRole) => Node.create({ ...withRole, name, content: "block+", tableRole, isolating: true, addAttributes: spans, parseHTML: () => [{ tag }], renderHTML: ({ HTMLAttributes }) => [tag, trimmed(HTMLAttributes), 0] });
  return [Personal, Callout, Steps, Picture, Table, Row, cell("tableCell", "td", "cell"), cell("tableHeader", "th", "header_cell")];
}

/** A span of one says nothing. */
function trimmed({ colspan, rowspan }) {
  return { ...(colspan > 1 ? { colspan } : {}), ...(rowspan > 1 ? { rowspan } : {}) };
}

/** A new table with a head. */
export function newTable(rows = 3, columns = 3) {
  const cells = (type) => Array.from({ length: columns }, () => ({ type, content: [{ type: "paragraph" }] }));
  return { type: "table", content: Array.from({ length: rows }, (_, at) => ({ type: "tableRow", content: cells(at ? "tableCell" : "tableHeader") })) };
}
