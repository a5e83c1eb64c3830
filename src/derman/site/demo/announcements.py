"""What the demo desk announces: an outage that is being fixed, one that is over, and maintenance to come."""

from __future__ import annotations

from datetime import timedelta

from derman.announcements import actions
from derman.announcements.models import Affected, Announcement, Update
from derman.kernel import clock
from derman.people.models import Person, Role


def fill_announcements() -> None:
    """Needs the people of the demo; mails leave for nobody."""
    lead = Person.objects.filter(role__in=(Role.LEAD, Role.ADMINISTRATOR)).order_by("pk").first()
    if lead is None:
        return
    mail = _outage(
        lead,
        {"en": "E-mails arrive late", "tr": "E-postalar geç ulaşıyor"},
        {
            "en": "Mails from outside arrive up to an hour late. None is lost; please do not send them twice.",
            "tr": "Dışarıdan gelen e-postalar bir saate kadar gecikiyor. Kaybolan yok; lütfen yeniden göndermeyin.",
        },
        hours=3,
        affects=9,
    )
    _say(lead, mail, "cause_known", 2, {"en": "The filter against spam is overloaded.", "tr": "Spam süzgeci yoğun."})
    _say(
        lead,
        mail,
        "being_fixed",
        1,
        {
            "en": "A second filter is being added. We expect the normal pace by the afternoon.",
            "tr": "İkinci bir süzgeç ekleniyor. Öğleden sonra normale dönmesini bekliyoruz.",
        },
    )
    wifi = _outage(
        lead,
        {"en": "No Wi-Fi on the third floor", "tr": "Üçüncü katta kablosuz ağ yok"},
        {"en": "Use the cable meanwhile.", "tr": "Bu sırada kablolu bağlantıyı kullanabilirsiniz."},
        hours=8,
        affects=4,
    )
    _say(lead, wifi, "over", 5, {"en": "A switch was replaced.", "tr": "Bir anahtar cihazı değiştirildi."})
    notice = actions.begin(
        actor=lead,
        kind="notice",
        titles={"en": "Maintenance of the ERP on Saturday", "tr": "Cumartesi günü ERP bakımı"},
        texts={
            "en": "The ERP is not available from 22:00 until Sunday 02:00.",
            "tr": "ERP cumartesi 22.00 ile pazar 02.00 arasında kullanılamayacak.",
        },
        until=clock.now() + timedelta(days=7),
    )
    actions.publish(actor=lead, announcement=notice.pk)


def _outage(
    lead: Person, titles: dict[str, str], texts: dict[str, str], *, hours: int, affects: int
) -> Announcement:  # fmt: skip
    row = actions.begin(actor=lead, kind="outage", titles=titles, texts=texts)
    began = clock.now() - timedelta(hours=hours)
    actions.publish(actor=lead, announcement=row.pk, at=began)
    people = Person.objects.filter(role=Role.REQUESTER, is_active=True).order_by("name")[:affects]
    Affected.objects.bulk_create([Affected(announcement=row, person=one, at=began) for one in people])
    Announcement.objects.filter(pk=row.pk).update(affected=len(people))
    return row


def _say(lead: Person, row: Announcement, state: str, hours: int, texts: dict[str, str]) -> None:
    made = actions.go_on(actor=lead, announcement=row.pk, state=state, texts=texts)
    at = clock.now() - timedelta(hours=hours)
    Update.objects.filter(pk=made.pk).update(at=at, told_at=at)
    Affected.objects.filter(announcement=row).update(told=made.pk)
    if state == "over":
        Announcement.objects.filter(pk=row.pk).update(over_at=at)
