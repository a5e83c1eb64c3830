"""The texts of services, forms and stages, made tidy when they come."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from derman.catalogue.errors import WrongInput
from derman.kernel.texts import TooLong, one_line, tidy

MOST_WORDS = 40
LONGEST_WORD = 60


def texts_of(given: object, *, field: str, longest: int, lines: bool = False) -> dict[str, str]:
    """Texts by language. Raises WrongInput for `field` where one is too long."""
    try:
        return tidy(given, longest=longest, lines=lines)
    except TooLong as error:
        raise WrongInput(str(error), field=field) from None


def search_words_of(given: Sequence[str]) -> list[str]:
    """The words by which people look for a service, without empty ones. Raises WrongInput (field `words`)."""
    try:
        words = [word for one in given if (word := one_line(one, longest=LONGEST_WORD))]
    except TooLong as error:
        raise WrongInput(str(error), field="words") from None
    if len(words) > MOST_WORDS:
        raise WrongInput(_("%(most)d words are the most.") % {"most": MOST_WORDS}, field="words")
    return words
