"""Addresses of announcements at the desk, below /desk/announcements/."""

from __future__ import annotations

from django.urls import path

from derman.web.announcements import views

app_name = "announcements"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/details/", views.details, name="details"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/bring-back/", views.bring_back, name="bring_back"),
    path("<int:pk>/updates/", views.go_on, name="go_on"),
    path("<int:pk>/updates/<int:update>/take-back/", views.take_back, name="take_back"),
    path("<int:pk>/affected/", views.affected, name="affected"),
]
