from __future__ import annotations

import json
from urllib.parse import unquote

from django.core.files.uploadedfile import SimpleUploadedFile

from derman.channels.mail.recipients import mark_unreachable
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.models import Attachment, Draft, Message, Ticket
from tests.cast import asks


def said_by_staff() -> list[tuple[str, bool]]:
    return list(Message.objects.filter(staff=True, withdrawn_at=None).values_list("text", "public"))


def test_an_answer_is_sent_and_can_be_taken_back(as_, elif_: Person, vpn: Ticket, part) -> None:
    client = as_(elif_)
    answer = client.post(f"/desk/tickets/{vpn.pk}/messages/", {"mode": "reply", "text": "Try GW-1"}, headers=part)
    assert answer.status_code == 200
    assert said_by_staff() == [("Try GW-1", True)]
    page = answer.content.decode()
    undo = page.split('hx-post="')[-1].split('"')[0]
    assert undo.startswith(f"/desk/tickets/{vpn.pk}/undo/")
    here = part | {"HX-Current-URL": f"http://testserver/desk/tickets/{vpn.pk}/"}
    again = client.post(undo, headers=here).content.decode()
    assert said_by_staff() == []
    assert "Try GW-1" in again.split('name="html"')[1]


def test_a_note_stays_inside(as_, elif_: Person, derya: Person, vpn: Ticket, part) -> None:
    given = {
        "mode": "note",
        "html": f'<p><span data-mention="{derya.pk}">@Derya</span> look</p>',
        "mentions": f"{derya.pk}",
    }
    as_(elif_).post(f"/desk/tickets/{vpn.pk}/messages/", given, headers=part)
    message = Message.objects.get(staff=True)
    assert not message.public
    assert message.mentions == [derya.pk]


def test_what_is_refused_waits_in_the_page_that_comes_without_script(as_, elif_: Person, vpn: Ticket) -> None:
    given = {"mode": "reply", "text": "Try GW-1,\nplease", "cc": "not an address"}
    answer = as_(elif_).post(f"/desk/tickets/{vpn.pk}/messages/", given, follow=True)
    assert said_by_staff() == []
    page = answer.content.decode()
    assert "“not an address” is not an e-mail address." in page
    assert "Try GW-1,<br>please" in page.replace("&lt;", "<").replace("&gt;", ">")
    assert 'name="cc" value="not an address"' in page


def test_a_requester_cannot_be_mentioned_into_a_note(as_, elif_: Person, mert: Person, vpn: Ticket, part) -> None:
    given = {"mode": "note", "text": "look", "mentions": f"{mert.pk},x,99999999999999999999"}
    as_(elif_).post(f"/desk/tickets/{vpn.pk}/messages/", given, headers=part)
    assert Message.objects.get(staff=True).mentions == []


def test_an_empty_answer_says_what_is_wrong(as_, elif_: Person, vpn: Ticket, part) -> None:
    answer = as_(elif_).post(f"/desk/tickets/{vpn.pk}/messages/", {"mode": "reply", "html": "<p></p>"}, headers=part)
    assert answer.status_code == 400
    assert unquote(answer["X-Sentence"]) == "Write something first."
    assert said_by_staff() == []


def test_a_bad_copy_says_what_is_wrong_and_sends_nothing(as_, elif_: Person, vpn: Ticket, part) -> None:
    given = {"mode": "reply", "text": "Hello", "cc": "not an address"}
    answer = as_(elif_).post(f"/desk/tickets/{vpn.pk}/messages/", given, headers=part)
    assert answer.status_code == 400
    assert said_by_staff() == []


def test_send_and_resolve_and_open_the_next_is_one_step(as_, elif_: Person, mert: Person, vpn: Ticket, part) -> None:
    following = asks(mert, "Mouse is slow")
    given = {"mode": "reply", "text": "Done", "then": "resolved", "next": "1"}
    client = as_(elif_)
    answer = client.post(f"/desk/tickets/{vpn.pk}/messages/", given, headers=part)
    place = json.loads(answer["HX-Location"])
    assert place["path"] == f"/desk/tickets/{following.pk}/"
    # the browser asks for the part alone, not for a desk within the desk
    part_of_it = client.get(place["path"], headers=part | place["headers"]).content.decode()
    assert "<html" not in part_of_it
    assert f"#{following.pk}" in part_of_it
    vpn.refresh_from_db()
    following.refresh_from_db()
    assert vpn.status == "resolved"
    assert following.assignee == elif_
    assert f"/desk/tickets/{vpn.pk}/undo/" in part_of_it


def test_what_is_typed_is_kept_as_one_draft(as_, elif_: Person, vpn: Ticket, part) -> None:
    client = as_(elif_)
    client.post(f"/desk/tickets/{vpn.pk}/draft/", {"mode": "reply", "text": "Dear <Mert>,\n\nyes"}, headers=part)
    assert Draft.objects.get().html == "<p>Dear &lt;Mert&gt;,</p><p>yes</p>"
    client.post(f"/desk/tickets/{vpn.pk}/draft/", {"mode": "note", "html": "<p>yes</p>"}, headers=part)
    assert [(draft.public, draft.html) for draft in Draft.objects.all()] == [(False, "<p>yes</p>")]
    page = client.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    assert 'data-mode="note"' in page
    assert "&lt;p&gt;yes&lt;/p&gt;" in page


def test_a_page_that_was_left_open_overwrites_nothing_that_was_typed_elsewhere(as_, elif_: Person, vpn: Ticket) -> None:
    client, address = as_(elif_), f"/desk/tickets/{vpn.pk}/draft/"

    def types(words: str, writer: str, *after: str, mode: str = "reply") -> int:
        given = {"mode": mode, "text": words, "writer": writer, "after": after}
        return client.post(address, given).status_code

    assert types("Dear", "desktop", "") == 204
    assert 'data-draft-after="desktop"' in client.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    assert types("Dear Mert, done.", "phone", "desktop") == 204
    assert types("Dear M", "desktop") == 409
    assert types("A note", "desktop", mode="note") == 409
    assert [draft.html for draft in Draft.objects.all()] == ["<p>Dear Mert, done.</p>"]
    assert types("Dear M", "desktop", "*") == 204
    assert types("Dear Mert, done!", "phone") == 409
    assert Draft.objects.get().html == "<p>Dear M</p>"


def test_a_file_is_sent_with_the_answer(as_, elif_: Person, vpn: Ticket, part, settings, tmp_path) -> None:
    settings.DERMAN_DATA = tmp_path
    client = as_(elif_)
    given = {"file": SimpleUploadedFile("notes.txt", b"hello")}
    stored = client.post(f"/desk/tickets/{vpn.pk}/files/", given, headers=part)
    assert stored.status_code == 201
    key = stored.json()["id"]
    client.post(
        f"/desk/tickets/{vpn.pk}/messages/", {"mode": "reply", "text": "See file", "files": [key]}, headers=part
    )
    assert Attachment.objects.get().message is not None
    assert client.get(f"/files/{key}/").headers["Content-Disposition"].startswith("attachment")


def test_a_file_is_only_for_who_may_see_it(
    as_, elif_: Person, selin: Person, vpn: Ticket, part, settings, tmp_path
) -> None:
    settings.DERMAN_DATA = tmp_path
    given = {"file": SimpleUploadedFile("notes.txt", b"hello")}
    key = as_(elif_).post(f"/desk/tickets/{vpn.pk}/files/", given, headers=part).json()["id"]
    assert as_(selin).get(f"/files/{key}/").status_code == 404


def test_files_wait_with_the_draft_on_every_device(as_, elif_: Person, vpn: Ticket, part, settings, tmp_path) -> None:
    settings.DERMAN_DATA = tmp_path
    client, url = as_(elif_), f"/desk/tickets/{vpn.pk}/"
    given = {"file": SimpleUploadedFile("notes.txt", b"hello")}
    key = client.post(f"{url}files/", given, headers=part).json()["id"]
    client.post(f"{url}draft/", {"mode": "reply", "text": "", "files": [key]}, headers=part)
    page = as_(elif_).get(url).content.decode()
    assert f'name="files" value="{key}"' in page
    assert "notes.txt" in page
    client.post(f"{url}draft/", {"mode": "reply", "text": ""}, headers=part)
    assert not Draft.objects.exists()


def test_nobody_puts_the_file_of_somebody_else_into_a_draft(
    as_, elif_: Person, leyla: Person, vpn: Ticket, part
) -> None:
    theirs = actions.upload(actor=leyla, name="theirs.txt", content=b"secret")
    client = as_(elif_)
    client.post(f"/desk/tickets/{vpn.pk}/draft/", {"mode": "reply", "text": "x", "files": [theirs.key]}, headers=part)
    assert Draft.objects.get().files == []


def test_an_answer_goes_to_further_people(as_, elif_: Person, mert: Person, selin: Person, vpn: Ticket, part) -> None:
    actions.set_followers(actor=elif_, ticket=vpn.pk, followers=[selin.pk])
    client, page = as_(elif_), f"/desk/tickets/{vpn.pk}/"
    given = {
        "mode": "reply",
        "text": "Hi",
        "also_to": "boss@ege.example",
        "cc": "it@ege.example",
        "bcc": "law@firm.example",
    }
    client.post(f"{page}draft/", given | {"left_out": f"{selin.pk}"}, headers=part)
    shown = client.get(page).content.decode()
    for value in ("boss@ege.example", "it@ege.example", "law@firm.example"):
        assert f'value="{value}"' in shown
    assert f'value="{selin.pk}" aria-label="Leave {selin.name} out of this answer" checked' in shown
    assert client.post(f"{page}messages/", given | {"left_out": f"{selin.pk}"}, headers=part).status_code == 200
    message = Message.objects.get(staff=True)
    assert (message.to, message.cc, message.bcc, message.left_out) == (
        ["boss@ege.example"],
        ["it@ege.example"],
        ["law@firm.example"],
        [selin.pk],
    )
    assert set(vpn.followers.values_list("person__email", flat=True)) == {
        selin.email,
        "boss@ege.example",
        "it@ege.example",
    }
    assert "law@firm.example" in client.get(page).content.decode()
    assert "law@firm.example" not in as_(mert).get(f"/requests/{vpn.pk}/").content.decode()


def test_a_typed_address_that_takes_no_mail_is_asked_about(as_, elif_: Person, vpn: Ticket, part) -> None:
    mark_unreachable("gone@ege.example", "550 5.1.1 No such user")
    client, address = as_(elif_), f"/desk/tickets/{vpn.pk}/messages/"
    for field in ("also_to", "cc", "bcc"):
        given = {"mode": "reply", "text": "Hi", field: "fine@ege.example, Gone@ege.example"}
        answer = client.post(address, given, headers=part)
        assert (answer.status_code, unquote(answer["X-Doubt"])) == (409, "Gone@ege.example takes no mail.")
    assert said_by_staff() == []
    later = {"mode": "reply", "text": "Hi", "cc": "gone@ege.example", "later": "tomorrow"}
    assert client.post(address, later, headers=part).status_code == 409
    assert client.post(address, given | {"sure": "1"}, headers=part).status_code == 200
    assert said_by_staff() == [("Hi", True)]


def test_an_answer_for_later_keeps_its_addressees(as_, elif_: Person, vpn: Ticket, part) -> None:
    client, page = as_(elif_), f"/desk/tickets/{vpn.pk}/"
    given = {
        "mode": "reply",
        "text": "Hi",
        "also_to": "boss@ege.example",
        "bcc": "law@firm.example",
        "later": "tomorrow",
    }
    shown = client.post(f"{page}messages/", given, headers=part).content.decode()
    assert "Also to: boss@ege.example" in shown
    assert "Blind copy: law@firm.example" in shown
    row = vpn.later_replies.get()
    message = actions.send_now(actor=elif_, ticket=vpn.pk, later=row.pk)
    assert (message.to, message.bcc) == (["boss@ege.example"], ["law@firm.example"])
