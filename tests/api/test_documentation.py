"""The API describes itself."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from derman.api.problems import KINDS
from derman.api.urls import api

CALLS = {
    ("get", "/me"), ("get", "/tickets"), ("post", "/tickets"), ("get", "/tickets/{number}"),
    ("patch", "/tickets/{number}"), ("get", "/tickets/{number}/messages"), ("post", "/tickets/{number}/messages"),
    ("get", "/tickets/{number}/events"), ("post", "/tickets/{number}/events/{event}/undo"), ("get", "/search"),
    ("get", "/files/{key}"),
    ("get", "/tickets/{number}/later"), ("post", "/tickets/{number}/later"),
    ("post", "/tickets/{number}/later/{later}/send"), ("post", "/tickets/{number}/later/{later}/take-back"),
    ("post", "/tickets/{number}/remind"), ("post", "/tickets/{number}/forward"),
    ("get", "/now"), ("get", "/now/weights"), ("patch", "/now/weights"),
    ("get", "/views"), ("post", "/views"), ("get", "/views/completion"), ("get", "/views/columns"),
    ("get", "/views/export"),
    ("get", "/views/{view}/tickets"), ("get", "/views/{view}"), ("patch", "/views/{view}"),
    ("delete", "/views/{view}"), ("post", "/views/{view}/restore"),
    ("get", "/saved-replies"), ("post", "/saved-replies"), ("patch", "/saved-replies/{reply}"),
    ("delete", "/saved-replies/{reply}"), ("post", "/saved-replies/{reply}/restore"),
    ("post", "/saved-replies/{reply}/use"),
    ("get", "/macros"), ("post", "/macros"), ("patch", "/macros/{macro}"), ("delete", "/macros/{macro}"),
    ("post", "/macros/{macro}/restore"), ("get", "/tickets/{number}/macros"),
    ("get", "/tickets/{number}/macros/{macro}"), ("post", "/tickets/{number}/macros/{macro}"),
    ("get", "/mails"), ("get", "/mails/{mail}"), ("get", "/mails/{mail}/original"), ("post", "/mails/{mail}/file"),
    ("post", "/mails/{mail}/ignore"), ("get", "/outbox"), ("post", "/outbox/{mail}/retry"),
    ("post", "/outbox/{mail}/cancel"),
    ("get", "/tickets/{number}/conversation.pdf"),
    ("get", "/tickets/{number}/conversation.eml"), ("get", "/tickets/{number}/messages/{message}/original"),
    ("post", "/tickets/{number}/messages/{message}/original/read"),
    ("post", "/tickets/{number}/messages/{message}/original/back"),
    ("get", "/notifications"), ("get", "/notifications/choices"), ("patch", "/notifications/choices"),
    ("patch", "/people/{id}"), ("get", "/teams/{id}"), ("patch", "/teams/{id}"), ("get", "/categories/{id}"),
    ("patch", "/categories/{id}"), ("get", "/fields"), ("post", "/fields"), ("patch", "/fields/{id}"),
    ("get", "/people"), ("post", "/people"), ("get", "/people/{id}"), ("get", "/teams"), ("post", "/teams"),
    ("get", "/categories"), ("post", "/categories"), ("get", "/live"), ("get", "/articles"), ("post", "/articles"),
    ("get", "/articles/{slug}"), ("patch", "/articles/{slug}"),
    ("get", "/announcements"), ("post", "/announcements"), ("get", "/announcements/{number}"),
    ("patch", "/announcements/{number}"), ("delete", "/announcements/{number}"),
    ("post", "/announcements/{number}/restore"), ("post", "/announcements/{number}/updates"),
    ("delete", "/announcements/{number}/updates/{update}"), ("get", "/announcements/{number}/affected"),
    ("put", "/announcements/{number}/affects-me"), ("delete", "/announcements/{number}/affects-me"),
    ("get", "/tickets/{number}/clocks"), ("post", "/tickets/{number}/clocks/acknowledge"),
    ("get", "/templates"), ("post", "/templates"), ("get", "/templates/{template}"),
    ("patch", "/templates/{template}"), ("delete", "/templates/{template}"),
    ("post", "/templates/{template}/restore"), ("get", "/templates/{template}/tickets"),
    ("post", "/templates/{template}/tickets"),
    ("get", "/rules"), ("post", "/rules"), ("get", "/rules/switch"), ("post", "/rules/switch"),
    ("get", "/rules/export"), ("post", "/rules/import"), ("get", "/rules/{rule}"),
    ("patch", "/rules/{rule}"), ("delete", "/rules/{rule}"),
    ("get", "/rules/{rule}/runs"), ("get", "/rules/{rule}/versions"),
    ("post", "/rules/{rule}/versions/{version}/restore"), ("post", "/rules/{rule}/replay"),
    ("get", "/rules/{rule}/replays/{replay}"), ("get", "/rules/{rule}/replays/{replay}/tickets"),
    ("post", "/rules/{rule}/replays/{replay}/stop"),
    ("get", "/obligations"), ("post", "/obligations/{id}/keep"), ("post", "/obligations/{id}/settle"),
    ("post", "/obligations/{id}/drop"), ("post", "/obligations/{id}/undo"),
    ("get", "/calendars"), ("post", "/calendars"), ("get", "/calendars/{id}"), ("patch", "/calendars/{id}"),
    ("delete", "/calendars/{id}"),
    ("get", "/policies"), ("post", "/policies"), ("get", "/policies/{id}"), ("patch", "/policies/{id}"),
    ("delete", "/policies/{id}"), ("post", "/policies/{id}/try"),
    ("get", "/ratings/practice"), ("patch", "/ratings/practice"),
    ("get", "/ratings"), ("get", "/tickets/{number}/rating"), ("put", "/tickets/{number}/rating"),
    ("get", "/articles/{slug}/searches"), ("get", "/knowledge/categories"), ("post", "/knowledge/categories"),
    ("get", "/knowledge/categories/{id}"), ("patch", "/knowledge/categories/{id}"),
    ("delete", "/knowledge/categories/{id}"), ("get", "/knowledge/deflection"),
    ("get", "/services"), ("patch", "/services/{slug}"), ("get", "/search/synonyms"), ("put", "/search/synonyms"),
    ("post", "/services"), ("get", "/services/{slug}"), ("post", "/services/{slug}/requests"),
    ("get", "/approvals"), ("post", "/approvals/{approval}"),
    ("get", "/tickets/{number}/tasks"), ("post", "/tickets/{number}/tasks"),
    ("patch", "/tickets/{number}/tasks/{task}"),
    ("get", "/tickets/{number}/time"), ("post", "/tickets/{number}/time"), ("delete", "/tickets/{number}/time/{entry}"),
    ("get", "/tickets/{number}/side-conversations"), ("post", "/tickets/{number}/side-conversations"),
    ("post", "/tickets/{number}/side-conversations/{aside}/messages"),
    ("get", "/bulk"), ("post", "/bulk"), ("post", "/bulk/preview"), ("get", "/bulk/{id}"), ("post", "/bulk/{id}/undo"),
    ("delete", "/tickets/{number}"), ("get", "/bin"), ("post", "/bin/{number}/restore"),
    ("post", "/tickets/{number}/parts/resolve"), ("post", "/tickets/{number}/copy"),
    ("get", "/tickets/{number}/watchers"), ("post", "/tickets/{number}/watchers"),
    ("delete", "/tickets/{number}/watchers/{who}"), ("put", "/tickets/{number}/pin"),
    ("delete", "/tickets/{number}/pin"),
    ("post", "/tickets/{number}/merge"), ("post", "/tickets/{number}/unmerge"), ("post", "/tickets/{number}/split"),
    ("get", "/tickets/{number}/handovers"), ("post", "/tickets/{number}/escalate"),
    ("post", "/tickets/{number}/handover/accept"), ("post", "/tickets/{number}/handover/return"),
    ("get", "/tickets/{number}/links"), ("post", "/tickets/{number}/links"),
    ("delete", "/tickets/{number}/links/{other}"),
    ("get", "/runbooks"), ("post", "/runbooks"), ("get", "/runbooks/{slug}"), ("patch", "/runbooks/{slug}"),
    ("get", "/runbooks/{slug}/figures"), ("post", "/runbooks/{slug}/walks"), ("get", "/walks/{key}"),
    ("get", "/announcements"), ("post", "/announcements"), ("get", "/announcements/{number}"),
    ("patch", "/announcements/{number}"), ("delete", "/announcements/{number}"),
    ("post", "/announcements/{number}/restore"), ("post", "/announcements/{number}/updates"),
    ("delete", "/announcements/{number}/updates/{update}"), ("put", "/announcements/{number}/affects-me"),
    ("delete", "/announcements/{number}/affects-me"), ("get", "/announcements/{number}/affected"),
    ("get", "/ratings"), ("get", "/tickets/{number}/rating"), ("put", "/tickets/{number}/rating"),
    ("get", "/learning-paths"), ("post", "/learning-paths"), ("get", "/learning-paths/{path}"),
    ("patch", "/learning-paths/{path}"), ("delete", "/learning-paths/{path}"),
    ("post", "/learning-paths/{path}/restore"), ("post", "/learning-paths/{path}/steps"),
    ("patch", "/learning-paths/{path}/steps/{step}"), ("delete", "/learning-paths/{path}/steps/{step}"),
    ("post", "/learning-paths/{path}/steps/{step}/restore"), ("get", "/learning-paths/{path}/assignments"),
    ("post", "/learning-paths/{path}/assignments"), ("delete", "/learning-assignments/{assignment}"),
    ("post", "/learning-assignments/{assignment}/restore"), ("get", "/learning-report"), ("get", "/learning"),
    ("post", "/learning/{path}/steps/{step}/read"), ("delete", "/learning/{path}/steps/{step}/read"),
    ("post", "/learning/{path}/steps/{step}/answer"), ("get", "/news"), ("post", "/news"), ("get", "/news/{news}"),
    ("patch", "/news/{news}"), ("delete", "/news/{news}"), ("post", "/news/{news}/restore"), ("get", "/tips"),
    ("post", "/tips"), ("get", "/tips/of-the-day"), ("get", "/tips/settings"), ("patch", "/tips/settings"),
    ("get", "/tips/{tip}"), ("patch", "/tips/{tip}"), ("delete", "/tips/{tip}"), ("post", "/tips/{tip}/restore"),
    ("post", "/walks/{key}/answers"), ("post", "/walks/{key}/ticket"),
    ("get", "/people/{id}/glance"), ("get", "/people/{id}/notes"), ("post", "/people/{id}/notes"),
    ("delete", "/people/{id}/notes/{note}"), ("post", "/people/{id}/notes/{note}/restore"),
    ("get", "/tickets/{number}/readers"), ("get", "/tickets/{number}/explanation"), ("get", "/views/counts"),
    ("get", "/teams/{team}/rota"), ("put", "/teams/{team}/rota"), ("delete", "/teams/{team}/rota"),
    ("post", "/teams/{team}/rota/swaps"),
    ("get", "/on-call"), ("get", "/surges"), ("post", "/surges/{surge}/problem"), ("post", "/surges/{surge}/dismiss"),
    ("post", "/surges/{surge}/restore"),
    ("get", "/major-incidents"), ("post", "/major-incidents"), ("get", "/major-incidents/{major}"),
    ("patch", "/major-incidents/{major}"), ("get", "/major-incidents/{major}/updates"),
    ("post", "/major-incidents/{major}/updates"), ("delete", "/major-incidents/{major}/updates/{update}"),
    ("post", "/major-incidents/{major}/resolve"), ("post", "/major-incidents/{major}/reopen"),
    ("post", "/major-incidents/{major}/withdraw"),
    ("get", "/major-incidents/{major}/tickets"), ("post", "/major-incidents/{major}/tickets"),
    ("delete", "/major-incidents/{major}/tickets/{number}"), ("get", "/major-incidents/{major}/likely"),
    ("get", "/major-incidents/{major}/events"), ("post", "/major-incidents/{major}/notes"),
    ("patch", "/major-incidents/{major}/review"), ("get", "/major-incidents/{major}/actions"),
    ("post", "/major-incidents/{major}/actions"),
    ("get", "/problems"), ("post", "/problems"), ("get", "/problems/{problem}"), ("patch", "/problems/{problem}"),
    ("get", "/problems/{problem}/events"), ("post", "/problems/{problem}/notes"),
    ("get", "/problems/{problem}/incidents"), ("post", "/problems/{problem}/incidents"),
    ("delete", "/problems/{problem}/incidents/{ticket}"), ("get", "/problems/{problem}/suggested"),
    ("post", "/problems/{problem}/article"), ("post", "/problems/{problem}/close"),
    ("post", "/problems/{problem}/reopen"), ("get", "/tickets/{number}/problems"),
    ("post", "/tickets/{number}/workaround"),
    ("get", "/assets"), ("post", "/assets"), ("get", "/assets/{id}"), ("patch", "/assets/{id}"),
    ("delete", "/assets/{id}"),
    ("get", "/trackers"), ("get", "/tickets/{number}/issues"), ("post", "/tickets/{number}/issues"),
    ("get", "/problems/{problem}/issues"), ("post", "/problems/{problem}/issues"), ("get", "/issues/{issue}"),
    ("post", "/issues/{issue}/comments"), ("post", "/issues/{issue}/refresh"), ("delete", "/issues/{issue}"),
    ("delete", "/assets/{id}"), ("get", "/assets/export"), ("post", "/assets/import"),
    ("get", "/articles/{slug}/versions"), ("get", "/articles/{slug}/versions/{version}"),
    ("post", "/articles/{slug}/versions/{version}/restore"), ("get", "/knowledge/export"),
    ("get", "/knowledge/imports"), ("post", "/knowledge/imports"), ("get", "/knowledge/imports/{id}"),
    ("get", "/vendors"), ("post", "/vendors"), ("get", "/vendors/{vendor}"), ("patch", "/vendors/{vendor}"),
    ("delete", "/vendors/{vendor}"), ("post", "/vendors/{vendor}/contracts"),
    ("delete", "/vendors/{vendor}/contracts/{contract}"), ("get", "/vendors/{vendor}/scorecard"),
    ("get", "/tickets/{number}/vendors"), ("post", "/tickets/{number}/vendors"),
    ("get", "/tickets/{number}/vendors/{case}"), ("patch", "/tickets/{number}/vendors/{case}"),
    ("post", "/tickets/{number}/vendors/{case}/messages"),
    ("get", "/groups"), ("post", "/groups"), ("get", "/groups/{id}"), ("patch", "/groups/{id}"),
    ("delete", "/groups/{id}"),
    ("get", "/tickets/{number}/identity"), ("post", "/tickets/{number}/identity"),
    ("post", "/tickets/{number}/identity/code"), ("post", "/tickets/{number}/identity/call"),
    ("post", "/tickets/{number}/identity/lift"), ("post", "/tickets/{number}/identity/withdraw"),
    ("post", "/identity/{id}/decision"), ("get", "/tickets/{number}/secrets"), ("post", "/tickets/{number}/secrets"),
    ("get", "/tickets/{number}/secrets/made"), ("post", "/tickets/{number}/secrets/{secret}/withdraw"),
}  # fmt: skip


def test_the_openapi_document_has_every_call(client: Client, db: None) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.")
    calls = {(method, address.removeprefix("/api/v1")) for address, of in document["paths"].items() for method in of}
    assert calls == CALLS
    for address, of in document["paths"].items():
        for method, call in of.items():
            assert call["summary"], (method, address)
            assert call["security"], (method, address)
            if address != "/api/v1/live":
                assert "application/problem+json" in call["responses"]["default"]["content"]
            if method == "post":
                assert "Idempotency-Key" in {one["name"] for one in call["parameters"]}


def test_every_reference_in_the_document_leads_somewhere(client: Client, db: None) -> None:
    text = client.get("/api/v1/openapi.json").content.decode()
    schemas = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert set(re.findall(r"#/components/schemas/([^\"]+)", text)) <= schemas.keys()
    assert len({operation.view_func for _p, router in api._routers for view in router.path_operations.values()
                for operation in view.operations}) == len(CALLS) - 1  # fmt: skip


@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_page_is_made_by_the_desk_alone(client: Client, db: None, language: str) -> None:
    response = client.get("/api/v1/docs", headers={"Accept-Language": language})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Content-Security-Policy" in response.headers
    assert "<script>" not in page
    assert " style=" not in page
    assert not re.findall(r"(?:src|href)=\"https?://", page)
    for _method, address in CALLS:
        assert f"/api/v1{address}" in page
    for kind in KINDS:
        assert f'id="{kind.code}"' in page
    identifiers = re.findall(r" id=\"([^\"]+)\"", page)
    assert len(identifiers) == len(set(identifiers))
