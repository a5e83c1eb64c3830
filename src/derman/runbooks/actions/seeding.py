"""The starting set: runbooks for what every desk is asked, in Turkish and English, ready to be walked."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from derman.desk.actions import audit
from derman.kernel.locks import hold
from derman.people.models import Person
from derman.runbooks import seeds
from derman.runbooks import tree as trees
from derman.runbooks.access import may_write
from derman.runbooks.actions.publishing import put_live
from derman.runbooks.errors import NotAllowed
from derman.runbooks.models import Runbook
from derman.runbooks.slugs import free_slug


def install_starting_set(*, actor: Person | None) -> list[Runbook]:
    """Add and publish those of the starting set that this desk does not have, and never had. Safe to do twice.

    `actor` None: the desk itself, for the demo. Raises NotAllowed.
    """
    if actor is not None and not may_write(actor):
        raise NotAllowed(_("Only leads and administrators write guided fixes."))
    with transaction.atomic():
        hold("runbooks.seeds")
        known = set(Runbook.objects.exclude(seed="").values_list("seed", flat=True))
        made = []
        for sketch in seeds.ALL:
            if sketch.name in known:
                continue
            runbook = Runbook.objects.create(
                slug=free_slug(sketch.name),
                audience=sketch.audience,
                icon=sketch.icon,
                seed=sketch.name,
                draft=trees.write(sketch.tree()),
                draft_by=actor,
            )
            put_live(runbook, actor)
            made.append(runbook)
        if made and actor is not None:
            audit(actor=actor, kind="runbook.seeded", count=len(made))
    return made
