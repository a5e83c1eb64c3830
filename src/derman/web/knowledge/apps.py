"""The knowledge base as the desk keeps it: /desk/knowledge/."""

from __future__ import annotations

from django.apps import AppConfig


class KnowledgePagesConfig(AppConfig):
    name = "derman.web.knowledge"
    label = "web_knowledge"
