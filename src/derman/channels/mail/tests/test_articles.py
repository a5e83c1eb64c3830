"""The owner of an article hears when it is to be checked."""

from __future__ import annotations

from derman.channels.mail.actions import save_mailbox
from derman.channels.mail.models import OutgoingMail, OutgoingState
from derman.channels.mail.tests.mail_server import send_later
from derman.kernel import clock
from derman.knowledge.jobs import remind
from derman.knowledge.tests.writing import published


def test_the_owner_gets_one_mail_in_their_language(derya):
    save_mailbox(actor=None, address="support@ege.example", name="Ege", is_default=True)
    article = published(derya, "VPN drops", check_by=clock.now().date())
    remind()
    remind()
    mail = OutgoingMail.objects.get()
    assert mail.person == derya
    assert "VPN drops" in mail.subject
    assert f"/desk/knowledge/{article.pk}/" in mail.text
    assert "gözden geçir" in mail.text


def test_what_is_about_no_ticket_leaves_too(elif_, helpdesk, post):
    published(elif_, "VPN drops", check_by=clock.now().date())
    remind()
    send_later()
    assert OutgoingMail.objects.get().state == OutgoingState.SENT
    assert [envelope.rcpt_tos for envelope in post.received] == [["elif@ege.example"]]
