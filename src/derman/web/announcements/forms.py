"""What the forms of announcements send, as the actions want it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from derman.announcements.actions import Details
from derman.announcements.errors import WrongInput
from derman.web.teaching import typed

if TYPE_CHECKING:
    from django.http import QueryDict

    from derman.announcements.models import Announcement

FIELDS = ("titles", "texts", "audience", "team", "until", "publish_at", "state")
AUDIENCES = ("signed_in", "everyone", "agents", "team")


def fields_of(form: str, row: Announcement) -> tuple[str, ...]:
    """The fields of a form on the page of an announcement; none where it has no such form: a draft does not go on."""
    if form == "details":
        return ("titles", "texts", "audience", "team", "until")
    if form == "update" and row.is_outage and row.published_at is not None:
        return ("state", "news")
    return ("publish_at",) if form == "publish" and row.published_at is None else ()


def moment(post: QueryDict, name: str) -> datetime | None:
    """A day and a time in the reader's zone; None where nothing was typed. Raises WrongInput."""
    given = post.get(name, "").strip()
    if not given:
        return None
    try:
        found = datetime.fromisoformat(given)
        return (timezone.make_aware(found) if found.tzinfo is None else found).astimezone(tz=None)
    except (ValueError, OverflowError) as error:
        raise WrongInput(_("Choose the day and the time."), field=name) from error


def details_of(post: QueryDict) -> Details:
    """All that the form of an announcement says. Raises WrongInput."""
    return Details(
        titles=typed.both(post, "title"),
        texts=typed.both(post, "text"),
        audience=post.get("audience", ""),
        team=typed.number(post.get("team", "")),
        until=moment(post, "until"),
    )


def shown(row: Announcement | None, post: QueryDict | None, **first: Any) -> dict[str, Any]:
    """What stands in the form: what was sent, else what is kept, else `first`."""
    if post is not None:
        plain = {name: post.get(name, "") for name in ("audience", "team", "until", "kind", "state", "publish_at")}
    elif row is not None:
        until = timezone.localtime(row.until).strftime("%Y-%m-%dT%H:%M") if row.until is not None else ""
        plain = {"audience": row.audience, "team": str(row.team_id or ""), "until": until}
    else:
        plain = {"audience": "signed_in", "state": "investigating", **first}
    return {
        **plain,
        "titles": typed.fields(row.titles if row is not None else first.get("titles", {}), post, "title"),
        "texts": typed.fields(row.texts if row is not None else {}, post, "text"),
    }
