"""The problems of the demo desk: a known error with its workaround, one that is being looked into, one that is over."""

from __future__ import annotations

from datetime import timedelta

from derman.kernel import clock
from derman.people.models import Person, Role, Team
from derman.problems import actions
from derman.problems.models import Happening, Problem
from derman.tickets.models import Status, Ticket


def fill_problems() -> None:
    """Needs the people and tickets of the demo; nothing leaves for anybody."""
    lead = Person.objects.filter(role__in=(Role.LEAD, Role.ADMINISTRATOR)).order_by("pk").first()
    if lead is None:
        return
    network = Team.objects.filter(name="L2 Network").first()
    owner = Person.objects.filter(memberships__team=network, role=Role.AGENT).order_by("pk").first() or lead
    vpn = actions.begin(
        actor=lead,
        title="VPN gateway drops sessions after the update",
        description="Since the update of the gateway, sessions of the old client end after ten minutes.",
        team=network.pk if network is not None else None,
        owner=owner.pk,
        priority=2,
        tickets=_about("VPN", 6),
        known_titles={"en": "VPN drops every ten minutes", "tr": "VPN on dakikada bir kopuyor"},
        workarounds={
            "en": "Use the **web access** until the client is updated:\n\n1. Open vpn.ege.example\n2. Sign in as usual"
            "\n3. Choose “Web access”",
            "tr": "İstemci güncellenene kadar **web erişimini** kullanın:\n\n1. vpn.ege.example adresini açın\n2. Her"
            " zamanki gibi oturum açın\n3. “Web erişimi” seçeneğini seçin",
        },
    )
    actions.describe(
        actor=owner,
        problem=vpn.pk,
        status="known_error",
        whys=[
            "The gateway ends the session",
            "It waits for a sign of life that the old client does not send",
            "The update shortened the wait from an hour to ten minutes",
        ],
        cause="Version 9.2 of the gateway asks for a sign of life every ten minutes; clients before 5.1 send none.",
        decision="fix_now",
        decision_reason="Clients can be updated over the air within a week.",
        change_words="Roll out client 5.1, planned for Saturday",
    )
    actions.offer(actor=owner, problem=vpn.pk)
    noted = actions.note(actor=owner, problem=vpn.pk, text="The maker confirms it for clients before 5.1.")
    began = clock.now() - timedelta(days=2)
    Happening.objects.filter(problem=vpn).exclude(pk=noted.pk).update(at=began)
    Problem.objects.filter(pk=vpn.pk).update(created_at=began)
    actions.begin(
        actor=lead,
        title="Printers of the second floor lose their queue",
        description="Every Monday morning; restarting the print server helps for a week.",
        status="analysis",
        owner=lead.pk,
        tickets=_about("print", 4) or _about("yazıcı", 4),
    )


def _about(word: str, most: int) -> list[int]:
    """Tickets of open teams that nobody has finished, the latest first."""
    found = Ticket.objects.filter(subject__icontains=word, merged_into=None).exclude(status=Status.SPAM)
    open_ones = found.exclude(team__closed=True).exclude(status=Status.CLOSED)
    return list(open_ones.order_by("-updated_at").values_list("pk", flat=True)[:most])
