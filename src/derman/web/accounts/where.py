"""Where people go after they have signed in: to the page they asked for, if it is ours, else to their start."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def is_ours(request: HttpRequest, url: str | None) -> bool:
    """Is this an address of this desk, so that a redirect to it cannot lead people astray?"""
    return url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())


def asked_for(request: HttpRequest) -> str:
    """The page in `next`, or nothing where there is none or it is not ours."""
    url = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    return url if is_ours(request, url) else ""


def start_of(person: Any) -> str:
    """The first page of a person: the workspace for agents, the portal for everybody else."""
    return "/desk/" if getattr(person, "is_staff_member", False) else "/"
