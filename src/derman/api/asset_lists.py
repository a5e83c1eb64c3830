"""The whole list of devices: out as a CSV file, and in from one."""

from __future__ import annotations

from typing import Annotated

from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from derman.api.callers import person_of
from derman.api.inputs import Given
from derman.api.problems import FORBIDDEN, Problem, wrong
from derman.api.shapes import PRIVATE, answer
from derman.assets import exporting, lists
from derman.assets.access import may_write
from derman.assets.errors import AssetError
from derman.desk.actions import audit

router = Router(tags=["Assets"])


class ListGiven(Given):
    """A CSV file whose first line names its columns, `name` and `number` among them."""

    csv: Annotated[str, Field(min_length=1, max_length=lists.LARGEST, description="The file's text.")]


class TakenShape(Schema):
    """What became of a list."""

    added: int
    changed: int
    left: int = Field(description="Lines that could not be used.")
    wrong: list[str] = Field(description="Which ones, and why; 50 at most.")


@router.get("/assets/export", summary="Take the list of assets along")
def export_assets(request: HttpRequest) -> StreamingHttpResponse:
    """As CSV, all that the caller may see. `POST /assets/import` takes it in again."""
    headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="assets.csv"'}
    person = person_of(request)
    audit(actor=person, kind="assets.exported")
    return StreamingHttpResponse(exporting.as_csv(person), content_type="text/csv; charset=utf-8", headers=headers)


@router.post("/assets/import", response=TakenShape, summary="Take a list of assets in")
def import_assets(request: HttpRequest, given: ListGiven) -> HttpResponse:
    """For agents. An inventory number that is there changes that asset; a wrong line is left out and named."""
    actor = person_of(request)
    if not may_write(actor):
        raise Problem(FORBIDDEN, _("Only agents can do this."))
    try:
        with transaction.atomic():
            taken = lists.take_list(actor=actor, content=given.csv.encode())
            if taken.added or taken.changed:
                audit(actor=actor, kind="assets.taken", added=taken.added, changed=taken.changed)
    except AssetError as error:
        raise wrong("csv", str(error)) from None
    return answer(TakenShape(added=taken.added, changed=taken.changed, left=taken.left, wrong=taken.wrong))
