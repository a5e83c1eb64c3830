"""Signing in with any address of a person and their password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from derman.kernel import sql
from derman.people.addresses import BadAddress, fold_address
from derman.people.models import EmailAddress, Person


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
        # asked at every request: a plain statement spares Django the making of one
        return next(iter(sql.read(Person, "WHERE t.id = %s AND t.is_active", [user_id])), None)
