"""What people decide about senders: lists, switching a source off and on, the desk's thresholds."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from derman.channels.mail.errors import MailError, NotAllowed
from derman.channels.mail.models import Mailbox
from derman.channels.mail.trust.models import RuleKind, SenderRule, TrustSettings
from derman.channels.mail.trust.policy import is_network
from derman.desk.actions import audit
from derman.kernel.folding import fold
from derman.people.models import Person

MOST_RULES = 5_000
_PATTERN = re.compile(r"[^\s@]{0,64}@?[^\s@]{1,253}")
NUMBERS = {
    "spam_score": (-50, 1000),
    "spam_scl": (0, 9),
    "storm_mails": (0, 10_000),
    "storm_minutes": (1, 1_440),
    "spam_days": (1, 3_650),
    "keep_days": (0, 36_500),
    "keep_ignored_days": (0, 36_500),
}


def _require_administrator(actor: Person) -> None:
    if not actor.is_administrator:
        raise NotAllowed(_("Only an administrator can do this."))


def add_rule(*, actor: Person, kind: str, pattern: str, reason: str = "") -> SenderRule:
    """Block, allow or switch off an address, a domain, or a pattern with `*`. Raises NotAllowed, MailError.

    A sender is on one list only: the latest decision counts.
    """
    _require_administrator(actor)
    if kind not in RuleKind.values:
        raise MailError(_("Choose what is done with the sender."), field="kind")
    wanted = fold(pattern).strip().removeprefix("@")
    if not _PATTERN.fullmatch(wanted) or len(wanted) > 254 or not wanted.strip("*.@"):
        raise MailError(
            _("Give an address, a domain, or a pattern like *@example.com or *.example.com."), field="pattern"
        )
    if kind == RuleKind.OFF and wanted in set(Mailbox.objects.values_list("folded", flat=True)):
        raise MailError(_("This is an address of the desk itself."), field="pattern")
    wild = ""
    if "*" in wanted:
        mask = wanted if "@" in wanted else f"*@{wanted}"
        escaped = re.sub(r"([\\%_])", r"\\\1", mask)
        wild = re.sub(r"\*+", "%", escaped)
    with transaction.atomic():
        SenderRule.objects.filter(pattern=wanted).delete()
        if SenderRule.objects.count() >= MOST_RULES:
            raise MailError(_("There are too many rules. Take some away first."), field="pattern")
        row = SenderRule.objects.create(
            kind=kind, pattern=wanted, wild=wild[:600], reason=" ".join(reason.split())[:200], by=actor
        )
        audit(actor=actor, kind=f"sender.{kind}", pattern=wanted)
    return row


def remove_rule(*, actor: Person, rule: int) -> None:
    """Take a rule away; of a switched-off source, this switches it on again. Raises NotAllowed, MailError."""
    _require_administrator(actor)
    with transaction.atomic():
        row = SenderRule.objects.select_for_update().filter(pk=rule).first()
        if row is None:
            raise MailError(_("This rule is gone already."))
        row.delete()
        audit(actor=actor, kind="sender.rule_removed", pattern=row.pattern)


def save_settings(*, actor: Person, **values: Any) -> TrustSettings:
    """Change the desk's decisions about proof, spam, storms and retention. Raises NotAllowed, MailError."""
    _require_administrator(actor)
    for name, (least, most) in NUMBERS.items():
        if name in values and not least <= values[name] <= most:
            raise MailError(_("A number from %(least)s to %(most)s.") % {"least": least, "most": most}, field=name)
    for name in ("servers", "sealers"):
        if name in values:
            values[name] = _names(values[name])
    if "networks" in values:
        values["networks"] = list(dict.fromkeys(values["networks"]))[:50]
        if not all(is_network(network) for network in values["networks"]):
            raise MailError(_("A network looks like 10.0.0.0/8 or 192.0.2.7."), field="networks")
    with transaction.atomic():
        row = TrustSettings.objects.select_for_update().order_by("pk").first() or TrustSettings()
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        audit(actor=actor, kind="mail.trust_changed")
    return row


def stand(*, spares_automatic: bool, groups_storms: bool) -> None:
    """The switches of what filing does at once; who may throw them, and who did, is known above."""
    with transaction.atomic():
        row = TrustSettings.objects.select_for_update().order_by("pk").first() or TrustSettings()
        row.spares_automatic, row.groups_storms = spares_automatic, groups_storms
        row.save()


def _names(given: list[str]) -> list[str]:
    return list(dict.fromkeys(fold(name).strip(" .")[:253] for name in given if name.strip(" .")))[:50]
