"""The major incident of the demo desk: over since last week, told of in time but once, and reviewed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from derman.announcements.models import Affected, Announcement
from derman.announcements.models import Update as PublicUpdate
from derman.kernel import clock
from derman.majors import actions
from derman.majors.models import Happening, Joined, MajorIncident, Update
from derman.notify.models import Notice
from derman.people.models import Person, Role
from derman.tickets.models import Ticket

MOST_TICKETS = 6
ERP = actions.Words(
    titles={"en": "The ERP does not open", "tr": "ERP açılmıyor"},
    impacts={
        "en": "Nobody in Izmir and Manisa can open the ERP. Orders on paper are taken over afterwards.",
        "tr": "İzmir ve Manisa'da ERP açılmıyor. Kâğıda alınan siparişler sonradan işlenecek.",
    },
    audience="signed_in",
)
TOLD = (
    (
        14,
        "investigating",
        {
            "en": "Two servers do not answer. We are moving the ERP to the third one.",
            "tr": "İki sunucu yanıt vermiyor. ERP'yi üçüncü sunucuya taşıyoruz.",
        },
    ),
    (
        52,
        "identified",
        {
            "en": "A full disk stopped the database. Space is being made; **no order is lost**.",
            "tr": "Dolan bir disk veritabanını durdurdu. Yer açılıyor; **hiçbir sipariş kaybolmadı**.",
        },
    ),
    (
        75,
        "monitoring",
        {
            "en": "The ERP opens again. We are watching it until noon.",
            "tr": "ERP yeniden açılıyor. Öğlene kadar izliyoruz.",
        },
    ),
)
OVER = {
    "en": "The ERP works as usual. Thank you for your patience.",
    "tr": "ERP olağan biçimde çalışıyor. Sabrınız için teşekkür ederiz.",
}


def fill_majors() -> None:
    """Needs the people of the demo; nothing leaves for anybody."""
    staff = {one.email.partition("@")[0]: one for one in Person.objects.exclude(role=Role.REQUESTER)}
    lead, elif_, tarik, derya = (staff.get(name) for name in ("leyla", "elif", "tarik", "derya"))
    if lead is None or elif_ is None or tarik is None or derya is None:
        return
    roles = {"communications": elif_.pk, "technical": tarik.pk, "scribe": derya.pk}
    row = actions.declare(actor=lead, said=ERP, roles=roles)
    began = (clock.now() - timedelta(days=6)).replace(hour=6, minute=12)
    _at(row, 0, began)
    Announcement.objects.filter(pk=row.announcement_id).update(published_at=began, created_at=began)
    people = Person.objects.filter(role=Role.REQUESTER, is_active=True).order_by("name")[:14]
    Affected.objects.bulk_create(
        [Affected(announcement_id=row.announcement_id, person=one, at=began) for one in people], ignore_conflicts=True
    )
    affected = Affected.objects.filter(announcement=row.announcement_id).count()
    Announcement.objects.filter(pk=row.announcement_id).update(affected=affected)
    _join(row, elif_, began + timedelta(minutes=9))
    actions.note(actor=tarik, major=row.pk, text="Disk /data of erp-db-1 is full: 400 GB of trace files since Friday.")
    _at(row, 38, began)
    for minutes, state, texts in TOLD:
        made = actions.tell(actor=elif_, major=row.pk, texts=texts, state=state)
        _told(row, made, began + timedelta(minutes=minutes), late=minutes == 52)
        _at(row, minutes, began)
    made = actions.resolve(actor=elif_, major=row.pk, texts=OVER)
    over = began + timedelta(minutes=236)
    _told(row, made, over, late=False)
    _at(row, 236, began)
    MajorIncident.objects.filter(pk=row.pk).update(began_at=began, declared_at=began, resolved_at=over)
    Announcement.objects.filter(pk=row.announcement_id).update(over_at=over)
    with clock.frozen_at(over + timedelta(hours=22)):
        _review(row, lead, tarik, elif_)
    Notice.objects.filter(major=row).update(told_at=over)


def _join(row: MajorIncident, actor: Person, at: datetime) -> None:
    """Who wrote of the ERP that week belongs to it, and has heard of it long since: nothing leaves now."""
    days = (at - timedelta(days=4), at + timedelta(days=4))
    found = Ticket.objects.filter(team__name__contains="ERP", created_at__range=days, merged_into=None)
    words = Q(subject__icontains="ERP") | Q(subject__icontains="fatura") | Q(subject__icontains="invoice")
    found = found.filter(words, status__in=["resolved", "closed"]).order_by("-pk")
    with transaction.atomic(), clock.frozen_at(at):
        actions.join_many(actor=actor, major=row.pk, numbers=list(found.values_list("pk", flat=True)[:MOST_TICKETS]))
        Joined.objects.filter(major=row).update(told_first_at=at)


def _at(row: MajorIncident, minutes: int, began: datetime) -> None:
    """What was written just now happened then."""
    recent = Happening.objects.filter(major=row, at__gt=clock.now() - timedelta(hours=1))
    recent.update(at=began + timedelta(minutes=minutes))


def _told(row: MajorIncident, made: Update, at: datetime, *, late: bool) -> None:
    due = at + timedelta(minutes=-8 if late else 4)
    Update.objects.filter(pk=made.pk).update(at=at, told_at=at, due_at=due, told=row.rows.count())
    assert made.public_id is not None, "what was written just now stands on the portal"
    PublicUpdate.objects.filter(pk=made.public_id).update(at=at, told_at=at)
    Affected.objects.filter(announcement=row.announcement_id).update(told=made.public_id)
    Joined.objects.filter(major=row).update(told=made.pk)
    line = Happening.objects.get(major=row, kind="told", details__update=made.pk)
    line.details["late"] = 8 * 60 if late else 0
    line.save(update_fields=["details"])


def _review(row: MajorIncident, lead: Person, tarik: Person, elif_: Person) -> None:
    actions.write_review(
        actor=lead,
        major=row.pk,
        went_well="Everybody knew who leads within five minutes. No order was lost.",
        went_badly="Nobody watched the disk. One update came eight minutes late.",
        cause="Trace files of a test were never switched off and filled the disk of the database.",
    )
    today = clock.now().date()
    alarm = actions.add_action(
        actor=lead,
        major=row.pk,
        title="An alarm at 80 % of each disk of the ERP",
        owner=tarik.pk,
        due_on=today + timedelta(days=3),
    )
    actions.add_action(
        actor=lead,
        major=row.pk,
        title="Two people for communications in every major incident",
        owner=elif_.pk,
        due_on=today + timedelta(days=14),
    )
    actions.change_action(actor=tarik, major=row.pk, action=alarm.pk, done=True)
    actions.finish_review(actor=lead, major=row.pk)
