"""What a rule or a macro is called: it stands on tickets, so it is one line, and nobody's words are cut off unsaid."""

from __future__ import annotations

from django.utils.translation import gettext as _

from derman.automation.errors import WrongInput

LONGEST = 80


def name_of(typed: str, missing: str) -> str:
    """The name on one line. Raises WrongInput for the field `name`: with `missing` for none, or for one too long."""
    name = " ".join(typed.replace("\0", "").split())
    if not name:
        raise WrongInput(missing, field="name")
    if len(name) > LONGEST:
        raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": LONGEST}, field="name")
    return name
