"""The addresses of the settings, below /desk/settings/."""

from __future__ import annotations

from django.urls import path

from derman.web.settings.views import arrival, desk, mail, mailboxes, overview, people, system, teams, tickets

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
    path("jobs/<int:pk>/retry/", system.decide_job, {"decision": "retry"}, name="job_retry"),
    path("jobs/<int:pk>/drop/", system.decide_job, {"decision": "drop"}, name="job_drop"),
    path("audit/", system.audit_log, name="audit"),
    path("mailboxes/", mailboxes.mailboxes, name="mailboxes"),
    path("mailboxes/add/", mailboxes.add, name="mailbox_add"),
    path("mailboxes/<int:pk>/", mailboxes.mailbox, name="mailbox"),
    path("mailboxes/<int:pk>/test/", mailboxes.test, name="mailbox_test"),
    path("mailboxes/<int:pk>/arrival/", arrival.arrival, name="arrival"),
    path("mailboxes/<int:pk>/arrival/check/", arrival.check, name="arrival_check"),
    path("mailboxes/<int:pk>/sign-in/", arrival.sign_in, name="sign_in"),
    path("mailboxes/signed-in/", arrival.signed_in, name="signed_in"),
    path("mailboxes/<int:pk>/remove/", mailboxes.remove, name="mailbox_remove"),
    path("ledger/", mail.ledger, name="ledger"),
    path("ledger/<int:pk>/", mail.mail, name="mail"),
    path("ledger/<int:pk>/file.eml", mail.mail_file, name="mail_file"),
    path("ledger/<int:pk>/file/", mail.file_again, name="mail_again"),
    path("ledger/<int:pk>/ignore/", mail.ignore, name="mail_ignore"),
    path("quarantine/", mail.quarantine, name="quarantine"),
    path("outbox/", mail.outbox, name="outbox"),
    path("outbox/<int:pk>/retry/", mail.decide_outgoing, {"decision": "retry"}, name="outgoing_retry"),
    path("outbox/<int:pk>/cancel/", mail.decide_outgoing, {"decision": "cancel"}, name="outgoing_cancel"),
]
