"""Files that are sent before the message they belong to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from derman.web.portal.given_files import FileRefused, take
from derman.web.portal.screens import file_line


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Keep one file (`file`): 201 with `{key, id, name, size, size_text, url, is_picture}`, else `{error}`."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": _("Sign in first.")}, status=401)
    try:
        line = file_line(take(request, request.FILES.get("file")))
    except FileRefused as error:
        return JsonResponse({"error": str(error)}, status=error.status)
    return JsonResponse({"key": line["id"], **line}, status=201)
