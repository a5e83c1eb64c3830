"""What trackers fetch and bring: files that went along with an issue, by a signed link, and their signed news."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from derman.kernel import files
from derman.trackers import actions, queries
from derman.trackers.errors import Forged, IssueNotFound
from derman.web.served_files import Answer, served

LARGEST = 1024 * 1024  # bytes of news; GitHub sends 25 MB at most, of an issue a few thousand


@require_safe
def file(request: HttpRequest, token: str) -> Answer:
    """A file that went along with an issue."""
    found = queries.file_of(token)
    if found is None:
        raise Http404
    try:
        content = files.open_file(found.file)
    except FileNotFoundError:
        raise Http404 from None
    answer = served(request, content, files.headers_for(found.file, found.name))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@csrf_exempt
@require_POST
def hook(request: HttpRequest, pk: int) -> HttpResponse:
    """News from a tracker, signed with its secret. 401 for a wrong signature, 413 for too much."""
    length = request.headers.get("Content-Length", "")
    if not length.isascii() or not length.isdecimal() or int(length) > LARGEST:
        return JsonResponse({"title": "At most 1 MB, with its length."}, status=413)
    headers = {name.lower(): value for name, value in request.headers.items()}  # protocol
    if "token" in request.GET:  # of a Jira that signs nothing and sends no headers of ours
        headers["x-derman-token"] = request.GET["token"]
    try:
        concerned = actions.hear(tracker=pk, headers=headers, body=request.body)
    except IssueNotFound as error:
        return JsonResponse({"title": str(error)}, status=404)
    except Forged as error:
        return JsonResponse({"title": str(error)}, status=401)
    return JsonResponse({"issues": concerned}, status=202)
