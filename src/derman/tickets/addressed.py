"""To whom else an answer goes, for this one time: beside the requester, and beside who is in copy anyway."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _

from derman.people.addresses import BadAddress, check_address
from derman.tickets.errors import WrongInput

MOST = 50  # addresses of one kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressees:
    """`to`: further addresses, which are in copy from then on. `bcc`: addresses that nobody else learns of.

    `left_out`: ids of persons in copy who do not get this answer. `keep`: whoever is in copy stays so beside those
    whom `cc` names; else `cc` says who is.
    """

    to: Sequence[str] = ()
    bcc: Sequence[str] = ()
    left_out: Collection[int] = ()
    keep: bool = False

    def checked(self) -> Self:
        """The same, if each address can be one and there are not too many. Raises WrongInput."""
        for field, addresses in (("to", self.to), ("bcc", self.bcc)):
            if len(addresses) > MOST:
                raise WrongInput(_("An answer goes to at most %(most)s addresses.") % {"most": MOST}, field=field)
            for address in addresses:
                check(address, field)
        return self


def check(address: str, field: str) -> None:
    """Raise WrongInput for what is no e-mail address."""
    try:
        check_address(address)
    except BadAddress:
        sentence = _("“%(address)s” is not an e-mail address.") % {"address": address[:80]}
        raise WrongInput(sentence, field=field) from None


NOBODY_ELSE = Addressees()


class Addressed(models.Model):
    """The columns of what has addressees of its own."""

    to = ArrayField(models.CharField(max_length=254), default=list, db_default=[], blank=True)  # beside the requester
    bcc = ArrayField(models.CharField(max_length=254), default=list, db_default=[], blank=True)  # for agents' eyes
    left_out = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)  # persons in copy, not now

    class Meta:
        abstract = True
