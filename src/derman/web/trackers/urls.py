"""Addresses of issues at the makers of a software, below /desk/issues/."""

from __future__ import annotations

from django.urls import path

from derman.web.trackers import adding, views

app_name = "trackers"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", adding.add, name="add"),
    path("link/", adding.link, name="link"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/live/", views.live, name="live"),
    path("<int:pk>/comments/", views.say, name="say"),
    path("<int:pk>/comments/<int:comment>/take-back/", views.take_back, name="take_back"),
    path("<int:pk>/move/", views.move, name="move"),
]
