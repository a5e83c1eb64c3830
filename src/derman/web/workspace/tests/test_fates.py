"""What an agent sees of mails that did not arrive."""

from __future__ import annotations

from django.test import Client

from derman.channels.mail.actions import save_mailbox
from derman.channels.mail.models import OutgoingMail
from derman.channels.mail.recipients import mark_unreachable
from derman.people.models import EmailAddress, Person
from derman.problems import actions as problems
from derman.tickets import actions
from derman.tickets.addressed import Addressees
from derman.tickets.models import Message, Ticket

WORDS = "550 5.1.1 <b>No such user</b>"


def test_the_composer_warns_of_an_address_that_takes_no_mail(
    as_, elif_: Person, vpn: Ticket, mert: Person, part
) -> None:
    client = as_(elif_)
    assert "takes no mail" not in client.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    mark_unreachable(mert.email, WORDS)
    for headers, address in (({}, ""), (part, "live/")):
        page = client.get(f"/desk/tickets/{vpn.pk}/{address}", headers=headers).content.decode()
        assert f"{mert.email} takes no mail." in page
        assert "550 5.1.1 &lt;b&gt;No such user&lt;/b&gt;" in page


def test_an_answer_without_an_outgoing_server_says_that_it_waits_for_one(as_, elif_: Person, vpn: Ticket) -> None:
    box = save_mailbox(actor=None, address="help@ege.example")
    actions.reply(actor=elif_, ticket=vpn.pk, text="Hello.")
    client, waits = as_(elif_), "Waits: no outgoing server is known yet"
    assert waits in client.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    type(box).objects.filter(pk=box.pk).update(host="smtp.ege.example")
    page = client.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    assert "Waiting to be sent" in page
    assert waits not in page


def test_what_is_said_of_an_answer_is_true_without_an_outgoing_server(
    as_, elif_: Person, mert: Person, vpn: Ticket, part, settings
) -> None:
    box = save_mailbox(actor=None, address="help@ege.example")

    def said(**given: str) -> str:
        given = {"mode": "reply", "text": "Hello.", **given}
        answer = as_(elif_).post(f"/desk/tickets/{vpn.pk}/messages/", given, headers=part).content.decode()
        return answer.split('class="toast')[1]

    waits = "The mail waits: no outgoing server."
    answer = said()
    assert "The answer waits: no outgoing server." in answer
    message = Message.objects.filter(ticket=vpn).latest("pk")
    assert f'<a href="/desk/tickets/{vpn.pk}/#m{message.pk}">Details</a>' in answer
    assert f"Resolved. {waits}" in said(then="resolved")
    assert f"Written. {waits}" in said(mode="forward", to="firm@outside.example")
    client = as_(elif_)
    client.post(f"/desk/tickets/{vpn.pk}/messages/", {"mode": "reply", "text": "Bye.", "then": "resolved", "next": "1"})
    assert f"#{vpn.pk} resolved. {waits}" in client.get("/desk/").content.decode()

    type(box).objects.filter(pk=box.pk).update(host="smtp.ege.example")
    assert "Answer sent." in said()
    assert "Forwarded." in said(mode="forward", to="firm@outside.example")
    type(box).objects.filter(pk=box.pk).update(host="")
    settings.DERMAN_MAIL_URL = "smtp://mx.ege.example:587"
    assert "Answer sent and resolved." in said(then="resolved")

    Person.objects.filter(pk=mert.pk).update(email="")
    vpn.refresh_from_db()
    assert vpn.origin.get("address") is None
    assert "Answer kept. No mail: nobody has an e-mail address." in said()


def test_an_answer_for_later_that_is_sent_now_says_that_it_waits(as_, elif_: Person, vpn: Ticket, part) -> None:
    save_mailbox(actor=None, address="help@ege.example")
    given = {"mode": "reply", "text": "Hello.", "later": "tomorrow"}
    client = as_(elif_)
    client.post(f"/desk/tickets/{vpn.pk}/messages/", given, headers=part)
    page = client.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    (send,) = {line.split('"')[0] for line in page.split('hx-post="') if "/later/" in line and "/send/" in line}
    answer = client.post(send, headers=part).content.decode()
    assert "The answer waits: no outgoing server." in answer.split('class="toast')[1]


def test_a_workaround_says_that_it_waits_for_an_outgoing_server(as_, elif_: Person, vpn: Ticket, part) -> None:
    box = save_mailbox(actor=None, address="help@ege.example")
    row = problems.begin(actor=elif_, title="The VPN", tickets=[vpn.pk], workarounds={"en": "Restart it."})
    client = as_(elif_)
    answer = client.post(f"/desk/tickets/{vpn.pk}/problem/change/", {"send": str(row.pk)}, headers=part)
    assert "The workaround waits: no outgoing server." in answer.content.decode().split('class="toast')[1]
    page = client.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    assert "The workaround waits: no outgoing server is known yet." in page
    problem = f"/desk/problems/{row.pk}/"
    page = client.get(problem).content.decode()
    assert "Workaround waits" in page
    assert "Workaround sent" not in page
    type(box).objects.filter(pk=box.pk).update(host="smtp.ege.example")
    assert "Workaround sent" in client.get(problem).content.decode()
    assert "The workaround was sent." in client.get(f"/desk/tickets/{vpn.pk}/").content.decode()


def test_people_in_copy_stand_in_the_composer_with_their_addresses(as_, elif_: Person, vpn: Ticket) -> None:
    selin = Person.objects.create(name="Selin Ay", email="selin.ay@outside.example")
    actions.set_followers(actor=elif_, ticket=vpn.pk, followers=[selin.pk])
    page = as_(elif_).get(f"/desk/tickets/{vpn.pk}/").content.decode()
    assert "selin.ay@outside.example" in page.split('class="copies"')[1].split("</fieldset>")[0]


def test_administrators_see_that_no_mail_leaves_without_a_server(
    as_, aylin: Person, elif_: Person, vpn: Ticket, settings
) -> None:
    box = save_mailbox(actor=None, address="help@ege.example")
    words = "no outgoing server is known yet."
    OutgoingMail.objects.all().delete()
    assert words not in as_(aylin).get("/desk/").content.decode()
    actions.reply(actor=elif_, ticket=vpn.pk, text="Hello.")
    assert words in as_(aylin).get("/desk/").content.decode()
    assert words not in as_(elif_).get("/desk/").content.decode()
    type(box).objects.filter(pk=box.pk).update(host="smtp.ege.example")
    assert words not in as_(aylin).get("/desk/").content.decode()


def test_the_head_of_a_message_counts_who_else_it_went_to(as_, elif_: Person, vpn: Ticket) -> None:
    wanted = Addressees(to=["zeynep@partner.example"])
    actions.reply(actor=elif_, ticket=vpn.pk, text="Hello.", addressees=wanted)
    assert "to Mert Kaya and 1 more" in as_(elif_).get(f"/desk/tickets/{vpn.pk}/").content.decode()


def test_each_recipients_fate_stands_at_the_message(as_, elif_: Person, vpn: Ticket, mert: Person) -> None:
    save_mailbox(actor=None, address="help@ege.example")
    actions.reply(actor=elif_, ticket=vpn.pk, text="Hello.")
    OutgoingMail.objects.filter(kind="reply").update(
        state="sent", cc=["selin@ege.example"], fates={mert.email: {"state": "failed", "words": WORDS}}
    )
    page = as_(elif_).get(f"/desk/tickets/{vpn.pk}/").content.decode()
    assert "to Mert Kaya and 1 in copy" in page
    assert "Not delivered to all" in page
    fates = page.split('class="fates"')[1].split("</ul>")[0]
    assert mert.email in fates and "Not delivered" in fates and "&lt;b&gt;No such user" in fates
    assert "selin@ege.example" in fates and "Sent" in fates


def test_an_administrator_clears_the_mark(as_, aylin: Person, elif_: Person, mert: Person) -> None:
    row = EmailAddress.objects.get(person=mert)
    mark_unreachable(mert.email, WORDS)
    page = f"/desk/settings/people/{mert.pk}/"
    clear = f"{page}addresses/{row.pk}/reachable/"

    def shown(client: Client) -> str:
        return client.get(page).content.decode()

    assert as_(elif_).post(clear).status_code in (302, 403, 404)
    assert "Takes no mail" in shown(as_(aylin)) and clear in shown(as_(aylin))
    answer = as_(aylin).post(clear, follow=True).content.decode()
    assert f"{mert.email} counts as taking mail again." in answer
    assert "Takes no mail" not in shown(as_(aylin))
    assert as_(aylin).post(f"{page}addresses/{row.pk + 999}/reachable/").status_code == 404


def test_administrators_see_that_a_server_is_down(as_, aylin: Person, elif_: Person, vpn: Ticket, settings) -> None:
    settings.DERMAN_MAIL_URL = "smtp://mx.ege.example:587"
    save_mailbox(actor=None, address="help@ege.example")
    actions.reply(actor=elif_, ticket=vpn.pk, text="Hello.")
    OutgoingMail.objects.filter(kind="reply").update(stalled=True, tries=2, words="[Errno 111] <i>refused</i>")
    page = as_(aylin).get("/desk/").content.decode()
    assert "1 mail cannot leave through mx.ege.example:587 since" in page
    assert "&lt;i&gt;refused" in page
    assert "cannot leave" not in as_(elif_).get("/desk/").content.decode()
