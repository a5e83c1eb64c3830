"""Every address of the desk."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from derman.site import health

handler500 = "derman.site.failing.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("metrics", health.metrics),
]
for prefix, door in (
    ("accounts/", "derman.web.accounts.urls"),
    ("api/v1/", "derman.api.urls"),
    ("desk/settings/", "derman.web.settings.urls"),
    ("desk/knowledge/learning/", "derman.web.teaching.urls"),
    ("desk/knowledge/", "derman.web.knowledge.urls"),
    ("desk/problems/", "derman.web.problems.urls"),
    ("desk/majors/", "derman.web.majors.urls"),
    ("desk/vendors/", "derman.web.vendors.urls"),
    ("desk/issues/", "derman.web.trackers.urls"),
    ("desk/announcements/", "derman.web.announcements.urls"),
    ("desk/obligations/", "derman.web.obligations.urls"),
    ("desk/runbooks/", "derman.web.runbooks.urls"),
    ("desk/", "derman.web.workspace.urls"),
    ("", "derman.web.urls"),
    ("", "derman.web.portal.urls"),
):
    if find_spec(door) is not None:
        urlpatterns.append(path(prefix, include(door)))
