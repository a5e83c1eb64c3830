"""What people write for themselves, a team or everybody is deleted with one button, and a toast brings it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from derman.desk.actions import audit
from derman.web.settings.doors import View, asker, for_agents
from derman.web.settings.pages import refused
from derman.web.toasts import toast

if TYPE_CHECKING:
    from derman.people.models import Person


class Written(Protocol):
    """A row with a name; without an owner it is a setting of the desk, and the audit log has what becomes of it."""

    pk: int
    name: str
    owner_id: int | None


@dataclass(frozen=True)
class Taken:
    """One kind of it: `page` is its name in addresses and in the log, `pages` the page of all of them."""

    page: str
    pages: str
    remove: Callable[[Person, int], Written]
    restore: Callable[[Person, int], Written]
    not_found: type[Exception]
    wrong: type[Exception]
    gone: Any  # sentences with %(name)s
    back: Any

    def views(self) -> tuple[View, View]:
        """The view that takes one away, and the view that brings it back."""
        return require_POST(for_agents(self._remove)), require_POST(for_agents(self._restore))

    def _remove(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            name = self._done(request, self.remove, pk, "removed")
        except self.not_found:
            raise Http404 from None
        except self.wrong as error:
            return refused(request, error, self.page, pk)
        toast(request, str(self.gone) % {"name": name}, undo=reverse(f"settings:{self.page}_restore", args=[pk]))
        return self._to_all(request)

    def _restore(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            name = self._done(request, self.restore, pk, "restored")
        except self.wrong as error:
            toast(request, str(error), wrong=True)
            return self._to_all(request)
        toast(request, str(self.back) % {"name": name})
        return self._to_all(request)

    def _done(self, request: HttpRequest, act: Callable[[Person, int], Written], pk: int, what: str) -> str:
        actor = asker(request)
        with transaction.atomic():
            row = act(actor, pk)
            if row.owner_id is None:
                audit(actor=actor, kind=f"{self.page}.{what}", name=row.name, **{self.page: pk})
        return row.name

    def _to_all(self, request: HttpRequest) -> HttpResponse:
        """To the page of all of them, also where the button of a toast asks."""
        to = reverse(f"settings:{self.pages}")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": to})
        return HttpResponseRedirect(to)
