"""The services of the demo desk: what an IT help desk is asked for most."""

from __future__ import annotations

from typing import Any

from derman.catalogue import actions as catalogue
from derman.catalogue.models import Service
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.models import Approval

type Texts = dict[str, str]


def _both(en: str, tr: str) -> Texts:
    return {"en": en, "tr": tr}


def _question(key: str, kind: str, en: str, tr: str, *, needed: bool = True, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "labels": _both(en, tr), "required": needed, **more}


def _choice(key: str, en: str, tr: str) -> dict[str, Any]:
    return {"key": key, "labels": _both(en, tr)}


def _task(en: str, tr: str, *, days: int | None = None) -> dict[str, Any]:
    return {"labels": _both(en, tr), "days": days}


EQUIPMENT, ACCESS, PEOPLE = (
    _both("Equipment", "Donanım"),
    _both("Programs and access", "Programlar ve erişim"),
    _both("Starting, moving, leaving", "İşe başlama, yer değişikliği, ayrılış"),
)
MANAGER = {"by": "manager", "remind_after": 24, "expires_after": 168}
OWNER = {"by": "owner", "remind_after": 24, "expires_after": 168}

SERVICES: list[dict[str, Any]] = [
    {
        "shelf": EQUIPMENT,
        "names": _both("New laptop", "Yeni dizüstü bilgisayar"),
        "summaries": _both(
            "For new colleagues, or in place of one that is broken or older than four years",
            "Yeni çalışanlar için ya da bozulan, dört yıldan eski bilgisayarın yerine",
        ),
        "texts": _both(
            "You get a laptop with all programs of your department, a bag and a charger. We copy your files from the "
            "old one while you wait; it takes about an hour.",
            "Bölümünüzün programları kurulu bir dizüstü bilgisayar, çanta ve şarj aleti verilir. Eski "
            "bilgisayarınızdaki dosyaları siz beklerken aktarırız; yaklaşık bir saat sürer.",
        ),
        "costs": _both("Paid by your department", "Bölümünüzün bütçesinden karşılanır"),
        "takes": 5,
        "words": ["notebook", "bilgisayar", "macbook", "thinkpad"],
        "form": [
            _question(
                "reason",
                "choice",
                "Why do you need it?",
                "Neden gerekiyor?",
                choices=[
                    _choice("new", "For a new colleague", "Yeni bir çalışan için"),
                    _choice("broken", "Mine is broken", "Benimki bozuldu"),
                    _choice("old", "Mine is slow or old", "Benimki yavaş ya da eski"),
                ],
            ),
            _question("for", "person", "For whom?", "Kimin için?", when={"field": "reason", "is": ["new"]}),
            _question(
                "old",
                "asset",
                "Which laptop is it?",
                "Hangi bilgisayar?",
                when={"field": "reason", "is": ["broken", "old"]},
            ),
            _question(
                "since", "text", "What is wrong with it?", "Sorun nedir?", when={"field": "reason", "is": ["broken"]}
            ),
            _question(
                "model",
                "choice",
                "Which one?",
                "Hangisi?",
                choices=[
                    _choice("light", "Light, for the road (13 inches)", "Hafif, taşımak için (13 inç)"),
                    _choice("large", "Large, for the desk (16 inches)", "Büyük, masa için (16 inç)"),
                ],
            ),
            _question("day", "date", "Needed by", "Ne zamana kadar?", needed=False),
            _question(
                "extras",
                "many",
                "What else?",
                "Başka ne gerekli?",
                needed=False,
                choices=[
                    _choice("screen", "A screen", "Ekran"),
                    _choice("dock", "A docking station", "Bağlantı istasyonu"),
                    _choice("headset", "A headset", "Kulaklık"),
                ],
            ),
        ],
        "approvals": [MANAGER, OWNER],
        "stages": [
            [_task("Order or take from the store", "Sipariş et ya da depodan al", days=3)],
            [_task("Install the programs", "Programları kur", days=1), _task("Register the device", "Cihazı kaydet")],
            [_task("Hand it over and copy the files", "Teslim et ve dosyaları aktar", days=1)],
        ],
    },
    {
        "shelf": EQUIPMENT,
        "names": _both("Lost or stolen phone", "Kayıp ya da çalınan telefon"),
        "summaries": _both("We lock it at once and give you a new one", "Telefonu hemen kilitler, yenisini veririz"),
        "texts": _both(
            "Call us as well if it happened just now: we can erase the phone within minutes.",
            "Yeni olduysa bizi ayrıca arayın: telefonu dakikalar içinde silebiliriz.",
        ),
        "takes": 4,
        "takes_unit": "hours",
        "words": ["cep telefonu", "mobile", "çalıntı"],
        "form": [
            _question("when", "date", "Since when is it gone?", "Ne zamandan beri yok?"),
            _question("where", "text", "Where did you have it last?", "En son neredeydi?", needed=False),
            _question("stolen", "yes_no", "Was it stolen?", "Çalındı mı?"),
            _question(
                "report",
                "file",
                "Report of the police",
                "Polis tutanağı",
                needed=False,
                when={"field": "stolen", "is": ["yes"]},
            ),
        ],
        "stages": [
            [
                _task("Lock and erase the phone", "Telefonu kilitle ve sil"),
                _task("Block the SIM card", "SIM kartı kapat"),
            ],
            [_task("Hand over a new phone", "Yeni telefonu teslim et", days=1)],
        ],
    },
    {
        "shelf": ACCESS,
        "names": _both("Access to the ERP", "ERP erişimi"),
        "summaries": _both(
            "Rights for purchasing, stock, sales or accounting", "Satın alma, stok, satış ya da muhasebe yetkisi"
        ),
        "takes": 2,
        "words": ["sap", "yetki", "logo", "muhasebe"],
        "form": [
            _question(
                "modules",
                "many",
                "For what?",
                "Hangi modüller?",
                choices=[
                    _choice("purchasing", "Purchasing", "Satın alma"),
                    _choice("stock", "Stock", "Stok"),
                    _choice("sales", "Sales", "Satış"),
                    _choice("accounting", "Accounting", "Muhasebe"),
                ],
            ),
            _question("as", "text", "Same rights as whom?", "Kiminle aynı yetkiler?", needed=False),
            _question("why", "paragraph", "What do you need it for?", "Ne için gerekiyor?"),
        ],
        "approvals": [MANAGER, OWNER],
        "stages": [
            [_task("Give the rights", "Yetkileri ver", days=1)],
            [_task("Test with the user", "Kullanıcıyla dene")],
        ],
    },
    {
        "shelf": ACCESS,
        "names": _both("Shared folder", "Paylaşılan klasör"),
        "summaries": _both("Read or write in a folder of a team", "Bir ekibin klasöründe okuma ya da yazma"),
        "takes": 1,
        "words": ["klasör", "ortak alan", "file share"],
        "form": [
            _question(
                "folder",
                "text",
                "Which folder?",
                "Hangi klasör?",
                hints=_both("Like “Finance / Reports”", "“Finans / Raporlar” gibi"),
            ),
            _question(
                "right",
                "choice",
                "What do you need?",
                "Ne gerekiyor?",
                choices=[
                    _choice("read", "Read only", "Yalnızca okuma"),
                    _choice("write", "Read and write", "Okuma ve yazma"),
                ],
            ),
        ],
        "approvals": [MANAGER],
        "stages": [[_task("Give access", "Erişim ver", days=1)]],
    },
    {
        "shelf": ACCESS,
        "names": _both("Install a program", "Program kurulumu"),
        "summaries": _both(
            "From the list of the desk, or another one", "Destek masasının listesinden ya da başka bir program"
        ),
        "takes": 1,
        "form": [
            _question("program", "text", "Which program?", "Hangi program?"),
            _question("paid", "yes_no", "Does it cost money?", "Ücretli mi?"),
            _question(
                "price",
                "number",
                "About how much a year, in euros?",
                "Yılda yaklaşık kaç avro?",
                when={"field": "paid", "is": ["yes"]},
                least=0,
            ),
        ],
        "stages": [[_task("Install it", "Programı kur", days=1)]],
    },
    {
        "shelf": PEOPLE,
        "names": _both("New starter", "Yeni çalışan"),
        "summaries": _both("Account, device and access in one form", "Hesap, cihaz ve erişim tek formda"),
        "takes": 5,
        "words": ["işe giriş", "onboarding", "yeni personel"],
        "form": [
            _question("name", "text", "Name of the new colleague", "Yeni çalışanın adı soyadı"),
            _question("day", "date", "First day", "İlk iş günü"),
            _question("department", "text", "Department", "Bölüm"),
            _question("laptop", "yes_no", "Needs a laptop?", "Dizüstü bilgisayar gerekli mi?"),
            _question("erp", "yes_no", "Needs the ERP?", "ERP gerekli mi?"),
        ],
        "approvals": [OWNER],
        "stages": [
            [
                _task("Make the account and the mailbox", "Hesabı ve posta kutusunu aç", days=2),
                _task("Prepare the device", "Cihazı hazırla", days=3),
            ],
            [_task("Welcome on the first day", "İlk gün karşıla")],
        ],
    },
    {
        "shelf": PEOPLE,
        "names": _both("Somebody leaves", "İşten ayrılış"),
        "summaries": _both("Accounts are closed, devices come back", "Hesaplar kapatılır, cihazlar geri alınır"),
        "takes": 1,
        "words": ["ayrılan personel", "offboarding"],
        "form": [
            _question("who", "person", "Who leaves?", "Kim ayrılıyor?"),
            _question("day", "date", "Last day", "Son iş günü"),
            _question(
                "mailbox",
                "person",
                "Who gets the mail from then on?",
                "Postaları bundan sonra kim alsın?",
                needed=False,
            ),
        ],
        "approvals": [OWNER],
        "stages": [
            [_task("Close the accounts", "Hesapları kapat"), _task("Take back the devices", "Cihazları geri al")]
        ],
    },
]


def fill(*, actor: Person, owner: Person) -> list[Service]:
    """Put the services into the catalogue, as an administrator; `owner` answers for them."""
    shelves: dict[str, int] = {}
    made = []
    for given in SERVICES:
        name = given["shelf"]["en"]
        shelf = shelves.get(name) or catalogue.save_shelf(actor=actor, names=given["shelf"]).pk
        shelves[name] = shelf
        more = {key: value for key, value in given.items() if key != "shelf"}
        made.append(catalogue.save_service(actor=actor, shelf=shelf, owner=owner.pk, published=True, **more))
    return made


def ask(services: list[Service], *, requester: Person, colleague: Person) -> None:
    """Two requests on their way: one waits for the requester's manager, one is being worked on."""
    laptop, erp = services[0], services[2]
    actions.ask_for(
        actor=requester,
        requester=requester,
        service=laptop.pk,
        given={"reason": "old", "old": "NB-1042", "model": "light", "extras": ["screen"]},
    )
    asked = actions.ask_for(
        actor=colleague,
        requester=colleague,
        service=erp.pk,
        given={"modules": ["stock", "sales"], "why": "Ay sonu stok raporlarını ben hazırlıyorum."},
    )
    while row := Approval.objects.filter(ticket=asked.ticket, state="asked").select_related("person").first():
        actions.decide(actor=row.person, approval=row.pk, approved=True)
