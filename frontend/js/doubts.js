// What an agent would want to know before a message leaves: a file that was promised and is not there, a place of a
// saved reply that nobody filled.
import { fold } from "./folding.js";

// folded; forms of a word by its beginning, where no other word begins so
const SAYS = new Set(["attached", "attachment", "attachments", "attaching", "enclosed", "enclosing", "ekte", "ekteki", "ektedir", "ekli", "eklidir", "ekinde", "ekindeki", "eklerde", "eklerdeki", "ekleri", "ilisik"]);
const SAYS_BEGINNING = /^(ilisikte|ilistir)/;
// “ekledim” may be of anybody in a group: it counts beside a word for a file
const ADDS = /^ekl(edim|edik|iyorum|iyoruz|enmistir|enmis|endi|enen)$/;
const FILE = /^(dosya|belge|form|fatura|resim|resm|fotograf|goruntu|tablo|kilavuz|rapor|sozlesme|pdf|log)/;
// their attachment, not one of ours: what they sent, and what became of it here
const THEIRS = /\b(you (have |ve |had )?(attached|sent|enclosed|forwarded)|(attached|attachments?) (to|in|of|from) your|your attach\w+|(gonder|ilet|ekle|yolla|paylas)(di|ti|mis oldu)g\w+|ekiniz\w*)\b/;
const OURS = /\b((see|find|have|i|we)( \w+)? (attach|enclos)\w+|bulabilirsiniz|ektedir|eklidir|(gonder|ilet|ekle|yolla|paylas|sun|ilistir)\w{0,4}(d[iu][mk]|t[iu][mk]|yoru[mz]|yoruz))\b/;
const RECEIVED = /\b(ekte(ki)?|ekli|ekindeki)\b.*\b(aldi[mk]|inceledi[mk]|ulasti|acamadi[mk]|acilm\w+|goremedi[mk]|goruntuleyemedi[mk])\b/;
const ATTACH = /\b(i|we) ((will|also|can|shall|ll) )*attach\b/;
const PLACE = /\{\{[ \t]*([^{}\n]{1,60}?)[ \t]*\}\}/g;

/** Does the text speak of a file that should hang on the message? */
export function speaksOfAttachment(text) {
  return fold(text).split(/[.!?\n]/).some((sentence) => {
    const words = sentence.split(/[^\p{L}\p{N}]+/u);
    const said = words.join(" ");
    if ((THEIRS.test(said) || RECEIVED.test(said)) && !OURS.test(said)) return false;
    return ATTACH.test(said) || words.some((word) => SAYS.has(word) || SAYS_BEGINNING.test(word)) || (words.some((word) => ADDS.test(word)) && words.some((word) => FILE.test(word)));
  });
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
