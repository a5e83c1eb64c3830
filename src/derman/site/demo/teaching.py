"""What the demo desk teaches: a learning path with two checks, news about a program, tips of the day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from derman.kernel import clock
from derman.knowledge.models import Translation
from derman.people.models import Person, Role, Team
from derman.people.queries import person_by_address
from derman.site.demo import cast
from derman.teaching import actions
from derman.teaching.models import Learner, LearningPath
from derman.teaching.words import today

TITLES = {"en": "Nobody gets your password", "tr": "Parolanızı kimse almasın"}
SUMMARIES = {
    "en": "Two articles and two questions, ten minutes: how one notices a false mail, and what then.",
    "tr": "İki makale ve iki soru, on dakika: sahte bir e-posta nasıl fark edilir, sonra ne yapılır.",
}
FIRST: dict[str, Any] = {
    "questions": {
        "en": "Somebody calls, says that they are from IT, and needs the code on your phone.",
        "tr": "Biri arıyor, bilgi işlemden olduğunu söylüyor ve telefonunuzdaki kodu istiyor.",
    },
    "choices": [
        {"words": {"en": "I read the code to them", "tr": "Kodu okurum"}},
        {
            "words": {
                "en": "I hang up and call the desk at its own number",
                "tr": "Telefonu kapatır, destek masasını kendi numarasından ararım",
            },
            "right": True,
        },
        {"words": {"en": "I ask for their name, then read the code", "tr": "Adını sorar, sonra kodu okurum"}},
    ],
    "explanations": {
        "en": "The desk **never** asks for a code or a password. Anybody can say a name.",
        "tr": "Destek masası kod ya da parola **asla** istemez. Herkes bir ad söyleyebilir.",
    },
}
SECOND: dict[str, Any] = {
    "questions": {
        "en": "You have clicked on a link in a strange mail and typed your password. What comes first?",
        "tr": "Tuhaf bir e-postadaki bağlantıya tıkladınız ve parolanızı yazdınız. Önce ne gelir?",
    },
    "choices": [
        {"words": {"en": "I change the password at once", "tr": "Parolamı hemen değiştiririm"}, "right": True},
        {"words": {"en": "I tell the desk at once", "tr": "Destek masasına hemen haber veririm"}, "right": True},
        {"words": {"en": "I delete the mail and wait", "tr": "E-postayı silip beklerim"}},
    ],
    "explanations": {
        "en": "Both, and in the first minutes. Nobody is blamed for telling: what is told early is mended early.",
        "tr": "İkisi de, ilk dakikalarda. Haber veren suçlanmaz: erken bildirilen erken düzeltilir.",
    },
}
NEWS: dict[str, Any] = {
    "software": "ERP",
    "titles": {"en": "Orders have a new search", "tr": "Siparişlerde yeni arama"},
    "texts": {
        "en": "Since Monday you find an order by **any word of its lines**, not only by its number.\n\n"
        "- Type in the field above the list\n- The old search is still under *More*",
        "tr": "Pazartesiden beri bir siparişi yalnızca numarasıyla değil, **satırlarındaki her sözcükle** "
        "bulursunuz.\n\n- Listenin üstündeki alana yazın\n- Eski arama hâlâ *Diğer* altında",
    },
}
TIPS = (
    ({"en": "**Windows + L** locks your computer when you get up.",
      "tr": "Kalkarken **Windows + L** bilgisayarınızı kilitler."}, ""),
    ({"en": "A file on the shared folder can be brought back for 30 days.",
      "tr": "Ortak klasördeki bir dosya 30 gün boyunca geri getirilebilir."}, "Bring a deleted"),
    ({"en": "Guests get their own Wi-Fi: no need to give yours away.",
      "tr": "Konukların ayrı bir kablosuz ağı var: kendi parolanızı vermenize gerek yok."}, "Wi-Fi for"),
)  # fmt: skip


def fill_teaching() -> None:
    """Make them, as a lead would. Does nothing where there are paths, or no articles."""
    lead = _lead()
    if lead is None or LearningPath.objects.exists():
        return
    path = actions.start(actor=lead, titles=TITLES, summaries=SUMMARIES)
    for begins, check in (("I received", FIRST), ("I forgot", SECOND)):
        article = _article(begins)
        if article is not None:
            actions.add_article(actor=lead, path=path.pk, article=article)
        actions.add_check(actor=lead, path=path.pk, **check)
    actions.publish(actor=lead, path=path.pk)
    team = Team.objects.filter(members=lead).order_by("tier", "pk").first()
    if team is not None:
        actions.assign(actor=lead, path=path.pk, whom=actions.Whom(team=team.pk), due_on=today() + timedelta(days=5))
    asker = Person.objects.filter(name="Mert Kaya").first()
    if asker is not None:
        actions.assign(actor=lead, path=path.pk, whom=actions.Whom(person=asker.pk), due_days=14)
    Learner.objects.update(told_at=clock.now())  # nobody of the demo waits for a mail
    _learn(path)
    news = actions.NewsGiven(published_at=clock.now() - timedelta(days=2), article=_article("The ERP"), **NEWS)
    actions.save_news(actor=lead, given=news)
    for texts, begins in TIPS:
        actions.save_tip(actor=lead, given=actions.TipGiven(texts=texts, audience="everyone", article=_article(begins)))
    actions.set_practice(actor=None, tip_of_the_day=True)


def _lead() -> Person | None:
    found = next((one for one in cast.COLLEAGUES if one.role == Role.LEAD), None)
    return person_by_address(found.email) if found is not None else None


def _article(begins: str) -> int | None:
    """The article whose English title begins so."""
    if not begins:
        return None
    rows = Translation.objects.filter(lang="en", live__title__startswith=begins)
    return rows.values_list("article", flat=True).order_by("pk").first()


def _learn(path: LearningPath) -> None:
    """One has done all, one has begun, one is late."""
    learners = list(Learner.objects.filter(path=path).select_related("person").exclude(person__role="requester"))
    for place, row in enumerate(learners[:3]):
        for step in list(path.steps.all())[: (4, 2, 0)[place]]:
            if not step.is_check:
                actions.read(actor=row.person, path=path.pk, step=step.pk)
            else:
                actions.answer(actor=row.person, path=path.pk, step=step.pk, chosen=step.right)
