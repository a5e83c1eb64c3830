"""The saved replies of the demo desk: for everybody, for a team and for one agent, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, field

from derman.people.models import Person, Role, Team
from derman.replies import actions
from derman.replies.models import SavedReply

DESK, TEAM, ONE = "desk", "L2 Network", "elif@ege.example"


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved reply, whose it is, and how often it was used."""

    folder: str
    name: str
    en: str
    tr: str
    used: int
    whose: str = DESK
    files: tuple[tuple[str, str], ...] = field(default=())


KEPT = (
    Kept(
        "First answers",
        "We are on it",
        "Hello {{requester.first_name}},\n\nthank you for writing. I have your request #{{ticket.number}} and am "
        "looking "
        "into it now. I will write again as soon as I know more, today in any case.\n\n"
        "You can follow it here: {{ticket.link}}",
        "Merhaba {{requester.first_name}},\n\nyazdığınız için teşekkür ederiz. #{{ticket.number}} numaralı "
        "talebiniz bende, "
        "şu anda inceliyorum. Bir şey öğrenir öğrenmez, her durumda bugün içinde yeniden yazacağım.\n\n"
        "Talebinizi buradan izleyebilirsiniz: {{ticket.link}}",
        214,
    ),
    Kept(
        "First answers",
        "Which device, since when",
        "Hello {{requester.first_name}},\n\nto find the cause quickly I need three things:\n\n"
        "1. The name of your computer (on the sticker, LT-… or PC-…)\n2. Since when it happens, and what changed "
        "before\n"
        "3. A picture of the message, if there is one\n\nA reply to this mail is enough.",
        "Merhaba {{requester.first_name}},\n\nnedenini çabuk bulabilmem için üç bilgi gerekiyor:\n\n"
        "1. Bilgisayarınızın adı (etiketinde yazar: LT-… veya PC-…)\n2. Ne zamandan beri olduğu ve öncesinde neyin "
        "değiştiği\n"
        "3. Varsa hata iletisinin resmi\n\nBu iletiyi yanıtlamanız yeterli.",
        131,
    ),
    Kept(
        "Accounts",
        "Password: set it anew yourself",
        "Hello {{requester.first_name}},\n\nyou can set a new password yourself, at any hour:\n\n"
        "1. Choose “Forgotten your password?” on the sign-in page\n2. Enter your company address\n"
        "3. Open the link in the mail within 15 minutes\n\n"
        "We never ask for your password, neither by mail nor on the phone.",
        "Merhaba {{requester.first_name}},\n\nyeni parolanızı günün her saatinde kendiniz belirleyebilirsiniz:\n\n"
        "1. Oturum açma sayfasında “Parolanızı mı unuttunuz?” bağlantısını seçin\n2. Şirket adresinizi yazın\n"
        "3. Gelen iletideki bağlantıyı 15 dakika içinde açın\n\n"
        "Parolanızı ne e-postayla ne de telefonda sorarız.",
        187,
    ),
    Kept(
        "Accounts",
        "Access: your manager has to agree",
        "Hello {{requester.first_name}},\n\nfor this access we need the consent of your manager. We have asked "
        "them; you need "
        "do nothing. As soon as they agree, it takes half a working day.",
        "Merhaba {{requester.first_name}},\n\nbu erişim için yöneticinizin onayı gerekiyor. Kendisine sorduk; "
        "sizin bir şey "
        "yapmanıza gerek yok. Onayın ardından erişiminiz yarım iş günü içinde açılır.",
        64,
    ),
    Kept(
        "Devices",
        "Printer: what to try first",
        "Hello {{requester.first_name}},\n\nthree things help in most cases:\n\n"
        "- Switch the printer off, wait ten seconds, switch it on\n- Take out the paper tray and push it in until "
        "it clicks\n"
        "- On your computer, remove what waits in the queue and print anew\n\n"
        "If it still refuses, tell me the number on its front, and somebody comes by.",
        "Merhaba {{requester.first_name}},\n\nçoğu durumda şu üç adım yeterli olur:\n\n"
        "- Yazıcıyı kapatın, on saniye bekleyip açın\n- Kâğıt çekmecesini çıkarıp yerine oturana kadar itin\n"
        "- Bilgisayarınızda sırada bekleyenleri silip yeniden yazdırın\n\n"
        "Yine olmazsa ön yüzündeki numarayı bana yazın, bir arkadaşımız uğrasın.",
        98,
    ),
    Kept(
        "Closing",
        "Solved: does it work for you?",
        "Hello {{requester.first_name}},\n\nthis should be solved. Please try it once and tell me if anything is "
        "still wrong: "
        "a reply opens your request again.\n\nKind regards\n{{agent.name}}, {{desk.name}}",
        "Merhaba {{requester.first_name}},\n\nsorun çözülmüş olmalı. Lütfen bir kez deneyin; hâlâ bir terslik "
        "varsa yazmanız "
        "yeterli, yanıtınız talebinizi yeniden açar.\n\nİyi çalışmalar\n{{agent.name}}, {{desk.name}}",
        176,
    ),
    Kept(
        "Closing",
        "No answer: we close for now",
        "Hello {{requester.first_name}},\n\nwe have not heard from you about “{{ticket.subject}}”, so I close the "
        "request for "
        "now. Nothing is lost: reply to this mail whenever it comes back, and we go on where we stopped.",
        "Merhaba {{requester.first_name}},\n\n“{{ticket.subject}}” konusunda sizden haber alamadık, bu yüzden "
        "talebi şimdilik "
        "kapatıyorum. Hiçbir şey kaybolmaz: sorun yinelenirse bu iletiyi yanıtlayın, kaldığımız yerden sürdürelim.",
        52,
    ),
    Kept(
        "VPN",
        "VPN: how to connect again",
        "Hello {{requester.first_name}},\n\nplease quit the VPN client, update it from the software centre and "
        "connect again. "
        "The steps with what you will see are in the attached file.",
        "Merhaba {{requester.first_name}},\n\nlütfen VPN istemcisini kapatın, yazılım merkezinden güncelleyip "
        "yeniden bağlanın. "
        "Adımlar ve göreceğiniz ekranlar ekteki dosyada.",
        73,
        whose=TEAM,
        files=(
            (
                "vpn.txt",
                "1. Quit the VPN client: right click on its icon, “Exit”.\n2. Software centre, “VPN client”, "
                "“Update”.\n"
                "3. Start it and sign in as usual.\n\n1. VPN istemcisini kapatın: simgesine sağ tıklayın, “Çıkış”.\n"
                "2. Yazılım merkezi, “VPN istemcisi”, “Güncelle”.\n3. Başlatın ve her zamanki gibi oturum açın.\n",
            ),
        ),
    ),
    Kept(
        "",
        "I call you at",
        "Hello {{requester.first_name}},\n\nthis is quicker on the phone. May I call you today after two? "
        "Please tell me the number under which I can reach you.",
        "Merhaba {{requester.first_name}},\n\nbunu telefonda daha çabuk çözeriz. Bugün saat ikiden sonra "
        "arayabilir miyim? "
        "Size ulaşabileceğim numarayı yazmanız yeterli.",
        19,
        whose=ONE,
    ),
)


def fill_saved_replies() -> None:
    """Needs the people and teams of the demo."""
    lead = Person.objects.filter(role=Role.ADMINISTRATOR).order_by("pk").first()
    one = Person.objects.filter(addresses__folded=ONE).first()
    team = Team.objects.filter(name=TEAM).first()
    for kept in KEPT:
        actor = one if kept.whose == ONE else lead
        audience = {DESK: DESK, ONE: "me"}.get(kept.whose) or (team.pk if team is not None else DESK)
        if actor is None:
            continue
        saved = actions.save(
            actor=actor,
            name=kept.name,
            folder=kept.folder,
            texts={"en": kept.en, "tr": kept.tr},
            audience=audience,
            add_files=[(name, content.encode()) for name, content in kept.files],
        )
        SavedReply.objects.filter(pk=saved.pk).update(used=kept.used)
