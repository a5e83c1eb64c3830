"""The desk itself: name and look, languages and time, hours, closing."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from derman.desk.models import AuditEntry
from derman.desk.queries import the_desk

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000154a24f5d0000000049454e44ae426082"
)
WEEK = (
    {"name": "Business hours"}
    | {f"open-{day}": "on" for day in range(5)}
    | {name: value for day in range(5) for name, value in ((f"from-{day}-0", "08:30"), (f"until-{day}-0", "18:00"))}
)


def test_the_name_and_colour_are_saved_and_audited(as_aylin: Client) -> None:
    answer = as_aylin.post("/desk/settings/look/", {"name": "Karya BT", "accent": "#7a1fa2"})
    assert answer.status_code == 302
    assert (the_desk().name, the_desk().accent) == ("Karya BT", "#7a1fa2")
    assert AuditEntry.objects.filter(kind="desk.changed").exists()


def test_a_desk_without_a_name_is_told_so_and_keeps_the_colour_typed(as_aylin: Client) -> None:
    answer = as_aylin.post("/desk/settings/look/", {"name": "", "accent": "#7a1fa2"})
    assert answer.status_code == 422
    assert b"#7a1fa2" in answer.content
    assert b'aria-invalid="true"' in answer.content
    assert the_desk().name == "Ege Holding"


def test_a_picture_becomes_the_logo_and_can_be_taken_away(as_aylin: Client) -> None:
    form = {"name": "Ege", "accent": "#0b746f"}
    as_aylin.post("/desk/settings/look/", {**form, "logo": SimpleUploadedFile("logo.png", PNG)})
    logo = the_desk().logo
    assert logo is not None
    assert logo.media_type == "image/png"
    as_aylin.post("/desk/settings/look/", {**form, "remove_logo": "on"})
    assert the_desk().logo is None


def test_a_drawing_that_can_hold_a_program_is_no_logo(as_aylin: Client) -> None:
    drawing = SimpleUploadedFile("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    answer = as_aylin.post("/desk/settings/look/", {"name": "Ege", "accent": "#0b746f", "logo": drawing})
    assert answer.status_code == 422
    assert "SVG" in answer.content.decode()
    assert the_desk().logo is None


def test_a_colour_that_nobody_can_read_is_pointed_out(as_aylin: Client) -> None:
    answer = as_aylin.get("/desk/settings/look/contrast/", {"accent": "#ffee00"}).content.decode()
    assert "Hard to read on white" in answer


def test_the_desks_own_language_must_be_offered(as_aylin: Client) -> None:
    form = {"language": "tr", "languages": ["en"], "zone": "Europe/Istanbul"}
    answer = as_aylin.post("/desk/settings/languages/", form)
    assert answer.status_code == 422
    assert "must be among them" in answer.content.decode()
    assert as_aylin.post("/desk/settings/languages/", {**form, "languages": ["en", "tr"]}).status_code == 302
    assert the_desk().language == "tr"


def the_hours_page() -> str:
    return f"/desk/settings/hours/{the_desk().calendar_id}/"


def test_hours_with_a_break_and_a_holiday_are_saved(as_aylin: Client) -> None:
    form = {**WEEK, "until-0-0": "12.00", "from-0-1": "13", "until-0-1": "1800", "zone": "Europe/Istanbul"}
    holidays = {"holiday-day": ["2026-10-29", ""], "holiday-name": ["Cumhuriyet Bayramı", ""]}
    assert as_aylin.post(the_hours_page(), {**form, **holidays}).status_code == 302
    calendar = the_desk().calendar
    assert calendar is not None
    assert calendar.weekly["0"] == [["08:30", "12:00"], ["13:00", "18:00"]]
    assert "5" not in calendar.weekly
    assert [holiday.day for holiday in calendar.holidays.all()] == [date(2026, 10, 29)]


def test_wrong_hours_are_named_beside_their_day_and_stay_as_typed(as_aylin: Client) -> None:
    form = {**WEEK, "from-2-0": "19:00", "zone": "Europe/Istanbul", "holiday-day": "2026-05-01", "holiday-name": ""}
    answer = as_aylin.post(the_hours_page(), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="wrong-2"' in page
    assert 'id="wrong-1"' not in page
    assert 'value="19:00"' in page
    assert "What is this day called?" in page


def test_a_zone_that_does_not_exist_is_refused(as_aylin: Client) -> None:
    assert as_aylin.post(the_hours_page(), {**WEEK, "zone": "Mars/Olympus"}).status_code == 422


def test_the_days_until_a_ticket_closes_are_saved(as_aylin: Client) -> None:
    assert as_aylin.post("/desk/settings/closing/", {"close_after_days": "0"}).status_code == 422
    assert as_aylin.post("/desk/settings/closing/", {"close_after_days": "5"}).status_code == 302
    assert the_desk().close_after_days == 5
