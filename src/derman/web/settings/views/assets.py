"""Devices and programs: the list, one of them, and a whole list from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.assets import actions, lists, queries
from derman.assets.access import may_remove
from derman.assets.errors import AssetError, WrongInput
from derman.assets.exporting import as_csv
from derman.desk.actions import audit
from derman.people.queries import person_by_address
from derman.tickets import queries as tickets
from derman.tickets.queries.naming import PAGE
from derman.web.settings.doors import asker, for_administrators, for_agents, one_at_a_time
from derman.web.settings.forms.assets import AssetForm
from derman.web.settings.pages import UNPROCESSABLE, blame, saved, show, show_form

if TYPE_CHECKING:
    from derman.assets.models import Asset


@require_safe
@for_agents
def assets(request: HttpRequest) -> HttpResponse:
    """By number; `q` looks for words, `state` narrows."""
    words = request.GET.get("q", "")[: queries.LONGEST_QUESTION].strip()
    state = request.GET.get("state", "")[:12]
    found = queries.assets(asker(request), words=words, state=state, key=request.GET.get("after", "")[:120])
    context = {"found": found, "words": words, "state": state, "states": queries.states()}
    return show(request, "assets.html", context, here="assets")


@require_http_methods(["GET", "HEAD", "POST"])
@for_agents
@one_at_a_time("asset")
def asset(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One device, or a new one."""
    actor = asker(request)
    found = queries.asset(actor, pk) if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    form = AssetForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = _save(actor, found, form.cleaned_data)
            return saved(request, _("“%(name)s” is saved.") % {"name": kept}, "assets")
        except AssetError as error:
            blame(form, error)
    context = {"asset": found, "may_remove": may_remove(actor), **(_tickets(request, found) if found else {})}
    return show_form(request, "asset.html", form, context, here="assets")


def _tickets(request: HttpRequest, asset: Asset) -> dict[str, Any]:
    """A page of the tickets that name it, as far as whoever asks may see them."""
    before = request.GET.get("before", "")
    place = int(before) if before.isdecimal() and before.isascii() and len(before) < 19 else 0
    found = tickets.naming(asker(request), asset, before=place)
    return {"tickets": found[:PAGE], "later": len(found) > PAGE}


def _save(actor: Any, found: Asset | None, given: dict[str, Any]) -> Asset:
    address = given["person"].strip()
    person = person_by_address(address) if address else None
    if address and person is None:
        raise WrongInput(_("Nobody has the address %(address)s.") % {"address": address[:80]}, field="person")
    with transaction.atomic():
        kept = actions.save_asset(
            actor=actor,
            asset=found.pk if found else None,
            **{**given, "person": person.pk if person else None},
        )
        kind = "asset.changed" if found else "asset.added"
        audit(actor=actor, kind=kind, asset=kept.pk, name=str(kept), person=kept.person_id, state=kept.state)
    return kept


@require_POST
@for_administrators
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a device that came into the list by mistake."""
    actor = asker(request)
    found = queries.asset(actor, pk)
    if found is None:
        raise Http404
    with transaction.atomic():
        actions.remove_asset(actor=actor, asset=pk)
        audit(actor=actor, kind="asset.removed", asset=pk, name=str(found))
    return saved(request, _("“%(name)s” is deleted.") % {"name": found}, "assets")


@require_safe
@for_agents
def export(request: HttpRequest) -> HttpResponse:
    """The whole list as a CSV file, which can be taken in again."""
    actor = asker(request)
    audit(actor=actor, kind="assets.exported")
    name = f"assets-{timezone.localdate().isoformat()}.csv"
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(as_csv(actor), content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@for_agents
def take(request: HttpRequest) -> HttpResponse:
    """A list from a CSV file; what became of it stands on the page."""
    if request.method != "POST":
        return show(request, "assets_take.html", here="assets")
    actor, file = asker(request), request.FILES.get("file")
    try:
        if not isinstance(file, UploadedFile):
            raise WrongInput(_("Choose a file first."), field="file")
        with transaction.atomic():
            taken = lists.take_list(actor=actor, content=file.read(lists.LARGEST + 1))
            if taken.added or taken.changed:
                audit(actor=actor, kind="assets.taken", added=taken.added, changed=taken.changed)
    except AssetError as error:
        return show(request, "assets_take.html", {"wrong": str(error)}, here="assets", status=UNPROCESSABLE)
    said = [
        ngettext("%(count)d new asset.", "%(count)d new assets.", taken.added) % {"count": taken.added},
        ngettext("%(count)d changed.", "%(count)d changed.", taken.changed) % {"count": taken.changed},
    ]
    if not taken.left:
        return saved(request, " ".join(said), "assets")
    said.append(ngettext("%(count)d line left out.", "%(count)d lines left out.", taken.left) % {"count": taken.left})
    context = {"said": " ".join(said), "lines": taken.wrong, "more": taken.left - len(taken.wrong)}
    return show(request, "assets_take.html", context, here="assets", status=UNPROCESSABLE)
