"""Addresses of problems, below /desk/problems/."""

from __future__ import annotations

from django.urls import path

from derman.web.problems import ending, incidents, radar, views

app_name = "problems"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("surges/<int:pk>/problem/", radar.make_problem, name="surge_problem"),
    path("surges/<int:pk>/dismiss/", radar.dismiss, name="surge_dismiss"),
    path("surges/<int:pk>/bring-back/", radar.bring_back, name="surge_back"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/details/", views.details, name="details"),
    path("<int:pk>/known-error/", views.known_error, name="known_error"),
    path("<int:pk>/analysis/", views.analysis, name="analysis"),
    path("<int:pk>/decision/", views.decision, name="decision"),
    path("<int:pk>/notes/", views.note, name="note"),
    path("<int:pk>/offer/", incidents.offer, name="offer"),
    path("<int:pk>/offer/withdraw/", incidents.withdraw_offer, name="withdraw_offer"),
    path("<int:pk>/article/", incidents.article, name="article"),
    path("<int:pk>/incidents/", incidents.incidents, name="incidents"),
    path("<int:pk>/incidents/link/", incidents.link, name="link"),
    path("<int:pk>/incidents/unlink/", incidents.unlink, name="unlink"),
    path("<int:pk>/close/", ending.close, name="close"),
    path("<int:pk>/reopen/", ending.reopen, name="reopen"),
]
