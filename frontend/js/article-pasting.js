// What comes from Word and Google Docs, made plain before the editor reads it: their lists, their wrappers, their spaces.

const BLOCKS = "p, h1, h2, h3, h4, h5, h6, ul, ol, table, pre, blockquote, div";
const BULLETS = /^[\u00b7\u2022\u25aa\u25cf\u25e6o\uf0a7\uf0b7§–-]\s*/;

/** What the pasted text is, plain. Pictures of another program or server cannot come along: `leftOut(count)` hears of them. */
export function plainPasted(html, leftOut) {
  const page = new DOMParser().parseFromString(unstyled(html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->/g, "")), "text/html");
  for (const gone of page.querySelectorAll("style, script, meta, link, title, xml, o\\:p")) gone.remove();
  // Google Docs wraps everything into a <b> that is not bold
  for (const wrap of page.querySelectorAll("b")) {
    if (wrap.id.startsWith("docs-internal-guid") || /(^|;)\s*font-weight:\s*normal/.test(wrap.getAttribute("data-css") ?? "")) wrap.replaceWith(...wrap.childNodes);
  }
  for (const span of page.querySelectorAll("span:not([data-mention])")) unspan(page, span);
  // what Google Docs puts between two blocks would be an empty line
  for (const gap of page.querySelectorAll("body > br")) if ([gap.previousElementSibling, gap.nextElementSibling].every((beside) => !beside || beside.matches(BLOCKS))) gap.remove();
  headings(page);
  wordLists(page);
  for (const item of page.querySelectorAll("li > p:only-child")) item.replaceWith(...item.childNodes);
  const pictures = [...page.querySelectorAll("img")].filter((picture) => !picture.getAttribute("src")?.startsWith("/kb/files/"));
  for (const picture of pictures) picture.remove();
  if (pictures.length) leftOut?.(pictures.length);
  for (const table of page.querySelectorAll("table")) for (const name of [...table.getAttributeNames()]) table.removeAttribute(name);
  for (const empty of page.querySelectorAll("p, h1, h2, h3, h4, h5, h6")) if (!empty.textContent.trim() && !empty.querySelector("img, br + br")) empty.remove();
  for (const styled of page.querySelectorAll("[data-css]")) styled.removeAttribute("data-css");
  return page.body.innerHTML.replaceAll("&nbsp;", " ");
}

/** Styles as data, before anything reads them: the desk's policy forbids styles in a page, and a browser reports each. */
function unstyled(html) {
  const tag = /<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi;
  const named = /("[^"]*"|'[^']*')|\s(style|on[a-z]+)(?=\s*=)/gi;
  return html
    .replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(tag, (all) => all.replace(named, (same, quoted, name) => quoted ?? (/^style$/i.test(name) ? " data-css" : " data-gone")));
}

/** The title of an article is its own: what is the largest heading elsewhere is the first below it here. */
function headings(page) {
  for (const title of page.querySelectorAll("p.MsoTitle")) rename(page, title, "h2");
  if (!page.querySelector("h1")) return;
  for (const heading of page.querySelectorAll("h1, h2, h3")) rename(page, heading, `h${Number(heading.tagName[1]) + 1}`);
}

function rename(page, element, name) {
  const made = page.createElement(name);
  made.append(...element.childNodes);
  element.replaceWith(made);
}

/** Bold and italic that stand in a style become elements; all other styles fall away. */
function unspan(page, span) {
  const style = span.getAttribute("data-css") ?? "";
  let inner = [...span.childNodes];
  for (const [said, name] of [[/font-weight:\s*(bold|[6-9]00)/, "strong"], [/font-style:\s*italic/, "em"], [/font-family:[^;]*(courier|consolas|mono)/i, "code"]]) {
    if (!said.test(style) || !span.textContent.trim() || span.closest(name)) continue;
    const element = page.createElement(name);
    element.append(...inner);
    inner = [element];
  }
  span.replaceWith(...inner);
}

/** Word writes lists as paragraphs with `mso-list:l0 level2` and the bullet as text. */
function wordLists(page) {
  let open = []; // lists that are open, the outermost first
  for (const line of [...page.querySelectorAll("p")]) {
    const level = Number(/mso-list:[^;"]*level(\d)/.exec(line.getAttribute("data-css") ?? "")?.[1] ?? 0);
    if (!level) { if (line.textContent.trim()) open = []; continue; }
    if (open.length && line.previousElementSibling !== open[0]) open = [];
    const text = line.textContent.trim();
    const number = /^[\da-zA-Zivx]{1,4}[.)]\s*/.exec(text)?.[0];
    const bullet = number ?? BULLETS.exec(text)?.[0] ?? "";
    strip(line, bullet.trim().length);
    open.length = Math.min(open.length, level);
    if (open.length === level && (open.at(-1).tagName === "OL") !== Boolean(number)) open.length -= 1;
    while (open.length < level) {
      const list = page.createElement(number ? "ol" : "ul");
      const above = open.at(-1);
      if (above) (above.lastElementChild ?? above.appendChild(page.createElement("li"))).append(list);
      else line.before(list);
      open.push(list);
    }
    const item = page.createElement("li");
    item.append(...line.childNodes);
    open.at(-1).append(item);
    line.remove();
  }
}

/** Take the first signs of a line away, wherever its elements end, and the blanks behind them. */
function strip(line, signs) {
  const walker = line.ownerDocument.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  let left = signs;
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const start = text.data.trimStart();
    const cut = Math.min(left, start.length);
    text.data = start.slice(cut);
    left -= cut;
    if (left <= 0) text.data = text.data.trimStart();
    if (left <= 0 && text.data) return;
  }
}
