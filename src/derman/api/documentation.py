"""The API described: as an OpenAPI document, and as a page to read that is made from it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from derman.api.limits import DEFAULT, WINDOW
from derman.api.problems import KINDS

INTRODUCTION = """\
JSON in and out. Sign with `Authorization: Bearer TOKEN`: a token acts as its person and sees what that person sees.
Times are ISO 8601 in UTC. Lists are `{items, next}`; give `next` as `cursor` to go on. Errors are problem documents
(RFC 9457) with a list of sentences for each wrong field under `errors`. What one may not see is 404.
"""

PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}

LIVE: dict[str, Any] = {
    "get": {
        "operationId": "live",
        "tags": ["Live"],
        "summary": "Hear of changes as they happen",
        "description": "Server-sent events: `event: changed` with `data: {what, id}`. Signals carry names, never "
        "content: get what changed with the calls above.",
        "responses": {
            "200": {
                "description": "A stream that does not end.",
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            }
        },
        "security": [{"ByToken": []}, {"BySession": []}],
    }
}


def _header(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, "schema": {"type": "string"}, "description": description}


KEY = _header("Idempotency-Key", "The same key and body within 24 hours gives the same answer, and nothing twice.")
IF_MATCH = _header("If-Match", "The ETag on which the change builds; 412 where somebody was faster.")
IF_NONE_MATCH = _header("If-None-Match", "The ETag that is known; 304 where nothing changed.")


@cache
def document(api: NinjaAPI) -> dict[str, Any]:
    """The OpenAPI document: what django-ninja sees, with what the door adds."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1"), default=str))
    found["info"]["description"] = INTRODUCTION
    schemas = found["components"]["schemas"]
    schemas["Problem"] = PROBLEM
    bytes_of_file = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    found["paths"]["/api/v1/files/{key}"]["get"]["responses"]["200"]["content"] = bytes_of_file
    wrong = {"description": "A problem.", "content": {"application/problem+json": {"schema": _ref("Problem")}}}
    for address, calls in found["paths"].items():
        for method, call in calls.items():
            call["responses"]["default"] = wrong
            parameters = call.setdefault("parameters", [])
            if method == "post":
                parameters.append(KEY)
            elif address == "/api/v1/tickets/{number}":
                parameters.append(IF_MATCH if method == "patch" else IF_NONE_MATCH)
            elif method == "patch" and address.endswith("}"):
                parameters.append(IF_MATCH)
    found["paths"]["/api/v1/live"] = LIVE
    return found


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


@require_safe
def openapi_json(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    body = json.dumps(document(api), ensure_ascii=False)
    return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "public, max-age=300"})


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a table of fields."""

    name: str
    kind: str
    needed: bool
    about: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the page shows it."""

    anchor: str
    method: str
    address: str
    summary: str
    about: str
    parameters: list[Field]
    body: list[Field]
    status: str
    answer: str


def _readable(name: str) -> str:
    """Of `PageOf_TicketLine_`, the name that a generic shape has in the document: `page of TicketLine`."""
    return f"page of {name[7:-1]}" if name.startswith("PageOf_") else name


def _kind(schema: dict[str, Any]) -> str:
    """A schema in a few words: `text`, `list of TicketLine`, `open | waiting`."""
    if "$ref" in schema:
        return _readable(str(schema["$ref"]).rpartition("/")[2])
    if "enum" in schema:
        return " | ".join(str(code) for code in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    for several in ("anyOf", "allOf", "oneOf"):
        if several in schema:
            return " | ".join(dict.fromkeys(_kind(one) for one in schema[several]))
    kind = schema.get("format") or schema.get("type") or "any"
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return {"string": "text", "date-time": "time"}.get(kind, str(kind))


def _fields(schema: dict[str, Any]) -> list[Field]:
    needed = schema.get("required", [])
    return [
        Field(name, _kind(one), name in needed, one.get("description", ""))
        for name, one in schema.get("properties", {}).items()
    ]


def _call(found: dict[str, Any], address: str, method: str, call: dict[str, Any]) -> Call:
    parameters = [
        Field(
            one["name"],
            _kind(one["schema"]),
            bool(one.get("required")),
            one.get("description") or one["schema"].get("description", ""),
        )
        for one in call.get("parameters", [])
    ]
    body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    status, response = next(iter(call["responses"].items()))
    content: dict[str, Any] = next(iter(response.get("content", {}).values()), {})
    return Call(
        anchor=call["operationId"],
        method=method.upper(),  # protocol
        address=address,
        summary=call["summary"],
        about=call.get("description", ""),
        parameters=parameters,
        body=_fields(found["components"]["schemas"].get(_kind(body), {})) if body else [],
        status=status,
        answer=_kind(content.get("schema", {})) if content else "",
    )


@require_safe
def docs(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """The document as a page to read."""
    found = document(api)
    groups: dict[str, list[Call]] = {}
    for address, calls in found["paths"].items():
        for method, call in calls.items():
            groups.setdefault(call["tags"][0], []).append(_call(found, address, method, call))
    shapes = [
        (_readable(name), schema.get("description", ""), _fields(schema))
        for name, schema in found["components"]["schemas"].items()
    ]
    seen = {"groups": groups, "shapes": shapes, "problems": KINDS, "rate": DEFAULT, "window": WINDOW}
    return render(request, "api/docs.html", seen)
