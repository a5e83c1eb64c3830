"""The words of steps made ready for readers: Markdown as safe HTML or plain text, and what buttons say by default."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from markdown_it import MarkdownIt

from derman.kernel import html
from derman.runbooks.tree import FAILED, NEXT, WORKED, Exit, said

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})
_BUTTONS = {NEXT: _("Done, go on"), WORKED: _("Yes, it works"), FAILED: _("No, not yet")}


def as_html(text: str) -> str:
    """The text of a step: lists, bold, code and links; whatever HTML was typed is shown as it was typed."""
    return html.clean(_markdown.render(text), pages=True)


def as_text(text: str) -> str:
    """The same for those who read without HTML."""
    return html.to_text(as_html(text))


def label_of(way: Exit, lang: str) -> tuple[str, str]:
    """What the button of an answer says, and in which language."""
    text, code = said(way.label, lang)
    if text or way.key not in _BUTTONS:
        return text, code
    with override(lang):
        return str(_BUTTONS[way.key]), lang
