"""A typed query in the search box, and kept as a view."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from derman.kernel import clock
from derman.search.indexing import index_tickets
from derman.tickets.models import Ticket
from derman.views import actions, queries
from tests.cast import asks


@pytest.fixture
def printer(front_line, selin):
    ticket = asks(selin, "Printer is slow", "Paper jam.")
    Ticket.objects.filter(pk=ticket.pk).update(tags=["printer"])
    index_tickets([ticket.pk])
    return ticket


def test_conditions_alone_list_the_latest_change_first_and_offer_to_be_kept(as_, elif_, vpn, printer, part):
    found = as_(elif_).get("/desk/search/", {"q": "is:open tag:printer"}, headers=part).content.decode()
    assert f'id="t{printer.pk}"' in found
    assert f'id="t{vpn.pk}"' not in found
    assert "/desk/views/new/?query=is%3Aopen+tag%3Aprinter" in found


def test_a_mistake_is_pointed_at_and_hides_nothing(as_, elif_, printer, part):
    found = as_(elif_).get("/desk/search/", {"q": "printer is:opne"}, headers=part).content.decode()
    assert "is:<mark>opne</mark>" in found
    assert "none of these: open, new" in found
    assert f'id="t{printer.pk}"' in found
    alone = as_(elif_).get("/desk/search/", {"q": "is:open priority:hig"}, headers=part).content.decode()
    assert f'id="t{printer.pk}"' in alone


def test_more_than_a_page_is_shown_by_key(as_, elif_, mert, front_line, part):
    for number in range(45):
        asks(mert, f"Ticket {number}")
    client = as_(elif_)
    first = client.get("/desk/search/", {"q": "is:open"}, headers=part).content.decode()
    assert first.count('class="ticket') == 40
    address = first.split('data-more hx-get="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(address, headers=part).content.decode()
    assert second.count('class="ticket') == 5
    assert "data-more" not in second
    assert client.get("/desk/search/", {"q": "is:open", "after": "x"}, headers=part).status_code == 400


def test_a_search_is_kept_shown_changed_removed_and_brought_back(as_, elif_, vpn, printer):
    client = as_(elif_)
    answer = client.post("/desk/views/new/", {"name": "Printers", "query": "TAG:printer durum:açık",
                                              "order": "updated", "audience": "me", "layout": "list"})  # fmt: skip
    address = answer["Location"]
    page = client.get(address).content.decode()
    assert "Printers" in page
    assert "tag:printer is:open" in page
    assert f'id="t{printer.pk}"' in page
    assert f'id="t{vpn.pk}"' not in page
    pk = address.rpartition("=")[2]
    beside = client.get(f"/desk/tickets/{printer.pk}/?view={pk}").content.decode()
    assert f'href="/desk/tickets/{printer.pk}/?view={pk}"' in beside
    client.post(
        f"/desk/views/{pk}/",
        {"name": "VPN", "query": "-tag:printer", "order": "oldest", "audience": "me", "layout": "list"},
    )
    assert f'id="t{vpn.pk}"' in client.get(address).content.decode()
    client.post(f"/desk/views/{pk}/remove/")
    assert "Nothing waits for you" in client.get(address).content.decode()
    client.post(f"/desk/views/{pk}/restore/")
    assert f'id="t{vpn.pk}"' in client.get(address).content.decode()


def test_a_view_and_a_search_are_taken_along(as_, elif_, vpn, printer):
    client = as_(elif_)
    kept = actions.save(actor=elif_, name="Printers", query="tag:printer", audience="me")
    for asked, numbers in (
        ({"view": "all"}, {vpn.pk, printer.pk}),
        ({"view": kept.pk}, {printer.pk}),
        ({"q": "tag:printer is:open"}, {printer.pk}),
        ({"q": "jam"}, {printer.pk}),
    ):
        answer = client.get("/desk/export/", {**asked, "form": "csv"})
        lines = answer.getvalue().decode().splitlines()
        assert {int(line.partition(",")[0]) for line in lines[1:]} == numbers, asked
    book = client.get("/desk/export/", {"view": "all", "form": "xlsx"})
    assert book.getvalue().startswith(b"PK")
    assert book["Content-Disposition"].endswith('.xlsx"')
    assert client.get("/desk/export/", {"view": "moon"}).status_code == 404
    assert client.get("/desk/export/", {"view": 2**40}).status_code == 404
    assert "form=xlsx" in client.get(f"/desk/?view={kept.pk}").content.decode()
    chosen = ["number", "team", "subject"]
    actions.save(actor=elif_, view_id=kept.pk, name="Printers", query="tag:printer", audience="me", columns=chosen)
    narrow = client.get("/desk/export/", {"view": kept.pk, "form": "csv"}).getvalue().decode("utf-8-sig")
    assert narrow.splitlines()[0] == "Number,Team,Subject"


def test_the_form_says_what_is_wrong_and_where(as_, elif_):
    answer = as_(elif_).post("/desk/views/new/", {"name": "x", "query": "is:open team:moon",
                                                  "order": "updated", "audience": "me", "layout": "list"})  # fmt: skip
    assert answer.status_code == 422
    assert "No team has the name “moon”." in answer.content.decode()


def test_a_view_of_a_team_is_for_its_members_and_of_the_desk_for_all(as_, elif_, derya, leyla, aylin, front_line):
    team = actions.save(actor=leyla, name="Front", query="is:open", audience=front_line.pk)
    desk = actions.save(actor=aylin, name="Everything", query="", audience="desk")
    mine = actions.save(actor=leyla, name="Leyla's", query="", audience="me")
    page = as_(elif_).get("/desk/").content.decode()
    assert f"?view={team.pk}" in page
    assert f"?view={desk.pk}" in page
    assert f"?view={mine.pk}" not in page
    assert f"?view={team.pk}" not in as_(derya).get("/desk/").content.decode()
    assert as_(derya).get(f"/desk/views/{team.pk}/").status_code == 404
    assert as_(elif_).post(f"/desk/views/{team.pk}/remove/")["Location"] == f"/desk/views/{team.pk}/"
    assert f"?view={team.pk}" in as_(elif_).get("/desk/").content.decode()


def test_a_shared_view_shows_each_reader_what_they_may_see(as_, elif_, kaan, aylin, secret):
    desk = actions.save(actor=aylin, name="Everything", query="is:open", audience="desk")
    assert "Badge" not in as_(elif_).get(f"/desk/?view={desk.pk}").content.decode()
    assert "Badge" in as_(kaan).get(f"/desk/?view={desk.pk}").content.decode()


def test_a_view_whose_team_was_renamed_says_so_and_the_page_stays(as_, elif_, network):
    kept = actions.save(actor=elif_, name="Net", query="team:network")
    network.name = "Cables"
    network.save()
    page = as_(elif_).get(f"/desk/?view={kept.pk}").content.decode()
    assert "No team has the name “network”." in page


def test_a_kept_view_costs_the_same_whatever_it_shows(as_, elif_, mert, front_line, django_assert_num_queries):
    kept = actions.save(actor=elif_, name="Open", query="is:open team:front")
    client = as_(elif_)
    # session, person, desk; lens; counts, tabs, the view; its team; a transaction and its patience (4), page, lines;
    # pins; plans kept and let go
    with django_assert_num_queries(17):
        client.get(f"/desk/?view={kept.pk}")
    for number in range(12):
        asks(mert, f"Ticket {number}")
    with django_assert_num_queries(17):
        client.get(f"/desk/?view={kept.pk}")


def test_a_turkish_reader_sees_a_view_in_turkish_words(as_, derya, network):
    kept = actions.save(actor=derya, name="Açık", query="is:open")
    with translation.override("tr"):
        assert "durum:açık" in as_(derya).get(f"/desk/?view={kept.pk}").content.decode()


def test_a_view_is_a_table_with_its_columns_parted_by_its_group(as_, elif_, vpn, printer):
    kept = actions.save(actor=elif_, name="Mine", query="is:open", layout="table", columns=["number", "tags"],
                        group="team")  # fmt: skip
    page = as_(elif_).get("/desk/", {"view": kept.pk}).content.decode()
    assert f'href="/desk/table/?view={kept.pk}"' in page
    page = as_(elif_).get(f"/desk/table/?view={kept.pk}").content.decode()
    assert page.index("L1 Front line") < page.index(f'id="s{printer.pk}"')
    assert "<td>printer</td>" in page
    assert "Priority" not in page.partition("<thead>")[2].partition("</thead>")[0]
    part = as_(elif_).get(f"/desk/table/?view={kept.pk}&group=none", headers={"HX-Request": "true"}).content.decode()
    assert "rowgroup" not in part


def test_a_cell_is_changed_in_its_place_and_the_change_can_be_taken_back(as_, elif_, vpn, part):
    client = as_(elif_)
    for field in ("status", "priority", "team", "assignee"):
        offered = client.get(f"/desk/table/{vpn.pk}/{field}/", headers=part)
        assert f'name="{field}"' in offered.content.decode()
    assert client.get(f"/desk/table/{vpn.pk}/subject/", headers=part).status_code == 404
    said = client.post("/desk/table/change/", {"number": vpn.pk, "priority": "critical"}, headers=part)
    assert f"/desk/tickets/{vpn.pk}/undo/" in said.content.decode()
    client.post("/desk/table/change/", {"number": vpn.pk, "status": "waiting:vendor"}, headers=part)
    vpn.refresh_from_db()
    assert (vpn.priority, vpn.status, vpn.waiting_for) == (1, "waiting", "vendor")


@pytest.mark.parametrize("given", [{"status": "lost"}, {"team": "x"}, {"assignee": "9" * 30}, {"subject": "x"}, {}])
def test_a_move_that_cannot_be_says_why(as_, elif_, vpn, part, given):
    answer = as_(elif_).post("/desk/table/change/", {"number": vpn.pk, **given}, headers=part)
    assert answer.status_code == 400
    assert answer["X-Sentence"]
    assert as_(elif_).post("/desk/table/change/", {"number": "9" * 40, **given}, headers=part).status_code == 400


def test_a_board_has_a_column_for_each_status_and_for_who_has_tickets(as_, elif_, derya, vpn, printer, secret):
    client = as_(elif_)
    page = client.get("/desk/table/?view=all&layout=board").content.decode()
    assert [lane.partition('"')[0] for lane in page.split('data-to="')[1:]] == [
        "new", "open", "waiting:requester", "resolved", "closed",
    ]  # fmt: skip
    assert f'id="b{vpn.pk}"' in page
    assert "Badge" not in page
    Ticket.objects.filter(pk=vpn.pk).update(assignee=derya)
    page = client.get("/desk/table/?q=is:open&layout=board&group=assignee").content.decode()
    assert page.index(derya.name) < page.index(f'id="b{vpn.pk}"')
    assert page.index(f'id="b{printer.pk}"') < page.index(derya.name)


def test_a_table_costs_the_same_whatever_it_shows(as_, elif_, mert, front_line, django_assert_max_num_queries):
    client = as_(elif_)
    kept = actions.save(actor=elif_, name="Mine", query="is:open", layout="table")
    counted = []
    for _round in range(2):
        for number in range(6):
            asks(mert, f"Ticket {number}")
        with django_assert_max_num_queries(14) as asked:
            client.get(f"/desk/table/?view={kept.pk}")
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_a_query_that_is_wrong_is_said(as_, elif_, part):
    answer = as_(elif_).get("/desk/table/?q=is:lost", headers=part)
    assert answer.status_code == 400
    assert as_(elif_).get(f"/desk/table/?view={2**40}").status_code == 404


def test_what_to_do_now_says_why(as_, elif_, vpn, printer, django_assert_max_num_queries):
    late = clock.now() - timedelta(hours=2, minutes=5)
    Ticket.objects.filter(pk=vpn.pk).update(due_at=None)
    Ticket.objects.filter(pk=printer.pk).update(due_at=late, minutes=35)
    client = as_(elif_)
    with django_assert_max_num_queries(10):
        page = client.get("/desk/now/").content.decode()
    line = page.partition(f'id="t{printer.pk}"')[2].partition("</li>")[0]
    assert "Late by 2 hours" in line
    assert "Already begun: 35 minutes" in line
    assert page.index(f'id="t{printer.pk}"') < page.index(f'id="t{vpn.pk}"')


def test_tabs_of_kept_views_get_their_counts_after_the_page(as_, elif_, vpn, printer, django_assert_max_num_queries):
    some = actions.save(actor=elif_, name="Printers", query="tag:printer")
    none = actions.save(actor=elif_, name="None", query="tag:scanner")
    wrong = actions.save(actor=elif_, name="Gone", query="is:open")
    type(wrong).objects.filter(pk=wrong.pk).update(query="team:Nowhere")
    client = as_(elif_)
    page = client.get("/desk/").content.decode()
    assert f'id="count-{some.pk}" hx-morph-skip></span>' in page
    assert "/desk/views/counts/" in page
    with django_assert_max_num_queries(20):
        answer = client.get("/desk/views/counts/")
    shown = answer.content.decode()
    assert f'<hx-partial hx-target="#count-{some.pk}" hx-swap="textContent">1</hx-partial>' in shown
    assert f'hx-target="#menu-count-{none.pk}" hx-swap="textContent"></hx-partial>' in shown
    assert f"#count-{wrong.pk}" not in shown, "what is wrong with a query is said where it is opened"
    assert "private" in answer["Cache-Control"]


def test_only_so_many_views_are_counted_and_only_what_one_may_see(as_, elif_, kaan, secret, monkeypatch):
    monkeypatch.setattr(queries, "COUNTED", 2)
    for number in range(3):
        actions.save(actor=elif_, name=f"View {number}", query="is:open")
    assert set(queries.counts(elif_).values()) == {0}
    assert len(queries.counts(elif_)) == 2
    mine = actions.save(actor=kaan, name="Mine", query="is:open")
    assert queries.counts(kaan) == {mine.pk: 1}
