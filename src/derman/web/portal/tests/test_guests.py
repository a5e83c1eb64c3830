"""The link of a mail opens one request, and nothing else."""

from datetime import timedelta

import pytest

from derman.channels.mail.models import OutgoingMail
from derman.kernel import clock
from derman.tickets import actions, queries
from derman.tickets.incoming import IncomingFile
from derman.tickets.models import Attachment, Ticket
from tests.cast import asks


@pytest.fixture
def link(vpn, mert):
    return f"/r/{queries.guest_token(vpn.pk, mert.pk)}/"


def test_the_auto_reply_holds_a_link_that_opens_the_request_without_signing_in(client, vpn, mert):
    text = OutgoingMail.objects.get(kind="auto_reply", ticket=vpn).text
    link = next(word for word in text.split() if "/r/" in word)
    page = client.get(link.partition("//")[2].partition("/")[2].join(["/", ""]))
    assert page.status_code == 200
    assert "VPN drops" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_it_opens_nothing_else(client, link, vpn, mert):
    other = asks(mert, "Something else")
    client.get(link)
    assert client.get(f"/requests/{other.pk}/").status_code == 302
    assert client.get("/requests/").status_code == 302


def test_a_guest_answers_with_a_file_and_says_that_it_is_solved(client, link, vpn, mert):
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = client.post(f"{link}reply/", {"text": "Still drops", "upload": SimpleUploadedFile("log.txt", b"x")})
    assert sent.status_code == 302
    message = vpn.messages.last()
    assert (message.text, message.author, message.proof) == ("Still drops", mert, "token")
    key = Attachment.objects.get(message=message).key
    assert client.get(f"{link}files/{key}/").status_code == 200
    assert client.get(f"/files/{key}/").status_code == 404
    client.post(f"{link}solved/")
    assert Ticket.objects.get(pk=vpn.pk).status == "resolved"
    client.post(f"{link}not-solved/")
    assert Ticket.objects.get(pk=vpn.pk).status == "open"


def test_notes_and_their_files_stay_with_the_desk(client, link, vpn, elif_):
    actions.note(actor=elif_, ticket=vpn.pk, text="he is rude", attached=[IncomingFile(name="n.txt", content=b"n")])
    assert "rude" not in client.get(link).content.decode()
    key = Attachment.objects.get().key
    assert client.get(f"{link}files/{key}/").status_code == 404


def test_nothing_typed_is_lost_where_nothing_can_be_sent(client, link):
    answer = client.post(f"{link}reply/", {"text": "   "})
    assert answer.status_code == 422


@pytest.mark.parametrize("change", ["late", "withdrawn", "other person", "other ticket", "cut", "away", "spam"])
def test_a_link_that_is_no_longer_good_opens_nothing(client, link, vpn, mert, selin, elif_, change):
    now = clock.now()
    token = link.removeprefix("/r/").rstrip("/")
    number, person, minute, signature = token.split(".")
    if change == "late":
        now += timedelta(days=91)
    if change == "withdrawn":
        actions.withdraw_links(actor=elif_, ticket=vpn.pk)
    if change == "other person":
        token = f"{number}.{selin.pk}.{minute}.{signature}"
    if change == "other ticket":
        token = f"{asks(mert).pk}.{person}.{minute}.{signature}"
    if change == "cut":
        token = token[:-1]
    if change == "away":
        mert.is_active = False
        mert.save()
    if change == "spam":
        actions.mark_as_spam(actor=elif_, ticket=vpn.pk)
    with clock.frozen_at(now):
        for path in ("", "reply/", "solved/", "not-solved/", "files/abc/"):
            method = client.get if path in ("", "files/abc/") else client.post
            answer = method(f"/r/{token}/{path}")
            assert answer.status_code == 404
            assert "VPN drops" not in answer.content.decode()


def test_a_link_made_after_the_withdrawal_opens_again(client, vpn, mert, elif_):
    actions.withdraw_links(actor=elif_, ticket=vpn.pk)
    with clock.frozen_at(clock.now() + timedelta(minutes=2)):
        assert client.get(f"/r/{queries.guest_token(vpn.pk, mert.pk)}/").status_code == 200


def test_a_mail_to_several_holds_no_link_of_ones_own(vpn, mert, selin, elif_):
    from derman.channels.mail.composing import compose

    actions.set_followers(actor=elif_, ticket=vpn.pk, followers={selin.pk})
    actions.reply(actor=elif_, ticket=vpn.pk, text="Try again")
    mail = compose(OutgoingMail.objects.get(kind="reply", ticket=vpn))
    assert "/r/" not in mail.as_string()
    assert f"/requests/{vpn.pk}/" in mail.as_string()


def test_nobody_of_the_desk_is_let_in_by_a_mail(vpn, elif_):
    ticket = asks(elif_, "My own screen")
    assert "/r/" not in OutgoingMail.objects.get(kind="auto_reply", ticket=ticket).text
