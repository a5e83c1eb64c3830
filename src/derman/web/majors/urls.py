"""Addresses of major incidents, below /desk/majors/."""

from __future__ import annotations

from django.urls import path

from derman.web.majors import around, joining, leading, reviewing, ruling, telling, views, withdrawing

app_name = "majors"
urlpatterns = [
    path("", views.index, name="index"),
    path("declare/", views.declare, name="declare"),
    path("banner/", around.banner, name="banner"),
    path("now/", around.now, name="now"),
    path("at/<int:number>/", around.at_ticket, name="at_ticket"),
    path("at/<int:number>/change/", around.change_at_ticket, name="change_at_ticket"),
    path("rules/", ruling.rules, name="rules"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/part/<slug:part>/", views.live_part, name="part"),
    path("<int:pk>/state/", leading.state, name="state"),
    path("<int:pk>/roles/", leading.roles, name="roles"),
    path("<int:pk>/interval/", leading.interval, name="interval"),
    path("<int:pk>/words/", leading.words, name="words"),
    path("<int:pk>/notes/", leading.note, name="note"),
    path("<int:pk>/updates/", telling.tell, name="tell"),
    path("<int:pk>/updates/<int:update>/take-back/", telling.take_back, name="take_back"),
    path("<int:pk>/resolve/", telling.resolve, name="resolve"),
    path("<int:pk>/withdraw/", withdrawing.withdraw, name="withdraw"),
    path("<int:pk>/reopen/", telling.reopen, name="reopen"),
    path("<int:pk>/tickets/", joining.tickets, name="tickets"),
    path("<int:pk>/tickets/join/", joining.join, name="join"),
    path("<int:pk>/tickets/leave/", joining.leave, name="leave"),
    path("<int:pk>/tickets/refuse/", joining.refuse, name="refuse"),
    path("<int:pk>/tickets/reopen/", joining.unresolve, name="unresolve"),
    path("<int:pk>/review/", reviewing.review, name="review"),
    path("<int:pk>/review/finish/", reviewing.finish, name="finish"),
    path("<int:pk>/review/problem/", reviewing.problem, name="problem"),
    path("<int:pk>/actions/", reviewing.add_action, name="add_action"),
    path("<int:pk>/actions/<int:action>/", reviewing.change_action, name="change_action"),
    path("<int:pk>/report/", reviewing.report, name="report"),
]
