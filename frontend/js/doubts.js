// What an agent would want to know before a message leaves: a file that was promised and is not there, a place of a
// saved reply that nobody filled.
import { fold } from "./folding.js";

// folded
const ATTACHED = new Set(["attached", "attachment", "attachments", "enclosed", "ekte", "ekteki", "ektedir", "ekli", "eklidir", "eklerde", "ilisikte", "ilisiktedir"]);
const PLACE = /\{\{[ \t]*([^{}\n]{1,60}?)[ \t]*\}\}/g;

/** Does the text speak of a file that should hang on the message? */
export function speaksOfAttachment(text) {
  return fold(text).split(/[^\p{L}\p{N}]+/u).some((word) => ATTACHED.has(word));
}

/** The places that are still to be filled in, each once. */
export function unfilled(text) {
  return [...new Set([...text.matchAll(PLACE)].map(([place]) => place))];
}

/** What the agent wrote, without what is quoted: others' words promise nothing. */
export function ownWords(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const quote of page.querySelectorAll("blockquote")) quote.remove();
  for (const end of page.querySelectorAll("p, li, h2, h3, pre, div")) end.append("\n");
  for (const end of page.querySelectorAll("br")) end.replaceWith("\n");
  return page.body.textContent;
}
