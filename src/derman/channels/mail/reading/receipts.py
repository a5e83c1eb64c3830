"""Receipts: the reader's program says what became of a mail there (MDN, RFC 8098), in fields or in words alone."""

from __future__ import annotations

import re

from derman.channels.mail.reading.bounces import original_id
from derman.channels.mail.reading.bounces.wording import any_of
from derman.channels.mail.reading.folding import ascii_lower, fold, one_line
from derman.channels.mail.reading.headers import read_headers
from derman.channels.mail.reading.mail import Receipt
from derman.channels.mail.reading.parts import Part

_KINDS = frozenset({"message/disposition-notification", "message/global-disposition-notification"})
_SEEN = frozenset({"displayed", "dispatched", "processed"})

# How receipts begin their subjects, and what they say then: gateways take the fields away and leave the words.
# People begin so as well ("Okundu: …"), so both must be there.
_SUBJECTS = any_of(
    r"^(?:okundu|okunmadi|okunmadan silindi|goruntulendi|alindi|alindi bildirimi|okundu bilgisi)\b.{0,30}? ?[:(-]",
    r"^(?:read|not read|return receipt|read receipt|receipt|displayed|disposition notification)\b.{0,20}? ?[:(-]",
    r"^(?:gelesen|ungelesen geloscht|nicht gelesen|lesebestatigung|empfangsbestatigung)\b.{0,20}? ?[:(-]",
    r"^(?:lu|non lu|accuse de reception|confirmation de lecture)\b.{0,20}? ?[:(-]",
    r"^(?:leido|no leido|confirmacion de lectura)\b.{0,20}? ?[:(-]",
    r"^(?:прочитано|прочтено|не прочитано|уведомление о прочтении)\b.{0,20}? ?[:(-]",
)
_SAID = any_of(
    r"^\W{0,3}iletiniz\b.{0,400}?\b(?:okundu|goruntulendi|okunmadan silindi)",
    r"\bokundu bilgisidir\b|gonderdiginiz .{0,80}?alindi bilgisidir",
    r"^\W{0,3}your (?:message|document|mail|e-?mail)\b.{0,400}?"
    r"(?:was|has been) (?:read|displayed|opened|received by|deleted without being read)",
    r"^\W{0,3}this is a (?:return|read) receipt\b",
    r"^\W{0,3}ihre nachricht\b.{0,400}?\b(?:gelesen|angezeigt|geloscht)\b",
    r"^\W{0,3}(?:votre message|su mensaje|tu mensaje)\b.{0,400}?"
    r"\b(?:lu|affiche|supprime|leido|mostrado|eliminado)\b",
    r"^\W{0,3}ваше сообщение\b.{0,400}?(?:прочитано|прочтено|удалено)",
)


def find_receipt(root: Part, subject: str, text: str) -> Receipt | None:
    """What a reader's program says, or None for a mail that is no receipt."""
    part = next((part for part in root.walk() if part.type in _KINDS), None)
    if part is None:
        said = fold(one_line(text[:1_500]))
        if _SUBJECTS.search(fold(subject[:200])) and _SAID.search(said):
            return Receipt(seen="silindi" not in said and "delet" not in said, original_message_id="")
        return None
    if root.type != "multipart/report" and part is not root and part not in root.children:
        return None  # a person passes one on
    content = part.content[:100_000]
    fields, _ = read_headers(content, 0, len(content))
    done = ascii_lower(fields.text("disposition")).rpartition(";")[2]
    kind = re.split(r"[\s/,]+", done.strip(), maxsplit=1)[0]
    named = fields.get("original-message-id").strip("<> \t")
    return Receipt(
        seen=kind in _SEEN, original_message_id=named if named and " " not in named else original_id(root, "")
    )
