"""Agents fill in the desk's own fields beside the ticket."""

from derman.tickets import actions, queries


def test_two_agents_set_different_fields(as_, vpn, elif_, derya):
    """Both opened the form before the other saved."""
    actions.save_field(actor=None, labels={"en": "Cost centre"}, asks="text")
    actions.save_field(actor=None, labels={"en": "Amount"}, asks="number")
    one, two = as_(elif_), as_(derya)
    shown = '{"cost_centre": null, "amount": null}'
    url = f"/desk/tickets/{vpn.pk}/own/"
    assert "Cost centre" in one.get(url).content.decode()
    one.post(url, {"shown": shown, "own-cost_centre": "4711", "own-amount": ""})
    two.post(url, {"shown": shown, "own-cost_centre": "", "own-amount": "3"})
    assert queries.values_of(vpn.pk) == {"cost_centre": "4711", "amount": 3}
    page = one.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    assert "4711" in page
