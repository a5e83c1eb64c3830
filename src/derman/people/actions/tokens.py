"""Access tokens: by which programs act as people."""

from __future__ import annotations

from collections.abc import Collection

from derman.kernel import clock, secrets
from derman.people.actions.rights import require_administrator
from derman.people.models import ApiToken, Person


def create_token(
    *, actor: Person | None, person: Person, name: str, scopes: Collection[str] = ("read", "write")
) -> str:
    """Make an API token for `person`; returns it, the only time. Raises NotAllowed."""
    if actor is not None and actor.pk != person.pk:
        require_administrator(actor)
    token = secrets.new_token("derman_")
    ApiToken.objects.create(
        person=person,
        name=name.strip()[:80] or "API",
        digest=secrets.digest(token),
        scopes=sorted(set(scopes)),
    )
    return token


def end_token(*, actor: Person, token: ApiToken) -> None:
    """Make a token useless from now on."""
    if actor.pk != token.person_id:
        require_administrator(actor)
    ApiToken.objects.filter(pk=token.pk, ended_at=None).update(ended_at=clock.now())
