"""Addresses of the shared look."""

from __future__ import annotations

from django.urls import path

from derman.web import views

app_name = "web"
urlpatterns = [
    path("look.css", views.look_css, name="look"),
    path("look/logo/", views.logo, name="logo"),
    path("files/<str:key>/", views.attachment, name="file"),
    path("choose/", views.choose, name="choose"),
]
