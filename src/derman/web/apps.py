"""The pages: the look that all of them share. Each area (workspace, portal, settings) is an app of its own."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "derman.web"
    label = "web"
