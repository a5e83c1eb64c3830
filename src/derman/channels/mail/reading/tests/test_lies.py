"""What mails say of themselves and is not so: character sets, zones; and what stands around a signed text."""

import pytest

from derman.channels.mail.reading import read_mail
from derman.channels.mail.reading.charsets import decode
from derman.channels.mail.reading.invitations import read_invitation

RUSSIAN = "Здравствуйте, принтер на третьем этаже не работает."
ARABIC = "الطابعة لا تعمل اليوم في الطابق الثالث"
GREEK = "Ο εκτυπωτής δεν λειτουργεί σήμερα"
HEBREW = "המדפסת לא עובדת היום בקומה השלישית"


@pytest.mark.parametrize("label", ["", "us-ascii", "utf-8", "iso-8859-1", "windows-1252", "iso-8859-9"])
@pytest.mark.parametrize(
    ("text", "really"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "iso8859-5"),
        (ARABIC, "cp1256"),
        (GREEK, "cp1253"),
        (HEBREW, "cp1255"),
    ],
    ids=lambda value: value if value.isascii() else "",
)
def test_another_script_is_read_whatever_it_calls_itself(text, really, label):
    assert decode(text.encode(really), label) == text


@pytest.mark.parametrize("label", ["", "utf-8", "iso-8859-1", "iso-8859-9"])
@pytest.mark.parametrize(
    "text", ["ŞÜKRÜ ÖĞÜT ÇAĞIRDI: ÜÇÜNCÜ ŞUBE", "Şükrü Bey, ölçüm cihazı bozuk, görüşürüz.", "Çöğüş ığdır"]
)
def test_turkish_stays_turkish(text, label):
    assert decode(text.encode("cp1254"), label) == text


@pytest.mark.parametrize("text", ["Trois élèves français à Nîmes où ça gèle", "Größe über Straße äöüÄÖÜ"])
def test_western_letters_stay_western(text):
    assert decode(text.encode("cp1252"), "iso-8859-1") == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read(codec):
    assert decode("Yazıcı çalışmıyor, lütfen bakın.".encode(codec), "utf-8") == "Yazıcı çalışmıyor, lütfen bakın."


def test_a_text_signed_in_its_own_lines_is_shown_alone():
    mail = read_mail(
        b"From: a@ornek.example\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n- - one\n- - two\n"
        b"-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    )
    assert mail.reply == "Hello\n- one\n- two"
    assert mail.protection == "signed"
    broken = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello"
    assert "Hello" in read_mail(f"From: a@ornek.example\n\n{broken}".encode()).reply


OWN = """BEGIN:VTIMEZONE
TZID:Head office
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def starts(zone, moment, definition=""):
    found = read_invitation(
        f"BEGIN:VCALENDAR\n{definition}BEGIN:VEVENT\nSUMMARY:x\nDTSTART;TZID={zone}:{moment}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    return str(found.start)


@pytest.mark.parametrize(
    ("moment", "offset"),
    [
        ("20260724T100000", "+02:00"),
        ("20260110T100000", "+01:00"),
        ("20261224T100000", "+01:00"),
        ("20260328T235900", "+01:00"),
        ("20260329T100000", "+02:00"),
        ("20261025T100000", "+01:00"),
    ],
)
def test_a_zone_that_a_calendar_defines_itself_has_its_summer_time(moment, offset):
    assert starts("Head office", moment, OWN).endswith(offset)


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=YEARLY;BYDAY=9SU", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=77", "="])
def test_a_zone_with_rules_that_nobody_writes_leaves_the_time_as_it_stands(rule):
    definition = OWN.replace("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", rule)
    assert starts("Head office", "20260724T100000", definition) == "2026-07-24 10:00:00"


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("(UTC+03:00) Istanbul", "+03:00"),
        ('"(UTC+03:00) İstanbul"', "+03:00"),
        ('"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"', "+02:00"),
        ('"(GMT+05:00) Nowhere"', "10:00:00"),
    ],
)
def test_zones_as_windows_shows_them_are_known_by_their_cities(zone, offset):
    assert starts(zone, "20260724T100000").endswith(offset)
