"""What people decide about the search: which words mean the same at this desk."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from derman.desk.actions import audit
from derman.people.models import Person
from derman.search.errors import NotAllowed, SearchError
from derman.search.library.synonyms import expressions
from derman.search.models import Synonyms

MOST_GROUPS = 2_000
LONGEST_GROUP = 400  # characters


def save_synonyms(*, actor: Person, text: str) -> int:
    """Keep the groups of words that mean the same: a line for each, its expressions divided by commas.

    They hold from the next search on. Returns how many groups there are. Raises NotAllowed, SearchError.
    """
    if not actor.is_administrator:
        raise NotAllowed(_("Only an administrator can do this."))
    groups = list(dict.fromkeys(", ".join(expressions(line)) for line in text.replace("\x00", "").splitlines()))
    groups = [group for group in groups if group]
    for group in groups:
        if "," not in group:
            raise SearchError(
                _("“%(words)s” stands alone. Give at least two expressions, divided by a comma.")
                % {"words": group[:80]},
                field="groups",
            )
        if len(group) > LONGEST_GROUP:
            raise SearchError(
                _("The line that begins with “%(words)s” is too long. Divide it into two.") % {"words": group[:80]},
                field="groups",
            )
    if len(groups) > MOST_GROUPS:
        raise SearchError(
            _("There can be %(most)s lines at most. Take some away.") % {"most": MOST_GROUPS}, field="groups"
        )
    with transaction.atomic():
        known = dict(Synonyms.objects.select_for_update().values_list("words", "pk"))
        gone = [pk for words, pk in known.items() if words not in set(groups)]
        new = [Synonyms(words=group) for group in groups if group not in known]
        if gone or new:
            Synonyms.objects.filter(pk__in=gone).delete()
            Synonyms.objects.bulk_create(new)
            audit(actor=actor, kind="search.synonyms", added=len(new), removed=len(gone))
    return len(groups)
