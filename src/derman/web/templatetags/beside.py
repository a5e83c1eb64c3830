"""What is wrong with a field, beside it, in forms that are written by hand: `{% load beside %}`.

The page's context has `wrong_at`, as `where` gives it: the name of a field → a sentence.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from derman.web import markup

register = template.Library()


def where(error: Exception, fields: Collection[str]) -> dict[str, Any]:
    """For the context: `wrong` for the head of the form, or `wrong_at` where the form has the field that is wrong."""
    field = getattr(error, "field", "")
    if field in fields:
        return {"wrong": "", "wrong_at": {field: str(error)}}
    return {"wrong": str(error), "wrong_at": {}}


@register.simple_tag(takes_context=True)
def marked(context: dict[str, Any], name: str) -> SafeString:
    """`<input …{% marked "until" %}>`: said to be wrong, and where it is explained."""
    if name not in context.get("wrong_at", {}):
        return SafeString("")
    return format_html(' aria-invalid="true" aria-describedby="{}-wrong"', name)


@register.simple_tag(takes_context=True)
def beside(context: dict[str, Any], name: str) -> SafeString:
    """`{% beside "until" %}` behind the field: what is wrong with it; nothing where nothing is."""
    words = context.get("wrong_at", {}).get(name)
    if words is None:
        return SafeString("")
    return format_html(
        '<span class="wrong" id="{}-wrong" role="alert">{}<span>{}</span></span>', name, markup.icon("wrong"), words
    )
