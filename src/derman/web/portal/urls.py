"""Addresses of the portal, at the root."""

from __future__ import annotations

from django.urls import path

from derman.web.portal.setup import views as setup
from derman.web.portal.views import (
    approvals,
    articles,
    catalogue,
    fixes,
    guests,
    home,
    likely,
    new,
    outside,
    requests,
    transcripts,
    uploads,
    writing,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("kb/", articles.index, name="kb"),
    path("kb/answers/", articles.answers, name="kb_answers"),
    path("kb/c/<slug:slug>/", articles.category, name="kb_category"),
    path("kb/files/<str:key>/", articles.picture, name="kb_picture"),
    path("kb/<slug:slug>/", articles.article, name="article"),
    path("kb/<slug:slug>/opinion/", articles.opinion, name="opinion"),
    path("fix/", fixes.index, name="fixes"),
    path("fix/files/<str:key>/", fixes.picture, name="fix_picture"),
    path("fix/<slug:slug>/", fixes.intro, name="fix"),
    path("fix/<slug:slug>/begin/", fixes.begin, name="fix_begin"),
    path("fix/<slug:slug>/<str:key>/", fixes.walk, name="fix_walk"),
    path("fix/<slug:slug>/<str:key>/answer/", fixes.answer, name="fix_answer"),
    path("fix/<slug:slug>/<str:key>/ask/", fixes.ask, name="fix_ask"),
    path("requests/", requests.mine, name="requests"),
    path("requests/new/", new.new, name="new"),
    path("requests/new/answers/", likely.answers, name="new_answers"),
    path("requests/new/solved/", likely.solved, name="new_solved"),
    path("requests/<int:number>/", requests.one, name="request"),
    path("requests/<int:number>/live/", requests.live, name="live"),
    path("requests/<int:number>/print/", transcripts.on_paper, name="print"),
    path("requests/<int:number>/conversation.pdf", transcripts.download, {"form": "pdf"}, name="pdf"),
    path("requests/<int:number>/conversation.eml", transcripts.download, {"form": "eml"}, name="eml"),
    path("requests/<int:number>/reply/", writing.reply, name="reply"),
    path("requests/<int:number>/solved/", writing.solved, name="solved"),
    path("requests/<int:number>/not-solved/", writing.not_solved, name="not_solved"),
    path("manifest.webmanifest", outside.manifest, name="manifest"),
    path("robots.txt", outside.robots, name="robots"),
    path("sitemap.xml", outside.site_map, name="site_map"),
    path("r/<str:token>/", guests.one, name="guest"),
    path("r/<str:token>/reply/", guests.reply, name="guest_reply"),
    path("r/<str:token>/solved/", guests.solved, name="guest_solved"),
    path("r/<str:token>/not-solved/", guests.not_solved, name="guest_not_solved"),
    path("r/<str:token>/files/<str:key>/", guests.file, name="guest_file"),
    path("services/", catalogue.catalogue, name="services"),
    path("services/<slug:slug>/", catalogue.service, name="service"),
    path("services/<slug:slug>/picture/", catalogue.picture, name="service_picture"),
    path("approvals/", approvals.mine, name="approvals"),
    path("approvals/<int:pk>/", approvals.one, name="approval"),
    path("approvals/<str:token>/", approvals.by_link, name="approval_link"),
    path("setup/demo/", setup.demo, name="demo"),
    path("setup/<str:token>/", setup.wizard, name="setup"),
    path("uploads/", uploads.upload, name="upload"),
]
