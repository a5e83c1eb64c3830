"""What an agent says they will do, and by when: many phrases in both languages, and many that promise nothing."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derman.obligations.reading.moods import mood_of
from derman.obligations.reading.promises import promises_in

ISTANBUL = ZoneInfo("Europe/Istanbul")
AT = datetime(2026, 11, 24, 10, 15, tzinfo=ISTANBUL)  # a Tuesday

SAID = [
    # Turkish: an hour by its ending alone
    ("Merhaba Mert Bey, yarın 10'da ararım.", "25 10:00"),
    ("Yarın 14’te uğrarım.", "25 14:00"),
    ("Yarın 3'te ararım.", "25 15:00"),
    ("Cuma 9'a kadar hazırlarım.", "27 09:00"),
    ("Yarın 16'dan önce dönerim.", "25 16:00"),
    ("Yarın kat 3'te olacağım, size uğrarım.", "25 17:00"),
    # Turkish: days
    ("Yarın arayacağım.", "25 17:00"),
    ("Sizi yarın arayacağım, iyi günler.", "25 17:00"),
    ("YARIN ARAYACAĞIM", "25 17:00"),
    ("yarin arayacagim", "25 17:00"),
    ("Cuma günü döneceğim.", "27 17:00"),
    ("Cumaya kadar döneceğiz.", "27 17:00"),
    ("Cuma'ya kadar haber veririm.", "27 17:00"),
    ("Salı günü size dönüş yapacağım.", "d1 17:00"),
    ("Bu salı hallederiz.", "24 17:00"),
    ("Perşembe sabahı bakacağım.", "26 12:00"),
    ("Pazartesi öğleden sonra uğrarım.", "30 17:00"),
    ("Öğleden sonra sizi arayacağım.", "24 17:00"),
    ("Bugün içinde dönüş sağlayacağız.", "24 17:00"),
    ("Bu akşam tamamlarım.", "24 19:00"),
    ("Öbür gün ileteceğim.", "26 17:00"),
    ("Haftaya salı geliriz.", "d1 17:00"),
    ("Önümüzdeki hafta bilgi vereceğim.", "d4 17:00"),
    ("Hafta sonuna kadar göndereceğim.", "27 17:00"),
    ("Hafta başında döneceğim.", "30 17:00"),
    ("Ay sonuna kadar çözeceğiz.", "30 17:00"),
    ("3 Aralık'ta kuracağım.", "d3 17:00"),
    ("15.12.2026 tarihinde teslim edeceğiz.", "d15 17:00"),
    ("Ayın 28'inde yazarım.", "28 17:00"),
    # Turkish: times
    ("Yarın saat 15'te arayacağım.", "25 15:00"),
    ("Yarın 14.30'da arayacağım.", "25 14:30"),
    ("Saat 16:00'da döneceğim.", "24 16:00"),
    ("Saat 9'da arayacağım.", "25 09:00"),  # that hour is over today
    ("Yarın saat 3'te ararım.", "25 15:00"),
    ("Yarım saat içinde döneceğim.", "24 10:45"),
    ("2 saat içinde bilgi veririm.", "24 12:15"),
    ("İki saat sonra arayacağım.", "24 12:15"),
    ("20 dakika içinde arıyor olacağım, haber veririm.", "24 10:35"),
    ("Birazdan arayacağım.", "24 11:15"),
    ("İki gün içinde çözeceğiz.", "26 17:00"),
    ("3 iş günü içinde dönüş yapacağız.", "27 17:00"),
    ("5 iş günü içerisinde gönderirim.", "d1 17:00"),
    ("Bir hafta içinde tamamlayacağım.", "d1 17:00"),
    # Turkish: others of the desk, and the present of a later day
    ("Ekibimiz yarın sizi arayacak.", "25 17:00"),
    ("Teknisyen arkadaşımız perşembe günü gelecek.", "26 17:00"),
    ("Yarın tarafınıza dönüş yapılacaktır.", "25 17:00"),
    ("Yarın sabah arıyorum.", "25 12:00"),
    ("Teşekkür ederim, yarın arayacağım.", "25 17:00"),
    ("Şimdi çözemeyeceğim ama yarın döneceğim.", "25 17:00"),
    # English: days
    ("I'll call you tomorrow.", "25 17:00"),
    ("I\u2019ll call you tomorrow.", "25 17:00"),
    ("I will call you back tomorrow morning.", "25 12:00"),
    ("Will get back to you by Friday.", "27 17:00"),
    ("We'll get back to you by Friday afternoon.", "27 17:00"),
    ("We will ship it on Thursday.", "26 17:00"),
    ("I'm going to look at it this afternoon.", "24 17:00"),
    ("I'll have it done by end of day.", "24 18:00"),
    ("I will let you know by EOD.", "24 18:00"),
    ("I will send it by the end of the week.", "27 17:00"),
    ("We'll update you next week.", "d4 17:00"),
    ("I will be in touch on Tuesday.", "d1 17:00"),
    ("I'll come by next Monday.", "30 17:00"),
    ("I will answer the day after tomorrow.", "26 17:00"),
    ("We will replace it on 3 December.", "d3 17:00"),
    ("We will replace it on December 3rd.", "d3 17:00"),
    ("I will call on 2026-12-04.", "d4 17:00"),
    ("Call you tomorrow!", "25 17:00"),
    ("Let me get back to you tomorrow.", "25 17:00"),
    ("Our technician will visit you on Wednesday.", "25 17:00"),
    ("Someone from the network team will call you tomorrow.", "25 17:00"),
    ("You will hear from me by Friday.", "27 17:00"),
    ("You can expect a call tomorrow.", "25 17:00"),
    ("I cannot do it today, but I will call you tomorrow.", "25 17:00"),
    # English: times
    ("I'll call you at 3 pm.", "24 15:00"),
    ("I'll call you tomorrow at 9:30.", "25 09:30"),
    ("I will be there tomorrow at 10 am and I'll call first.", "25 10:00"),
    ("I will call at 15:00.", "24 15:00"),
    ("I'll get back to you in two hours.", "24 12:15"),
    ("I'll get back to you within the hour, in 30 minutes.", "24 10:45"),
    ("We will answer within 2 days.", "26 17:00"),
    ("We'll reply within 3 business days.", "27 17:00"),
    ("I'll call you back shortly.", "24 11:15"),
    ("I will call before noon.", "24 12:00"),
]

NOT_SAID = [
    "Merhaba, iyi günler.",
    "Yarın ofiste olmayacağım.",
    "Yarın arayamayacağım.",
    "Cuma günü dönemeyeceğiz.",
    "Yarına kadar izinde olacağım.",
    "Yarın görüşmek üzere.",
    "Yarın için teşekkür ederim.",
    "Cuma günü için rica ederim.",
    "Cumaya kadar bekleyeceğim.",
    "Yarın dönüş yapılmazsa talebi kapatacağız.",
    "Dün aradım, ulaşamadım.",
    "Yarın arar mısınız?",
    "Yarın arayın lütfen.",
    "Sorun çözüldü.",
    "En kısa sürede döneceğim.",
    "Arayacağım.",
    "Bugün bakıyorum.",
    "Toplantı yarın saat 15'te.",
    "Siz “yarın arayacağım” demiştiniz.",
    "> Yarın arayacağım",
    "Pazartesi günü gönderdiğiniz dosyayı aldım.",
    "I called you yesterday.",
    "I won't be able to call you tomorrow.",
    "I will not call tomorrow.",
    "I can't do it by Friday.",
    "I will be out of office until Friday.",
    "We will be closed on Monday.",
    "We will close this ticket on Friday.",
    "Please call me tomorrow.",
    "Can you call tomorrow?",
    "Will you be there tomorrow?",
    "The meeting is tomorrow at 3 pm.",
    "I will get back to you.",
    "I'll look into it as soon as possible.",
    'You wrote "I will call you tomorrow".',
    "> I'll call you tomorrow",
    "It worked on Friday.",
    "Thank you, have a nice Friday!",
    "They said they will come tomorrow.",
    "I would call tomorrow if I could.",
    "",
]


def _meant(short: str) -> datetime:
    day, clock = short.split()
    hour, minute = map(int, clock.split(":"))
    month = 12 if day.startswith("d") else 11
    return datetime(2026, month, int(day.removeprefix("d")), hour, minute, tzinfo=ISTANBUL)


@pytest.mark.parametrize(("text", "due"), SAID)
def test_what_is_promised_by_a_time_is_found(text: str, due: str):
    found = promises_in(text, AT, lambda: ISTANBUL)
    assert [one.due for one in found] == [_meant(due)]
    assert found[0].words == " ".join(text.split())


@pytest.mark.parametrize("text", NOT_SAID)
def test_what_promises_nothing_by_a_time_is_left_alone(text: str):
    assert promises_in(text, AT, lambda: ISTANBUL) == []


def test_each_sentence_counts_for_itself_and_three_at_most():
    text = "Merhaba,\n\nyarın arayacağım. Cuma günü kuracağım!\nPazartesi döneceğim. Salı bitireceğim."
    assert [one.due.day for one in promises_in(text, AT, lambda: ISTANBUL)] == [25, 27, 30]


def test_the_day_is_that_of_whoever_wrote():
    late = datetime(2026, 11, 24, 22, 30, tzinfo=ZoneInfo("UTC"))  # the 25th in Istanbul, the 24th in New York
    assert promises_in("I'll call you tomorrow.", late, lambda: ISTANBUL)[0].due.day == 26
    assert promises_in("I'll call you tomorrow.", late, lambda: ZoneInfo("America/New_York"))[0].due.day == 25


def test_what_was_promised_for_a_day_whose_hour_is_over_is_due_in_an_hour():
    evening = AT.replace(hour=18)
    assert promises_in("Bugün döneceğim.", evening, lambda: ISTANBUL)[0].due == evening.replace(hour=19)


@given(st.text(max_size=400))
def test_any_text_is_read_and_nothing_lies_behind(text: str):
    for one in promises_in(text, AT, lambda: ISTANBUL):
        assert one.due >= AT
    mood_of(text)


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("Bu bir rezalet!", "angry"),
        ("BU KABUL EDİLEMEZ", "angry"),
        ("Üçüncü kez yazıyorum", "angry"),
        ("Kaç kere söyleyeceğim?", "angry"),
        ("Hala dönüş yok.", "angry"),
        ("Şikayette bulunacağım", "angry"),
        ("Kimse ilgilenmiyor.", "angry"),
        ("This is unacceptable.", "angry"),
        ("I am still waiting for an answer", "angry"),
        ("This is the third time I write", "angry"),
        ("ACİL!", "urgent"),
        ("acilen bakar mısınız", "urgent"),
        ("Üretim durdu", "urgent"),
        ("Çalışamıyoruz", "urgent"),
        ("URGENT: cannot log in", "urgent"),
        ("We need it asap", "urgent"),
        ("Nobody can work", "urgent"),
        ("Acil ve bu bir rezalet", "angry"),
    ],
)
def test_angry_and_urgent_words_are_seen(text: str, mood: str):
    found = mood_of(text)
    assert found is not None
    assert found[0] == mood


@pytest.mark.parametrize(
    "text",
    [
        "Acil değil, müsait olunca bakarsınız.",
        "Acelesi yok.",
        "It is not urgent.",
        "No rush at all.",
        "Şikayetim yok, teşekkürler.",
        "Yazıcı çalışmıyor.",
        "The printer is out of paper.",
        "Acil servis yazıcısı",
        "Thank you for the quick answer!",
        "",
    ],
)
def test_calm_words_stay_calm(text: str):
    assert mood_of(text) is None
