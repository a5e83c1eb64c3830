"""Addresses of what could slip, below /desk/obligations/."""

from __future__ import annotations

from django.urls import path

from derman.web.obligations import views

app_name = "obligations"
urlpatterns = [
    path("", views.index, name="index"),
    path("act/", views.act, name="act"),
    path("mornings/", views.mornings, name="mornings"),
    path("<int:pk>/undo/", views.take_back, name="take_back"),
]
