"""Writing an article: begin it, write on, pictures, Markdown, and its other language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from derman.insight import queries as insight
from derman.kernel import files
from derman.knowledge import actions
from derman.knowledge.actions.publishing import may_publish
from derman.knowledge.contents import clean_body
from derman.knowledge.errors import ArticleNotFound, KnowledgeError, Overtaken
from derman.knowledge.markdown import from_html, to_html
from derman.knowledge.queries import desk
from derman.lessons import queries as lessons
from derman.web.knowledge import words
from derman.web.knowledge.forms.articles import DetailsForm, NewArticle
from derman.web.knowledge.views.doors import found, refused, to
from derman.web.signed_in import agent_of, agents_only
from derman.web.toasts import toast

if TYPE_CHECKING:
    from derman.knowledge.models import Translation

CONFLICT, UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def new(request: HttpRequest) -> HttpResponse:
    """Title, language and category; the rest is written on the article's own page."""
    if request.method != "POST":
        initial = {"lang": get_language(), "title": request.GET.get("title", "")[:200]}
        return render(request, "desk_knowledge/new.html", {"form": NewArticle(initial=initial)})
    form = NewArticle(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.start(
                actor=agent_of(request),
                lang=given["lang"],
                title=given["title"],
                details=actions.Details(category=given["category"]),
            )
            return to("article", made.pk)
        except KnowledgeError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    return render(request, "desk_knowledge/new.html", {"form": form}, status=UNPROCESSABLE)


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """The article's page: its text to write on, where it stands, and what readers made of it."""
    translation = found(request, pk)
    if request.method != "POST":
        return _page(request, translation)
    title, body = request.POST.get("title", ""), _body(request)
    try:
        actions.write(actor=agent_of(request), translation=pk, title=title, body=body, revision=_revision(request))
    except ArticleNotFound:
        raise Http404 from None
    except KnowledgeError as error:
        status = CONFLICT if isinstance(error, Overtaken) else UNPROCESSABLE
        # whatever is wrong, what was typed stays, and the next try builds on what is there now
        return _page(request, found(request, pk), typed=(title, body), wrong=str(error), status=status)
    toast(request, _("Saved."))
    return to("article", pk)


@require_POST
@agents_only
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed so far, while one writes: the new revision, or the sentence that says what is wrong."""
    try:
        kept = actions.write(
            actor=agent_of(request),
            translation=pk,
            title=request.POST.get("title", ""),
            body=_body(request),
            revision=_revision(request),
            apart="apart" in request.POST,
        )
    except ArticleNotFound:
        raise Http404 from None
    except Overtaken as error:
        return JsonResponse({"wrong": str(error), "revision": found(request, pk).revision}, status=CONFLICT)
    except KnowledgeError as error:
        return JsonResponse({"wrong": str(error)}, status=UNPROCESSABLE)
    return JsonResponse({"revision": kept.revision, "status": kept.status, "slug": kept.slug})


def _body(request: HttpRequest) -> str:
    """The editor sends HTML; the plain field, without a script, Markdown."""
    return request.POST.get("html", "") or to_html(request.POST.get("markdown", ""))


def _revision(request: HttpRequest) -> int | None:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _page(
    request: HttpRequest,
    translation: Translation,
    *,
    typed: tuple[str, str] | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    asker = agent_of(request)
    newest = translation.newest
    title, body = typed or ((newest.title, newest.body) if newest is not None else ("", ""))
    texts = desk.translations_of(asker, translation.article_id)
    there = {text.lang for text in texts}
    context: dict[str, Any] = {
        "translation": translation,
        "title": title,
        "html": clean_body(body, own=settings.DERMAN_URL),
        "markdown": from_html(body),
        "states": words.states_of(translation),
        "texts": texts,
        "missing": [(code, name) for code, name in settings.LANGUAGES if code not in there],
        "form": DetailsForm(translation.article, asker),
        "may_publish": may_publish(asker, translation),
        "effect": lessons.effect(asker, translation),
        "came_from": str(lessons.came_from(asker, translation) or ""),  # a number is not written as an amount
        "marks": body.count('<mark data-personal="'),
        "led": insight.led_to(asker, translation),
        "echo": desk.echo(translation, timezone.localdate()),
        "opinions": translation.helpful + translation.unhelpful,
        "wrong": wrong,
    }
    return render(request, "desk_knowledge/article.html", context, status=status)


@require_POST
@agents_only
def translate(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the article in another language, with the text of this one to write over."""
    translation = found(request, pk)
    newest = translation.newest
    if newest is None:
        raise Http404
    try:
        made = actions.translate(
            actor=agent_of(request),
            article=translation.article_id,
            lang=request.POST.get("lang", ""),
            title=newest.title,
            body=newest.body,
        )
    except KnowledgeError as error:
        return refused(request, error, "article", pk)
    toast(request, _("The text of the other language is taken over. Translate it, then publish."))
    return to("article", made.pk)


@require_POST
@agents_only
def picture(request: HttpRequest) -> HttpResponse:
    """Keep a picture for an article."""
    given = request.FILES.get("file")
    if not isinstance(given, UploadedFile) or given.size is None or given.size > files.LIMIT:
        return JsonResponse({"error": _("This file cannot be taken.")}, status=UNPROCESSABLE)
    try:
        kept = actions.add_picture(actor=agent_of(request), name=given.name or "", content=given.read())
    except KnowledgeError as error:
        return JsonResponse({"error": str(error)}, status=UNPROCESSABLE)
    except files.DiskFull:
        return JsonResponse({"error": _("The disk of the desk is full.")}, status=507)
    return JsonResponse({"url": f"/kb/files/{kept.key}/", "name": kept.name}, status=201)


@require_POST
@agents_only
def markdown(request: HttpRequest) -> HttpResponse:
    """HTML as Markdown, or Markdown as the clean HTML that it would be kept as."""
    if "html" in request.POST:
        return JsonResponse({"markdown": from_html(clean_body(request.POST["html"], own=settings.DERMAN_URL))})
    return JsonResponse({"html": clean_body(to_html(request.POST.get("markdown", "")), own=settings.DERMAN_URL)})
