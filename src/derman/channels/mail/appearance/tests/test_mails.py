"""How mails look: signatures of agent, team and mailbox, the frame, and what Gmail would cut."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from derman.channels.mail.appearance import actions, queries
from derman.channels.mail.appearance.page import BIGGEST, LOGO
from derman.channels.mail.composing import compose
from derman.channels.mail.errors import MailError, NotAllowed
from derman.channels.mail.models import Mailbox, OutgoingMail
from derman.channels.mail.tests.test_outgoing import PNG
from derman.desk.actions import change_desk
from derman.desk.queries import the_desk
from derman.kernel import files
from derman.people.models import Person
from derman.tickets import actions as tickets
from derman.tickets.models import Ticket

pytestmark = pytest.mark.django_db


def answer(ticket: Ticket, agent: Person, words: str = "Please restart it.") -> EmailMessage:
    tickets.reply(actor=agent, ticket=ticket.pk, text=words)
    return compose(OutgoingMail.objects.latest("pk"))


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def page_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def below(mail: EmailMessage) -> list[str]:
    return text_of(mail).split("-- \n")[1].splitlines()


def test_the_agents_signature_stands_before_the_mailboxes(ticket: Ticket, elif_: Person) -> None:
    Mailbox.objects.update(signature_texts={"en": "{desk} · {ticket}"})
    actions.save_signature(actor=elif_, person=elif_, texts={"en": "{agent}, {team}", "tr": "{agent} · {team}"})
    assert ticket.team is not None
    assert below(answer(ticket, elif_))[:2] == [
        f"{elif_.name}, {ticket.team.name}",
        f"{the_desk().name} · #{ticket.pk}",
    ]
    assert text_of(answer(ticket, elif_)).count(elif_.name) == 1


def test_the_teams_signature_takes_the_place_of_the_mailboxes(ticket: Ticket, elif_: Person, aylin: Person) -> None:
    Mailbox.objects.update(signature_texts={"en": "Of the mailbox"})
    actions.save_signature(actor=aylin, team=ticket.team, texts={"en": "Of the team"})
    assert below(answer(ticket, elif_))[:2] == [elif_.name, "Of the team"]


def test_the_readers_language_decides(ticket: Ticket, elif_: Person, mert: Person) -> None:
    Mailbox.objects.update(signature_texts={"en": "Regards", "tr": "Saygılarımızla"})
    Person.objects.filter(pk=mert.pk).update(language="tr")
    assert "Saygılarımızla" in below(answer(ticket, elif_))


def test_who_may_change_which_signature(
    ticket: Ticket, elif_: Person, leyla: Person, derya: Person, aylin: Person
) -> None:
    for actor, owner in ((elif_, {"person": derya}), (elif_, {"team": ticket.team}), (aylin, {"person": elif_})):
        with pytest.raises(NotAllowed):
            actions.save_signature(actor=actor, texts={"en": "x"}, **owner)
    assert [shown.team for shown in queries.signatures(elif_)] == [None]
    assert ticket.team in [shown.team for shown in queries.signatures(aylin)]
    actions.save_signature(actor=aylin, team=ticket.team, texts={"en": "x"})
    actions.save_signature(actor=aylin, team=ticket.team, texts={"en": " "})
    assert all(not shown.texts for shown in queries.signatures(aylin))


def test_the_frame_brings_logo_colour_and_footer(ticket: Ticket, elif_: Person, aylin: Person) -> None:
    change_desk(actor=aylin, logo=files.store(PNG))
    actions.save_frame(actor=aylin, shows_logo=True, accent="#7a1fa2", footers={"en": "Ege Holding A.Ş. <İzmir>"})
    mail = answer(ticket, elif_)

    assert "Ege Holding A.Ş. &lt;İzmir&gt;" in page_of(mail) and "#7a1fa2" in page_of(mail)
    assert text_of(mail).rstrip().endswith("Ege Holding A.Ş. <İzmir>")
    assert f'src="cid:{LOGO}"' in page_of(mail)
    assert any(part["Content-ID"] == f"<{LOGO}>" for part in mail.walk())
    assert list(mail.iter_attachments()) == []


def test_without_a_frame_nothing_surrounds_the_words(ticket: Ticket, elif_: Person) -> None:
    page = page_of(answer(ticket, elif_))
    assert "cid:" not in page and "<p>Please restart it.</p>" in page


def test_only_administrators_choose_the_frame(elif_: Person, aylin: Person) -> None:
    with pytest.raises(NotAllowed):
        actions.save_frame(actor=elif_, shows_logo=False, accent="", footers={})
    with pytest.raises(MailError) as caught:
        actions.save_frame(actor=aylin, shows_logo=False, accent="red;}", footers={})
    assert caught.value.field == "accent"


def test_no_page_is_longer_than_gmail_shows(ticket: Ticket, elif_: Person) -> None:
    words = "Bu satır uzun bir çıktının parçasıdır & <hepsi> kalır.\n" * 5_000
    mail = answer(ticket, elif_, words)

    assert len(page_of(mail).encode()) <= BIGGEST
    for words_of in (page_of, text_of):
        assert f"/requests/{ticket.pk}/" in words_of(mail)
    (whole,) = mail.iter_attachments()
    assert (whole.get_filename(), whole.get_content_type()) == (f"answer-{ticket.pk}.txt", "text/plain")
    assert whole.get_content().count("Bu satır") == 5_000


def test_an_answer_that_mail_programs_show_is_not_cut_and_brings_no_file(ticket: Ticket, elif_: Person) -> None:
    mail = answer(ticket, elif_, "Bu satır kalır.\n" * 1_500)

    assert text_of(mail).count("Bu satır") == page_of(mail).count("Bu satır") == 1_500
    assert not list(mail.iter_attachments())


@pytest.mark.parametrize("line", ["Это длинная строка ответа.\n", "これは長い返信の一行です。\n", "Uzun\n\n"])
def test_no_page_is_longer_than_that_on_its_way_either(ticket: Ticket, elif_: Person, line: str) -> None:
    mail = answer(ticket, elif_, line * 3_500)
    parts = mail.get_body(("html",)), mail.get_body(("plain",))

    assert sum(len(str(part.get_payload())) for part in parts if part is not None) <= BIGGEST
    assert line.strip() in page_of(mail)
    assert line.strip() in text_of(mail)


def test_a_mailbox_may_look_otherwise_than_the_desk(ticket: Ticket, elif_: Person, aylin: Person) -> None:
    box = Mailbox.objects.get()
    actions.save_frame(actor=aylin, shows_logo=False, accent="#7a1fa2", footers={"en": "Of the desk"})
    actions.save_frame(actor=aylin, mailbox=box, shows_logo=True, accent="#a23b1f", footers={"en": "Of the mailbox"})
    page = page_of(answer(ticket, elif_))
    assert "Of the mailbox" in page and "#a23b1f" in page and "Of the desk" not in page

    with pytest.raises(NotAllowed):
        actions.drop_frame(actor=elif_, mailbox=box)
    actions.drop_frame(actor=aylin, mailbox=box)
    assert "Of the desk" in page_of(answer(ticket, elif_))


def test_a_long_link_below_an_answer_does_not_push_a_phone_apart(ticket: Ticket, elif_: Person) -> None:
    cell = page_of(answer(ticket, elif_)).split('class="below"')[1]
    assert f"/requests/{ticket.pk}/" in cell
    assert "overflow-wrap:anywhere" in cell.split(">")[0]
