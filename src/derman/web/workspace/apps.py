"""The agents' workspace: /desk/."""

from __future__ import annotations

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "derman.web.workspace"
    label = "web_workspace"
