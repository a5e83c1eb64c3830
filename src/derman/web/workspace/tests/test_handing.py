"""The hand-over on the screen: its form, its card, and the ways to answer it."""

from derman.tickets.models import Ticket


def test_a_hand_over_is_written_shown_and_accepted(client, vpn, elif_, derya, network):
    client.force_login(elif_)
    form = client.get(f"/desk/tickets/{vpn.pk}/escalate/offered/").content.decode()
    assert "L2 Network" in form
    assert "It drops every ten minutes." in form
    parts = {"team": network.pk, "wrong": "It <b>drops</b>", "tried": "A restart", "asked": "Look at the log"}
    message = vpn.messages.get().pk
    assert client.post(f"/desk/tickets/{vpn.pk}/escalate/", parts | {"evidence": message}).status_code == 302
    page = client.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    assert "It &lt;b&gt;drops&lt;/b&gt;" in page
    assert f'href="#m{message}"' in page
    assert "handover/accept/" not in page
    client.force_login(derya)
    assert "handover/accept/" in client.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    client.post(f"/desk/tickets/{vpn.pk}/handover/accept/")
    assert Ticket.objects.get(pk=vpn.pk).assignee == derya
    assert "handover/accept/" not in client.get(f"/desk/tickets/{vpn.pk}/").content.decode()
