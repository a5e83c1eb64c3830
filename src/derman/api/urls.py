"""Every address of the API, each behind the door."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path
from ninja import NinjaAPI

from derman.api import (
    announcements,
    answering,
    article_versions,
    articles,
    asides,
    asset_lists,
    assets,
    calendars,
    catalogue,
    categories,
    causes,
    deleting,
    documentation,
    explaining,
    files,
    glance,
    groups,
    handing,
    identity,
    issues,
    joining,
    knowledge,
    knowledge_moving,
    learning,
    learning_paths,
    macros,
    mails,
    majors,
    many,
    messages,
    news,
    notifications,
    obligations,
    on_call,
    opening,
    originals,
    own_fields,
    people,
    problems,
    promises,
    ranking,
    ratings,
    replays,
    rotas,
    rules,
    runbooks,
    saved_replies,
    search,
    surges,
    tables,
    tasks,
    teams,
    templates,
    timeline,
    transcripts,
    vendor_cases,
    vendors,
    views,
    watching,
    working,
)
from derman.api.bodies import StrictJson
from derman.api.callers import BySession, ByToken
from derman.api.door import door, nothing_here

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
for router in (
    people.router,
    glance.router,
    opening.router,  # the tickets' own, with one call more
    messages.router,
    answering.router,
    saved_replies.router,
    originals.router,
    mails.router,
    files.router,
    timeline.router,
    explaining.router,
    transcripts.router,
    search.router,
    notifications.router,
    obligations.router,
    teams.router,
    groups.router,
    on_call.router,
    rotas.router,
    assets.router,
    asset_lists.router,
    categories.router,
    own_fields.router,
    promises.router,
    calendars.router,
    rules.router,
    replays.router,
    templates.router,
    articles.router,
    article_versions.router,
    runbooks.router,
    announcements.router,
    majors.router,
    learning_paths.router,
    learning.router,
    news.router,
    ratings.router,
    catalogue.router,
    tasks.router,
    joining.router,
    handing.router,
    identity.router,
    causes.router,
    vendors.router,
    vendor_cases.router,
    issues.router,
    surges.router,
    deleting.router,
    working.router,
    asides.router,
    watching.router,
    macros.router,
    many.router,
    knowledge.router,
    knowledge_moving.router,
    ranking.router,
    tables.router,
    views.router,
):
    api.add_router("", router)


def _behind_the_door() -> list[URLPattern | URLResolver]:
    calls, _app, _namespace = api.urls
    behind: list[URLPattern | URLResolver] = []
    for call in calls:
        if isinstance(call, URLPattern) and call.name != "api-root":
            call.callback = door(call.callback)
            behind.append(call)
    return behind


urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi.json", documentation.openapi_json, {"api": api}, name="openapi"),
    path("docs", documentation.docs, {"api": api}, name="docs"),
    *_behind_the_door(),
    re_path(r"^.*$", nothing_here),
]
app_name = "api"
