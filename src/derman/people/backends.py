"""Signing in with any address of a person and their password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.backends import BaseBackend

from derman.kernel import sql
from derman.people.addresses import BadAddress, fold_address
from derman.people.models import EmailAddress, Person

_known: ContextVar[Person | None] = ContextVar("known_person", default=None)


@contextmanager
def known_person(person: Person | None) -> Iterator[None]:
    """Inside the block this active person, read just now, is not read again by whoever looks for them by their id."""
    token = _known.set(person)
    try:
        yield
    finally:
        _known.reset(token)


class AddressBackend(BaseBackend):
    """Finds the person by an address; a wrong address takes as long as a wrong password."""

    def authenticate(self, request: Any, email: str = "", password: str | None = None, **other: Any) -> Person | None:
        if not email or password is None:
            return None
        try:
            folded = fold_address(email)
        except BadAddress:
            return None
        found = EmailAddress.objects.select_related("person").filter(folded=folded).first()
        if found is None or not found.person.has_usable_password():
            Person().set_password(password)
            return None
        person = found.person
        return person if person.check_password(password) and person.is_active else None

    def get_user(self, user_id: int) -> Person | None:
        known = _known.get()
        if known is not None and str(known.pk) == str(user_id):
            return known
        # asked at every request: a plain statement spares Django the making of one
        return next(iter(sql.read(Person, "WHERE t.id = %s AND t.is_active", [user_id])), None)
