"""What browsers and search engines ask a site for: the app's description, what may be listed, and the list."""

from __future__ import annotations

import json
from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.utils.html import escape
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from derman.knowledge.queries import public_pages
from derman.web.accent import DEFAULT
from derman.web.language import desk_of

HOUR = 3600
_PNG = {"type": "image/png"}
MOST = 50_000  # addresses that a site map may hold


@require_safe
@cache_control(max_age=HOUR)
def manifest(request: HttpRequest) -> HttpResponse:
    """By this a phone keeps the portal as an app, under the desk's name and colour."""
    desk = desk_of(request)
    described = {
        "name": desk.name,
        "short_name": desk.name[:12],
        "lang": get_language() or desk.language,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": desk.accent or DEFAULT,
        "background_color": "#f4f6f5",
        "icons": [
            {
                "src": static(f"derman/icons/app-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": why,
            }
            for size in (192, 512)
            for why in ("any", "maskable")
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")


@require_safe
@cache_control(max_age=HOUR)
def icon(request: HttpRequest) -> HttpResponse:
    """For what asks for an icon without reading the page, as mail programs and link previews do."""
    return HttpResponseRedirect(static("derman/icons/app-192.png"))


@require_safe
@cache_control(max_age=HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines stay out; where the desk wants them, they may read the public articles and nothing else."""
    lines = ["User-agent: *"]
    if desk_of(request).in_search_engines:
        lines += ["Allow: /kb/", "Allow: /static/", "Disallow: /", f"Sitemap: {settings.DERMAN_PORTAL_URL}/sitemap.xml"]
    else:
        lines.append("Disallow: /")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=HOUR)
def site_map(request: HttpRequest) -> HttpResponse:
    """The public articles with their translations, where the desk wants to be found."""
    if not desk_of(request).in_search_engines:
        raise Http404
    entries = []
    for _article, some in groupby(public_pages(MOST), lambda page: page.article):
        pages = list(some)
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{escape(page.lang)}" href="{_address(page.slug)}"/>'
            for page in pages
        )
        entries += [
            f"<url><loc>{_address(page.slug)}</loc><lastmod>{page.changed_at:%Y-%m-%d}</lastmod>{others}</url>"
            for page in pages
        ]
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:xhtml="http://www.w3.org/1999/xhtml">{"".join(entries)}</urlset>\n'
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


def _address(slug: str) -> str:
    return escape(f"{settings.DERMAN_PORTAL_URL}/kb/{slug}/")


def structured(*, title: str, lang: str, slug: str, changed: str, publisher: str) -> str:
    """An article as schema.org describes it, as JSON that cannot end the element it stands in."""
    described = {
        "@context": "https://schema.org",
        "@type": "TechArticle",
        "headline": title[:110],
        "inLanguage": lang,
        "dateModified": changed,
        "mainEntityOfPage": f"{settings.DERMAN_PORTAL_URL}/kb/{slug}/",
        "publisher": {"@type": "Organization", "name": publisher},
    }
    text = json.dumps(described, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
