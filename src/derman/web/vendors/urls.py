"""Addresses of vendors, below /desk/vendors/."""

from __future__ import annotations

from django.urls import path

from derman.web.vendors import cases, views

app_name = "vendors"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.one, name="one"),
    path("tickets/<int:number>/<int:case>/", cases.case, name="case"),
    path("tickets/<int:number>/<int:case>/live/", cases.live, name="live"),
    path("tickets/<int:number>/<int:case>/write/", cases.write, name="write"),
    path("tickets/<int:number>/<int:case>/details/", cases.details, name="details"),
    path("tickets/<int:number>/<int:case>/move/", cases.move, name="move"),
]
