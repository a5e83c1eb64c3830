"""Tags for templates: `{% load look %}`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django import template
from django.forms import BoundField, CheckboxInput, Field, Select
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from derman.web import language, markup, moments

register = template.Library()


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """`{% icon "inbox" %}`: an icon of `frontend/icons.json`."""
    return markup.icon(name, css)


@register.simple_tag
def avatar(person: Any, css: str = "", presence: str = "") -> SafeString:
    """`{% avatar person "avatar--sm" %}`: the person's initials on their colour."""
    if person is None:
        return markup.avatar(0, "–", f"avatar--none {css}".strip())
    return markup.avatar(person.pk, getattr(person, "initials", "") or markup.initials(str(person)), css, presence)


@register.filter
def only_in(code: str) -> str:
    """`{{ one.lang|only_in }}`: “Only in Turkish” where the page is in another language."""
    return language.only_in(code)


@register.filter
def ago(then: datetime | None) -> SafeString | str:
    """`{{ when|ago }}`: “8 min”, kept true while the page is open."""
    return markup.time_ago(then) if then else ""


@register.filter
def moment(then: datetime | None) -> SafeString | str:
    """`{{ when|moment }}`: 14:05 today, otherwise the day."""
    return markup.time_short(then) if then else ""


@register.filter
def full_moment(then: datetime | None) -> str:
    """`{{ when|full_moment }}`: 23 November 2026 14:05."""
    return moments.full(then) if then else ""


@register.simple_tag
def ago_words() -> str:
    """The words for “8 min ago”, handed to the script that keeps times true."""
    return "|".join(moments.ago_words())


@register.simple_tag
def left_words() -> str:
    """The words for “22 min left” and “late 14 min”, handed to the script that keeps clocks true."""
    return "|".join(moments.left_words())


@register.simple_tag
def wrong_words() -> str:
    """What the page's script says beside a field that the browser would not send, by what is wrong."""
    return json.dumps(
        {
            "missing": gettext("Fill this in."),
            "tick": gettext("Tick this to go on."),
            "choose": gettext("Choose one of these."),
            "file": gettext("Choose a file."),
            "email": gettext("This is not an e-mail address."),
            "url": gettext("This is not a web address. It begins with https://"),
            "form": gettext("This does not have the form that is asked for."),
            "number": gettext("Write a number."),
            "date": gettext("This is not a full date."),
            "short": gettext("At least {} characters are needed."),
            "long": gettext("At most {} characters fit here."),
            "least": gettext("At least {}."),
            "most": gettext("At most {}."),
            "early": gettext("Not before {}."),
            "late": gettext("Not after {}."),
            "whole": gettext("Write a whole number."),
        },
        ensure_ascii=False,
    )


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField, hint: str = "", css: str = "", layout: str = "ask-row") -> dict[str, Any]:
    """`{% field form.name %}`: label, hint, control, and what is wrong beside it. `layout="ask"` for one column."""
    widget = bound.field.widget
    attributes: dict[str, Any] = {}
    if isinstance(widget, CheckboxInput):
        attributes["class"] = "switch"
    elif "class" not in widget.attrs:
        attributes["class"] = f"input {css}".strip() + (" input--select" if isinstance(widget, Select) else "")
    hint = hint or str(bound.help_text or "")
    described = [f"{bound.id_for_label}-hint"] if hint else []
    if bound.errors:
        attributes["aria-invalid"] = "true"
        described.append(f"{bound.id_for_label}-wrong")
    missing = bound.field.error_messages["required"]
    if bound.field.required and missing != Field.default_error_messages["required"]:
        # what the server would say, said before it is sent
        attributes["data-missing"] = str(missing)
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attributes),
        "hint": hint,
        "layout": layout,
        "is_switch": isinstance(widget, CheckboxInput),
    }


@register.simple_tag(takes_context=True)
def said_before(context: dict[str, Any]) -> Iterable[Any]:
    """The messages that wait for the next page, once somebody will see it.

    What a part or a script asks for in the background may be answered with a page too, one that says what is wrong.
    Nobody sees it, and what is said once must not be said there.
    """
    request = context.get("request")
    if request is None or request.headers.get("HX-Request"):
        return ()
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return ()
    return cast("Iterable[Any]", context.get("messages", ()))


@register.inclusion_tag("web/components/toast.html", takes_context=True)
def message_toast(context: dict[str, Any], message: Any) -> dict[str, Any]:
    """A message of `django.contrib.messages` as a toast; see `derman.web.toasts`."""
    ways = json.loads(message.extra_tags) if (message.extra_tags or "").startswith("{") else {}
    undo = ways.get("undo", "")
    wrong = message.level_tag == "error"
    seconds = 10 if undo or wrong else 6
    return {
        "text": message.message,
        "undo": undo,
        "more": ways.get("more", ""),
        "wrong": wrong,
        "seconds": seconds,
        "csrf_token": context.get("csrf_token"),
    }
