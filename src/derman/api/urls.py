"""Every address of the API, each behind the door."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path
from ninja import NinjaAPI

from derman.api import categories, documentation, messages, opening, people, problems, search, teams, tickets, timeline
from derman.api.bodies import StrictJson
from derman.api.callers import BySession, ByToken
from derman.api.door import door, nothing_here

assert opening.router is tickets.router  # opening adds its call to the tickets'

api = NinjaAPI(
    title="Derman",
    version="1",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    auth=[ByToken(), BySession()],
    parser=StrictJson(),
)
problems.install(api)
for room in (people, tickets, messages, timeline, search, teams, categories):
    api.add_router("", room.router)

_calls, _app, _namespace = api.urls
urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi.json", documentation.openapi_json, {"api": api}, name="openapi"),
    path("docs", documentation.docs, {"api": api}, name="docs"),
    *(
        path(call.pattern._route, door(call.callback), name=call.name)
        for call in _calls
        if call.name not in ("api-root",)
    ),
    re_path(r"^.*$", nothing_here),
]
app_name = "api"
