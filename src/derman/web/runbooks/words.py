"""What kinds, outcomes and audiences are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

KINDS = (
    ("question", _("Question")),
    ("instruction", _("Instruction")),
    ("check", _("Check: did it work?")),
    ("outcome", _("Outcome")),
)
RESULTS = (
    ("solved", _("It is solved")),
    ("article", _("Read an article")),
    ("ticket", _("A ticket with everything already tried")),
    ("escalate", _("Hand on to a team or tier")),
)
AUDIENCES = (
    ("everyone", _("Everyone")),
    ("signed_in", _("Whoever is signed in")),
    ("agents", _("Agents")),
)
