"""Addresses of signing in and of one's own account, below /accounts/."""

from __future__ import annotations

from django.urls import path

from derman.web.accounts.views import addresses, notifications, profile, sessions, sign_in

app_name = "accounts"
urlpatterns = [
    path("login/", sign_in.sign_in, name="sign_in"),
    path("logout/", sign_in.sign_out, name="sign_out"),
    path("link/", sign_in.ask_for_link, name="ask_for_link"),
    path("link/sent/", sign_in.link_sent, name="link_sent"),
    path("link/<str:token>/", sign_in.link, name="link"),
    path("profile/", profile.profile, name="profile"),
    path("profile/away/", profile.absence, name="absence"),
    path("profile/password/", profile.change_password, name="change_password"),
    path("addresses/add/", addresses.add, name="address_add"),
    path("addresses/<int:pk>/primary/", addresses.make_primary, name="address_primary"),
    path("addresses/<int:pk>/remove/", addresses.remove, name="address_remove"),
    path("addresses/<int:pk>/drop/", addresses.drop, name="address_drop"),
    path("addresses/<str:token>/", addresses.confirm, name="address_confirm"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("sessions/", sessions.sessions, name="sessions"),
]
