"""Addresses of the agents' side of the knowledge base, below /desk/knowledge/."""

from __future__ import annotations

from django.urls import path

from derman.web.knowledge.views import deflection, listed, moving, on_tickets, shelves, states, versions, writing

app_name = "desk_knowledge"
urlpatterns = [
    path("", listed.articles, name="articles"),
    path("deflection/", deflection.deflection, name="deflection"),
    path("many/", listed.change_many, name="many"),
    path("new/", writing.new, name="new"),
    path("markdown/", writing.markdown, name="markdown"),
    path("pictures/", writing.picture, name="pictures"),
    path("categories/", shelves.categories, name="categories"),
    path("categories/new/", shelves.category, name="category_add"),
    path("categories/<int:pk>/", shelves.category, name="category"),
    path("categories/<int:pk>/remove/", shelves.remove, name="category_remove"),
    path("practice/", shelves.practice, name="practice"),
    path("from/<int:number>/", on_tickets.write_from, name="from_ticket"),
    path("for/<int:number>/", on_tickets.offered, name="for_ticket"),
    path("for/<int:number>/<int:pk>/", on_tickets.use, name="use"),
    path("import/", moving.importing, name="imports"),
    path("import/<int:pk>/", moving.one, name="import"),
    path("export/", moving.exporting, name="export"),
    path("<int:pk>/", writing.article, name="article"),
    path("<int:pk>/draft/", writing.draft, name="draft"),
    path("<int:pk>/details/", states.details, name="details"),
    path("<int:pk>/state/", states.state, name="state"),
    path("<int:pk>/translate/", writing.translate, name="translate"),
    path("<int:pk>/versions/", versions.versions, name="versions"),
    path("<int:pk>/versions/<int:number>/restore/", versions.restore, name="version_restore"),
    path("<int:pk>/preview/", versions.preview, name="preview"),
    path("articles/<int:pk>/remove/", states.remove, name="remove"),
    path("articles/<int:pk>/restore/", states.restore, name="restore"),
]
