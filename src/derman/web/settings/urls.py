"""The addresses of the settings, below /desk/settings/."""

from __future__ import annotations

from django.urls import path, re_path

from derman.web.settings.views import desk, overview, people, system, teams, tickets

app_name = "settings"
urlpatterns = [
    path("", overview.index, name="index"),
    path("look/", desk.look, name="look"),
    path("look/contrast/", desk.contrast, name="contrast"),
    path("languages/", desk.languages, name="languages"),
    path("hours/", desk.hours, name="hours"),
    path("closing/", desk.closing, name="closing"),
    path("agents/", people.agents, name="agents"),
    path("requesters/", people.requesters, name="requesters"),
    path("people/add/", people.add, name="person_add"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/link/", people.send_link, name="send_link"),
    path("people/<int:pk>/active/", people.set_active, name="set_active"),
    path("teams/", teams.teams, name="teams"),
    path("teams/add/", teams.team, name="team_add"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("organisations/", teams.organisations, name="organisations"),
    path("organisations/add/", teams.organisation, name="organisation_add"),
    path("organisations/<int:pk>/", teams.organisation, name="organisation"),
    path("categories/", tickets.categories, name="categories"),
    path("categories/add/", tickets.category, name="category_add"),
    path("categories/<int:pk>/", tickets.category, name="category"),
    path("categories/<int:pk>/move/", tickets.move, name="category_move"),
    path("priorities/", tickets.priorities, name="priorities"),
    path("tokens/", system.tokens, name="tokens"),
    path("tokens/<int:pk>/end/", system.end_token, name="token_end"),
    path("jobs/", system.failed_jobs, name="jobs"),
    re_path(r"jobs/(?P<pk>\d{1,18})/(?P<decision>retry|drop)/$", system.decide_job, name="job"),
    path("audit/", system.audit_log, name="audit"),
    path("mailboxes/", overview.index, name="mailboxes"),
    path("ledger/", overview.index, name="ledger"),
    path("quarantine/", overview.index, name="quarantine"),
    path("outbox/", overview.index, name="outbox"),
]
