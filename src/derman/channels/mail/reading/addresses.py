"""Address lists of From, To, Cc and Reply-To (RFC 5322, section 3.4)."""

import re
from contextlib import suppress
from dataclasses import dataclass

from .folding import INVISIBLE, ascii_lower, one_line
from .words import decode_words

_MOST = 20_000
_LONGEST_PHRASE = 2_000
"""Signs of one mailbox that are looked at: bounds what a hostile header can cost."""
_ADDRESS = re.compile(
    r"(?:\"(?:[^\"\\]|\\.){1,100}\"|[^\s<>()\[\],;:\"@]{1,200})@(?:[^\s<>()\[\],;:\"@]{1,255}|\[[0-9A-Fa-f.:]{2,60}\])"
)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|<|>|\(|\)|,|;|:|[^"<>(),;:]+', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: `name` as people read it (may be empty), `email` as written.

    `email` keeps the case of its local part; compare with `key`.
    """

    name: str
    email: str

    @property
    def key(self) -> str:
        """The address for comparing: lower-case, domain in its ASCII form."""
        return address_key(self.email)


def address_key(email: str) -> str:
    """Lower-case an address and bring an international domain to its ASCII form."""
    local, at, domain = email.strip().strip("<>").rpartition("@")
    domain = domain.rstrip(".").casefold()
    if not domain.isascii():
        with suppress(UnicodeError):
            domain = domain.encode("idna").decode("ascii")
    return f"{local.casefold()}{at}{domain}"


def without_tag(key: str) -> str:
    """`destek+4512@x` as `destek@x` (RFC 5233, subaddresses)."""
    local, at, domain = key.rpartition("@")
    return f"{local.split('+')[0]}{at}{domain}"


def read_addresses(value: str) -> list[Address]:
    """Every mailbox in the value of an address header, groups opened up.

    Takes the value undecoded: encoded words are decoded in names only, so that no
    encoded `<` or `,` can make an address. What holds no address is left out.
    """
    found: list[Address] = []
    phrase: list[str] = []
    after: list[str] = []
    comments: list[str] = []
    angle: list[str] | None = None
    address: str | None = None
    depth = 0
    comment: list[str] = []

    def close() -> None:
        nonlocal address, angle
        if angle is not None:
            address = "".join(angle)
            angle = None
        _add(found, "".join(phrase if "".join(phrase).strip() else after), address, comments)
        phrase.clear()
        after.clear()
        comments.clear()
        address = None

    for match in _TOKEN.finditer(value):
        sign = match[0]
        if len(found) >= _MOST:
            break
        if depth:
            depth += (sign == "(") - (sign == ")")
            if depth and len(comment) < 200:
                comment.append(sign)
            elif not depth:
                comments.append("".join(comment))
                comment.clear()
        elif sign == "(" and angle is None:
            depth = 1
        elif angle is not None:
            if sign == ">":
                address = "".join(angle)
                angle = None
            elif sign == "," and _ADDRESS.fullmatch("".join(angle).strip()):
                close()
            elif sign == "<":
                angle = []
            elif len(angle) < 200:
                angle.append(sign)
        elif sign == "<":
            if address is not None and address.strip():
                # "A <a@x> B <b@x>": a forgotten comma.
                name = "".join(after)
                close()
                phrase.append(name)
            angle = []
        elif sign in (",", ";"):
            close()
        elif sign == ":" and address is None:
            if "@" in "".join(phrase) or ascii_lower("".join(phrase).strip()) == "mailto":
                phrase.append(sign)
            else:
                # The name of a group says nothing about its members.
                phrase.clear()
                comments.clear()
        elif sign not in (">", ")"):
            (phrase if address is None else after).append(sign)
    if depth and comment and not phrase:
        # Brackets never closed: better an address out of them than none.
        phrase.append("".join(comment).replace("(", " "))
    close()
    return found


def _add(found: list[Address], phrase: str, address: str | None, comments: list[str]) -> None:
    email = _clean(address) if address is not None else ""
    name = _plain(phrase)
    if not email:
        phrase = phrase[:_LONGEST_PHRASE]
        text = phrase if "@" in phrase else decode_words(phrase)
        match = _ADDRESS.search(text)
        if not match:
            if address and (bare := address.strip()) and not re.search(r"\s", bare):
                found.append(Address(name, bare))
            return
        email = match[0].strip(".'")
        rest = _plain(text[: match.start()] + " " + text[match.end() :])
        rest = re.sub(r"^mailto:\s*", "", rest).strip("<>[] ")
        name = rest if re.search(r"\w", rest) else ""
        if not name and comments:
            name = _plain(comments[-1])
    elif not name and comments:
        name = _plain(comments[-1])
    found.append(Address(name, email))


def _clean(address: str) -> str:
    """The address itself out of what stands between `<` and `>`, empty if there is none."""
    bare = address.strip().translate(INVISIBLE)
    if bare[:7].casefold() == "mailto:":
        bare = bare[7:]
    if bare.startswith("@") and ":" in bare:
        # A source route (RFC 822) says how, not who.
        bare = bare.rpartition(":")[2]
    if bare.startswith('"') and "@" in bare:
        return bare
    squeezed = re.sub(r"\s+", "", bare)
    if _ADDRESS.fullmatch(squeezed):
        return squeezed
    if bare.startswith("=?") and "@" in (decoded := decode_words(bare)):
        bare = decoded
    match = _ADDRESS.search(bare)
    return match[0] if match else ""


def _plain(phrase: str) -> str:
    """A display name without its quotes, decoded."""
    text = phrase[:_LONGEST_PHRASE].strip()
    if '"' in text:
        text = re.sub(r'"((?:[^"\\]|\\.)*)"', lambda quoted: re.sub(r"\\(.)", r"\1", quoted[1]), text)
        text = text.strip().removeprefix('"')
    text = one_line(decode_words(text))
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1].strip()
    return text
