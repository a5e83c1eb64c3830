"""The requester at a glance, beside the ticket."""

from derman.people import actions as people
from derman.surveys.actions import rate
from derman.tickets import actions
from tests.cast import asks


def panel_of(browser, ticket):
    return browser.get(f"/desk/tickets/{ticket.pk}/requester/").content.decode()


def test_all_that_is_known_stands_in_one_place(client, elif_, mert, vpn):
    solved = asks(mert, "Printer jams")
    actions.resolve(actor=elif_, ticket=solved.pk)
    rate(person=mert, ticket=solved.pk, score="bad", comment="Took a week")
    people.add_note(actor=elif_, person=mert.pk, text="Write, <b>don't</b> call")
    client.force_login(elif_, backend="derman.people.backends.AddressBackend")
    shown = panel_of(client, vpn)
    for words in ("1 open of 2 tickets", "Printer jams", "Took a week", "Write, &lt;b&gt;don&#x27;t&lt;/b&gt; call"):
        assert words in shown, words


def test_a_note_is_kept_removed_and_brought_back(client, elif_, vpn):
    client.force_login(elif_, backend="derman.people.backends.AddressBackend")
    kept = client.post(
        f"/desk/tickets/{vpn.pk}/requester/notes/", {"text": "Third floor"}, headers={"HX-Request": "true"}
    )
    assert "Third floor" in kept.content.decode()
    note = people.add_note(actor=elif_, person=vpn.requester_id, text="Fourth floor")
    url = f"/desk/tickets/{vpn.pk}/requester/notes/"
    gone = client.post(url, {"remove": note.pk}, headers={"HX-Request": "true"}).content.decode()
    assert "Fourth floor" not in gone
    assert f"{url}{note.pk}/" in gone, "the toast offers the way back"
    assert "Fourth floor" in client.post(f"{url}{note.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert client.post(url, {"text": " "}, headers={"HX-Request": "true"}).status_code == 400


def test_the_panel_takes_the_same_statements_for_a_few_tickets_and_for_many(
    client, elif_, mert, vpn, django_assert_max_num_queries
):
    client.force_login(elif_, backend="derman.people.backends.AddressBackend")
    panel_of(client, vpn)
    with django_assert_max_num_queries(12) as few:
        panel_of(client, vpn)
    for number in range(6):
        asks(mert, f"Alarm {number}")
    with django_assert_max_num_queries(12) as many:
        panel_of(client, vpn)
    assert len(many) == len(few)


def test_five_sentences_and_who_saw_it_stand_beside_the_ticket(client, elif_, vpn, django_assert_max_num_queries):
    client.force_login(elif_, backend="derman.people.backends.AddressBackend")
    client.post(f"/desk/tickets/{vpn.pk}/read/")
    with django_assert_max_num_queries(10):
        shown = client.get(f"/desk/tickets/{vpn.pk}/explained/").content.decode()
    assert shown.count("<li>") == 6, "five sentences and one agent"
    assert "Mert Kaya asked in the portal on" in shown
