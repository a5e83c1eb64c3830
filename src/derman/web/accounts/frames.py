"""The frame around the pages of one's own account: the desk's for agents, the portal's for others."""

from __future__ import annotations

from django.http import HttpRequest

from derman.web.signed_in import agent_of


def frame_of(request: HttpRequest) -> str:
    """The template that the pages extend."""
    return "accounts/frame_desk.html" if agent_of(request).is_staff_member else "accounts/frame_portal.html"
