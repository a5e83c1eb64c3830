"""Agents answer from their own mailboxes: what becomes of it, and what never leaves the desk."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from derman.channels.mail import actions as mail_actions
from derman.channels.mail.marks import agent_address, agent_of_address
from derman.channels.mail.models import IncomingMail, Mailbox, OutgoingKind, OutgoingMail
from derman.channels.mail.tests.mail_server import Post, send_later
from derman.channels.mail.tests.post import arrives, letter
from derman.channels.mail.trust.models import TrustSettings
from derman.people.models import Person, Role, Team
from derman.tickets import actions
from derman.tickets.models import Message, Ticket

PROVEN = "mx.ege.example; dmarc=pass header.from=ege.example"
FORGED = "mx.ege.example; dmarc=fail header.from=ege.example"


@pytest.fixture(autouse=True)
def _trusts(db: None) -> None:
    """The desk believes its mail server, and asks no DNS."""
    TrustSettings.objects.create(servers=["mx.ege.example"], asks_dns=False)


def answers(
    agent: Person,
    ticket: Ticket,
    text: str,
    *,
    sender: str = "",
    results: str = PROVEN,
    subject: str = "Re: VPN",
    **headers: str,
) -> IncomingMail:
    """A mail to the agent's own reply address of the ticket, from them unless `sender` says otherwise."""
    to = agent_address("help@ege.example", ticket.pk, agent.pk)
    if results:
        headers["Authentication_Results"] = results
    raw = letter(sender=sender or f"{agent.name} <{agent.email}>", to=to, subject=subject, text=text, **headers)
    row = arrives(raw, to=[to], envelope_from=sender or agent.email)
    ticket.refresh_from_db()
    return row


def said(ticket: Ticket) -> list[tuple[bool, str]]:
    """(public, text) of what was said after the first message."""
    return list(ticket.messages.order_by("seq").values_list("public", "text"))[1:]


def reports() -> list[str]:
    return list(OutgoingMail.objects.filter(kind=OutgoingKind.AGENT).order_by("pk").values_list("text", flat=True))


def to_requester() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=OutgoingKind.REPLY))


def test_the_text_of_a_proven_agent_goes_to_the_requester(ticket: Ticket, elif_: Person, post: Post) -> None:
    quoted = "On Sat, 28 Nov 2026 at 09:00, Ege Help <help@ege.example> wrote:\n> — Write your answer above this line —"
    row = answers(elif_, ticket, f"Restart the router, please.\n\n{quoted}\n> Mert Kaya wrote")
    assert (row.state, row.reason, row.ticket_id) == ("filed", "agent_answer", ticket.pk)
    assert said(ticket) == [(True, "Restart the router, please.")]
    assert ticket.messages.last().author == elif_
    assert ticket.status == "open"
    send_later()
    (mail,) = [envelope for envelope in post.received if "mert@ege.example" in envelope.rcpt_tos]
    assert b"Restart the router" in mail.content
    assert b"above this line" not in mail.content
    assert reports() == []


@pytest.mark.parametrize(
    ("lines", "status", "priority", "public"),
    [
        ("#resolve\nDone.", "resolved", 3, True),
        ("#çöz\n#öncelik kritik\nOldu.", "resolved", 1, True),
        ("#note\nHe is the director.", "new", 3, False),
        ("#not\n#priority high\nHe is the director.", "new", 2, False),
        ("#wait\nWhich room?", "waiting", 3, True),
        ("#bekle tedarikçi\nKargoyu bekliyoruz.", "waiting", 3, True),
    ],
)
def test_lines_at_the_beginning_are_carried_out(
    ticket: Ticket, elif_: Person, lines: str, status: str, priority: int, public: bool
) -> None:
    answers(elif_, ticket, lines)
    assert (ticket.status, ticket.priority) == (status, priority)
    assert said(ticket) == [(public, lines.rpartition("\n")[2])]
    assert reports() == []


def test_commands_alone_say_nothing_to_anybody(
    ticket: Ticket, elif_: Person, derya: Person, network: Team, helpdesk: Mailbox
) -> None:
    answers(elif_, ticket, "#team network\n#assign derya\n#tag vpn, branch")
    assert (ticket.team, ticket.assignee, ticket.tags) == (network, derya, ["branch", "vpn"])
    assert said(ticket) == []
    assert to_requester() == []


@pytest.mark.parametrize("who", ["elif@ege.example", "Elif Yıldız", "ELİF", "me", "ben"])
def test_a_ticket_is_assigned_by_address_or_name(ticket: Ticket, elif_: Person, derya: Person, who: str) -> None:
    answers(elif_, ticket, f"#ata {who}")
    assert ticket.assignee == elif_


@pytest.mark.parametrize(
    "lines",
    ["#nto\nThe director is a fool.", "#assign nobody-there\nHello", "#priority huge\nHello", "#resolve now\nX"],
)
def test_what_is_not_understood_is_reported_and_goes_to_nobody(ticket: Ticket, elif_: Person, lines: str) -> None:
    answers(elif_, ticket, lines + "\n")
    assert to_requester() == []
    assert said(ticket) == [(False, lines)]
    assert (ticket.status, ticket.assignee) == ("new", None)
    (report,) = reports()
    assert lines.partition("\n")[0] in report
    assert "#priority high" in report


def test_one_line_that_is_not_understood_keeps_the_others_from_being_done(ticket: Ticket, elif_: Person) -> None:
    answers(elif_, ticket, "#priority high\n#frobnicate\nHello")
    assert (ticket.priority, to_requester()) == (3, [])
    (report,) = reports()
    assert "#frobnicate" in report.partition("Understood")[0]
    assert "#priority high" in report.partition("Understood")[2]


def test_a_list_of_the_commands_can_be_asked_for(ticket: Ticket, derya: Person) -> None:
    answers(derya, ticket, "#yardım")
    (report,) = reports()
    assert "#öncelik" in report
    assert said(ticket) == []


def test_an_agent_who_is_not_proven_writes_to_the_desk_alone(ticket: Ticket, elif_: Person) -> None:
    row = answers(elif_, ticket, "#resolve\nRestart it.", results="")
    assert (row.sender_proof, row.reason) == ("unknown", "agent_kept")
    assert said(ticket) == [(False, "#resolve\nRestart it.")]
    assert (ticket.status, to_requester(), len(reports())) == ("new", [], 1)


def test_a_forged_answer_waits_in_quarantine(ticket: Ticket, elif_: Person, aylin: Person) -> None:
    row = answers(elif_, ticket, "Send me the password.", results=FORGED)
    assert (row.state, row.reason, row.ticket_id) == ("quarantined", "agent_refused", ticket.pk)
    assert (said(ticket), to_requester()) == ([], [])
    assert "refused" in reports()[0]
    mail_actions.release(actor=aylin, mail=row.pk)
    from derman.channels.mail import jobs

    jobs.file_waiting()
    assert said(ticket) == [(False, "Send me the password.")]
    assert to_requester() == []


def test_a_vacation_responder_of_an_agent_is_sent_to_nobody(ticket: Ticket, elif_: Person) -> None:
    row = answers(elif_, ticket, "I am away until Monday.", Auto_Submitted="auto-replied")
    assert (row.state, row.reason) == ("ignored", "agent_automatic")
    assert (said(ticket), to_requester(), reports()) == ([], [], [])


def test_the_address_is_one_agents_alone(ticket: Ticket, elif_: Person, derya: Person) -> None:
    raw_to = agent_address("help@ege.example", ticket.pk, elif_.pk)
    raw = letter(sender="Derya <derya@ege.example>", to=raw_to, text="Hello", Authentication_Results=PROVEN)
    arrives(raw, to=[raw_to], envelope_from="derya@ege.example")
    # another agent of the desk who sees the ticket: their words stay with the desk, as with any mail of theirs
    assert said(ticket) == [(False, "Hello")]
    assert to_requester() == []


def test_a_stranger_at_an_agents_address_waits_in_quarantine(ticket: Ticket, elif_: Person) -> None:
    row = answers(elif_, ticket, "It is me, from home.", sender="elif.home@mail.example")
    assert (row.state, row.reason, row.ticket_id) == ("quarantined", "agent_stranger", ticket.pk)
    assert Ticket.objects.count() == 1
    assert "elif.home@mail.example" in reports()[0]


def test_the_requester_to_whom_it_was_given_on_continues_the_ticket(ticket: Ticket, elif_: Person) -> None:
    answers(elif_, ticket, "It still drops.", sender="mert@ege.example")
    assert said(ticket) == [(True, "It still drops.")]


@pytest.mark.parametrize("left", ["the desk", "the ticket's team"])
def test_who_may_not_see_the_ticket_any_more_does_nothing(
    ticket: Ticket, elif_: Person, security: Team, left: str
) -> None:
    if left == "the desk":
        Person.objects.filter(pk=elif_.pk).update(role=Role.REQUESTER)
    else:
        actions.hand_over(actor=None, ticket=ticket.pk, team=security)
    row = answers(elif_, ticket, "#resolve\nHello")
    assert (row.state, row.reason) == ("quarantined", "agent_no_access")
    assert (said(ticket), to_requester(), reports()) == ([], [], [])
    assert Ticket.objects.count() == 1


def test_a_quote_that_could_not_be_cut_is_sent_to_nobody(ticket: Ticket, elif_: Person) -> None:
    answers(elif_, ticket, "See below\n\n— Write your answer above this line —\nDerya wrote: he is a fool")
    assert to_requester() == []
    assert "could not be told" in reports()[0]


def test_what_an_agent_passes_on_is_for_the_desk_alone(ticket: Ticket, elif_: Person) -> None:
    old = "From: Derya <derya@ege.example>\nSent: 28 November 2026 09:00\nTo: Elif\nSubject: VPN\n\nHe is a fool."
    row = answers(elif_, ticket, f"See below.\n\n{old}", subject="FW: VPN")
    assert (row.state, row.reason) == ("filed", "agent_kept")
    assert to_requester() == []
    assert [public for public, _text in said(ticket)] == [False]


def test_of_answers_between_quoted_lines_only_the_answers_are_sent(ticket: Ticket, elif_: Person) -> None:
    answers(elif_, ticket, "> he is a fool\nYes\n> and it drops\nRestart it\n")
    assert said(ticket) == [(True, "Yes\n\nRestart it")]


def test_a_mail_without_own_text_is_reported(ticket: Ticket, elif_: Person) -> None:
    answers(elif_, ticket, "On Sat, 28 Nov 2026 at 09:00, Ege Help <help@ege.example> wrote:\n> Mert wrote")
    assert (said(ticket), to_requester(), len(reports())) == ([], [], 1)


def test_an_answer_with_files_and_looks(ticket: Ticket, elif_: Person) -> None:
    to = agent_address("help@ege.example", ticket.pk, elif_.pk)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "elif@ege.example", to, "Re: VPN"
    mail["Message-ID"], mail["Authentication-Results"] = "<looks@ege.example>", PROVEN
    mail.set_content("Do *this*:\n")
    mail.add_alternative("<p>Do <b>this</b>:</p>", subtype="html")
    mail.replace_header("Content-Type", mail["Content-Type"])
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="steps.pdf")
    arrives(mail.as_bytes(), to=[to], envelope_from="elif@ege.example")
    message = Message.objects.filter(public=True, staff=True).get()
    assert [file.name for file in message.attachments.all()] == ["steps.pdf"]


def test_the_same_mail_twice_is_one_answer(ticket: Ticket, elif_: Person) -> None:
    for _time in range(2):
        answers(elif_, ticket, "Restart it.", message_id="twice@ege.example")
    assert said(ticket) == [(True, "Restart it.")]


def test_two_programs_do_not_talk_forever(ticket: Ticket, elif_: Person) -> None:
    for _time in range(25):
        answers(elif_, ticket, "#frobnicate")
    assert len(reports()) == 20


def test_a_bounce_of_what_an_agent_was_told_says_nothing_on_the_ticket(ticket: Ticket, elif_: Person) -> None:
    answers(elif_, ticket, "#help")
    told = OutgoingMail.objects.get(kind=OutgoingKind.AGENT)
    OutgoingMail.objects.filter(pk=told.pk).update(state="sent")
    seq = ticket.seq
    report = (
        "From: MAILER-DAEMON@mx.ege.example\r\nTo: help@ege.example\r\nSubject: Undelivered Mail\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt failed.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.ege.example\r\n\r\nFinal-Recipient: rfc822; elif@ege.example\r\nAction: failed\r\n"
        f"Status: 5.1.1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{told.header_id}>\r\n"
        "\r\nx\r\n--b--\r\n"
    )
    row = arrives(report.encode(), envelope_from="")
    ticket.refresh_from_db()
    assert (row.reason, ticket.seq) == ("bounce", seq)


def test_the_signed_address_cannot_be_made_up(elif_: Person, ticket: Ticket) -> None:
    good = agent_address("help@ege.example", ticket.pk, elif_.pk)
    assert agent_of_address(good) == (ticket.pk, elif_.pk)
    assert agent_of_address(good.replace(f"-a{elif_.pk}-", f"-a{elif_.pk + 1}-")) is None
    assert agent_of_address(good.replace(f"+{ticket.pk}-", f"+{ticket.pk + 1}-")) is None
