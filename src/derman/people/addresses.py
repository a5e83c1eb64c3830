"""E-mail addresses as keys: how two spellings of one address become the same."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

_validate = EmailValidator()


class BadAddress(Exception):
    """What was given is not an e-mail address."""


def _not_one(address: str) -> str:
    return _("“%(address)s” is not an e-mail address.") % {"address": address[:80]}


def fold_address(address: str) -> str:
    """The form under which an address is stored and found: small ASCII letters, the domain in IDNA, no blanks.

    Raises BadAddress for what cannot be an address (RFC 5321 limits: 254 characters, one @ outside quotes).
    """
    # what a Turkish keyboard makes of an i where capitals are locked: alone it would become an i with a second dot
    bare = re.sub(r"\s+", "", address).strip("<>").replace("İ", "i")
    local, at, domain = bare.rpartition("@")
    if not at or not local or not domain or len(bare) > 254:
        raise BadAddress(_not_one(address))
    try:
        domain = domain.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        raise BadAddress(_("“%(address)s” has no valid domain.") % {"address": address[:80]}) from None
    return f"{local}@{domain}".casefold()


def check_address(address: str) -> str:
    """`fold_address` for what a person typed: also checks the usual form. Raises BadAddress."""
    if len(address.split()) > 1:
        # never drawn together: “Zoe Oz zoe@…” would become somebody else's address
        raise BadAddress(_not_one(address))
    folded = fold_address(address)
    try:
        _validate(folded)
    except ValidationError:
        raise BadAddress(_not_one(address)) from None
    return folded
