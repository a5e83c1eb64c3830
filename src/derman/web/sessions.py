"""Sessions in the database, as Django keeps them; read by a statement that is written out, with whose they are."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.db import SessionStore as Kept
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from derman.kernel import sql
from derman.people.backends import known_person

_SESSION = """
SELECT {columns} FROM django_session AS t
LEFT JOIN usersessions_usersession AS own ON own.session_key = t.session_key
LEFT JOIN people_person AS p ON p.id = own.user_id AND p.is_active
WHERE t.session_key = %s AND t.expire_date > %s
"""
_MODELS = ((Session, "t"), (auth.get_user_model(), "p"))


class SessionStore(Kept):
    """Asked at every request, where to make the statement anew costs six times what PostgreSQL needs for it."""

    person: Any = None  # who signed in, where the list of one's sessions names this one

    def _get_session_from_db(self) -> Session | None:
        found = sql.read_joined(_SESSION, _MODELS, [self.session_key, timezone.now()])
        if not found:
            self._session_key = None
            return None
        session, self.person = found[0]
        return cast("Session", session)


class SignedInMiddleware(AuthenticationMiddleware):
    """Django's, which finds who asks as ever, but need not read what came with the session."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        cast("Any", request).user = SimpleLazyObject(lambda: _person_of(request))


def _person_of(request: HttpRequest) -> Any:
    request.session.get(auth.SESSION_KEY)  # reads it
    with known_person(cast("SessionStore", request.session).person):
        return auth.get_user(request)
