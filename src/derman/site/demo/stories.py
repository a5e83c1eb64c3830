# ruff: noqa: E501 -- sentences are not broken
"""The newest tickets of the demo desk, told by hand, so that what one opens first reads like life."""

from __future__ import annotations

from dataclasses import dataclass

from derman.site.demo.cast import (
    BURAK,
    DERYA,
    ELIF,
    EMMA,
    ERP,
    KAAN,
    L1,
    NETWORK,
    OKAN,
    SOPHIE,
    STAFF,
    SYSTEMS,
    TARIK,
    VENDOR,
    Colleague,
    Team,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody wrote, so many minutes after the turn before. `by` None: the requester."""

    by: Colleague | None
    text: str
    after: int = 0
    public: bool = True
    mentions: tuple[Colleague, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A ticket. `age`: hours ago that it came. `category`: its place in the desk's first list."""

    subject: str
    requester: str
    team: Team
    age: float
    turns: tuple[Turn, ...]
    status: str = "open"
    priority: str = "normal"
    assignee: Colleague | None = None
    channel: str = "email"
    waiting_for: str = ""
    category: int = 5
    language: str = "tr"
    kind: str = "incident"


STORIES = (
    Story(
        "VPN drops every ten minutes", "Mert Kaya", NETWORK, 1.2,
        (
            Turn(None, "Merhaba,\n\nsince this morning the VPN disconnects about every ten minutes. I am in a customer demo at 11 and can't keep the session.\n\nRestarting the client did not help.\n\nMert Kaya\nSales · Ankara"),
            Turn(ELIF, "Log shows rekey failing at 600 s. Three others on the same gateway since 08:50.\n@Derya is GW-2 patched last night?", 12, public=False, mentions=(DERYA,)),
            Turn(ELIF, "Hello Mert,\n\nwe see the cause on one gateway. Please choose GW-1 Ankara in the client for now; it will hold for your demo. I keep this open until the gateway is fixed.\n\nElif", 7),
        ),
        priority="high", assignee=ELIF, category=2, language="en",
    ),
    Story(
        "Yazıcı 3. katta çıktı vermiyor", "Selin Aksoy", L1, 0.6,
        (
            Turn(None, "Merhaba,\n\n3. kattaki yazıcıdan çıktı alamıyoruz. Kuyrukta belgeler görünüyor ama kağıt çıkmıyor. Öğleden önce 40 fatura basmamız gerekiyor.\n\nSelin Aksoy\nMuhasebe"),
        ),
        status="new", priority="high", channel="portal", category=3,
    ),
    Story(
        "Locked out after password change", "Jana Dvořák", L1, 1.5,
        (
            Turn(None, "Jana called: she changed her password yesterday and is locked out of the laptop since. The phone still has the old one."),
            Turn(EMMA, "Called back at the number in the directory, identity confirmed. Account unlocked; mail app on the phone kept trying the old password.", 15, public=False),
            Turn(EMMA, "Hello Jana,\n\nyour account is open again. Please type the new password in the mail app of your phone, otherwise it locks the account again.\n\nEmma", 3),
        ),
        status="waiting", waiting_for="requester", assignee=EMMA, channel="phone", category=0, language="en",
    ),
    Story(
        "Yeni başlayan için dizüstü talebi", "Ozan Toprak", L1, 2.2,
        (
            Turn(None, "İyi günler,\n\npazartesi günü ekibimize Ceren Uçar katılıyor. Kendisi için dizüstü bilgisayar, ekran ve kulaklık rica ediyorum. Ofis: İzmir, 5. kat.\n\nOzan Toprak\nİnsan Kaynakları"),
        ),
        status="new", channel="portal", category=7, kind="request",
    ),
    Story(
        "ERP reports time out since the update", "Lena Petersen", VENDOR, 27,
        (
            Turn(None, "Hi,\n\nsince the update on Sunday the open-items report times out after 60 seconds. It took about ten seconds before. The monthly closing needs it by Thursday.\n\nKind regards\nLena"),
            Turn(TARIK, "Hello Lena,\n\nI can reproduce it. The report reads a table that lost its index in the update. I have asked the vendor for a correction and will tell you tomorrow at noon how far it is.\n\nTarık", 55),
            Turn(TARIK, "Vendor case 00871245. They confirm the missing index, transport expected tomorrow.", 5, public=False),
            Turn(None, "Thank you. Until then we export by company code, that works.", 48),
        ),
        status="waiting", waiting_for="vendor", priority="high", assignee=TARIK, category=5, language="en",
    ),
    Story(
        "Outlook takvimim telefonda görünmüyor", "Barış Çelik", SYSTEMS, 5,
        (
            Turn(None, "Merhaba, dünden beri Outlook takvimim telefonda görünmüyor. E-postalar geliyor."),
            Turn(OKAN, "Merhaba Barış Bey,\n\ntelefonda Ayarlar, Takvim, Hesaplar altında Ege hesabının yanındaki Takvim anahtarı açık mı? Kapalıysa açıp beş dakika bekler misiniz?\n\nOkan", 40),
        ),
        status="waiting", waiting_for="requester", assignee=OKAN, category=1,
    ),
    Story(
        "VPN bağlantısı kopuyor", "Cem Uysal", NETWORK, 1.1,
        (
            Turn(None, "Sabahtan beri VPN on dakikada bir kopuyor, her seferinde kod girmem gerekiyor. Ev internetim sorunsuz."),
            Turn(DERYA, "GW-2, #Mert'in kaydıyla aynı. Dün geceki yama sonrası anahtar yenileme başarısız.", 20, public=False),
            Turn(DERYA, "Merhaba Cem Bey,\n\nsorun bir ağ geçidinde. İstemcide geçici olarak GW-1 Ankara'yı seçerseniz bağlantınız kopmaz. Düzelttiğimizde haber vereceğim.\n\nDerya", 4),
        ),
        priority="high", assignee=DERYA, category=2,
    ),
    Story(
        "3. kattaki toplantı odasında Wi-Fi yok", "Murat Öztürk", NETWORK, 0.4,
        (
            Turn(None, "Yönetim kurulu toplantısı 14.00'te başlıyor, 3. kattaki büyük toplantı odasında kablosuz ağ görünmüyor. Lütfen acil bakınız."),
        ),
        status="new", priority="critical", channel="phone", category=2,
    ),
    Story(
        "Şüpheli fatura e-postası", "Ayşe Gül", SYSTEMS, 3.4,
        (
            Turn(None, "Merhaba, tanımadığım bir firmadan “Fatura_0824.zip” ekli bir e-posta geldi. Açmadım. Ne yapmalıyım?"),
            Turn(SOPHIE, "Merhaba Ayşe Hanım,\n\naçmadığınız ve haber verdiğiniz için teşekkürler. E-postayı silmeyin, biz bütün posta kutularından kaldırıyoruz.\n\nSophie", 6),
            Turn(SOPHIE, "14 recipients, nobody opened the attachment. Sender domain blocked at the gateway.", 22, public=False),
        ),
        priority="high", assignee=SOPHIE, category=8,
    ),
    Story(
        "e-Fatura 1160 koduyla reddediliyor", "Selin Aksoy", ERP, 6,
        (
            Turn(None, "Bugün gönderdiğimiz e-Faturaların üçü 1160 koduyla reddedildi: EGE2026000004518, 4519 ve 4522. Müşteriler bekliyor."),
            Turn(TARIK, "Merhaba Selin Hanım,\n\n1160, alıcının etiketinin değiştiği anlamına geliyor. Cari kartlardaki etiketleri güncelledim; 4518 ve 4519 yeniden gönderildi ve kabul edildi. 4522'nin vergi numarasını kontrol eder misiniz?\n\nTarık", 70),
            Turn(None, "Vergi numarasında bir hane eksikmiş, düzelttim. Teşekkürler!", 35),
        ),
        assignee=TARIK, category=5,
    ),
    Story(
        "Barcode scanner does not pair", "Daniel Rossi", L1, 4.1,
        (
            Turn(None, "Hello, the scanner at packing station 4 does not pair with the tablet any more. We type the numbers by hand, which takes three times as long."),
            Turn(BURAK, "Hello Daniel,\n\nplease hold the trigger for eight seconds until the lamp blinks blue, then choose it on the tablet again. If it does not, I bring you the spare one.\n\nBurak", 25),
            Turn(None, "It blinks red. Please bring the spare.", 12),
        ),
        assignee=BURAK, channel="portal", category=4, language="en",
    ),
    Story(
        "Ayrılan çalışanın hesabı cuma günü kapatılmalı", "Dilek Acar", STAFF, 8,
        (
            Turn(None, "Gizlidir: cuma günü ayrılacak bir çalışanımızın hesabı saat 18.00'de kapatılmalı, e-postaları yöneticisine aktarılmalı. Ayrıntıları telefonda verebilirim."),
            Turn(KAAN, "Aradım, kimlik doğrulandı. Kapatma işi cuma 18.00 için hazır; yazılı onay bekleniyor.", 30, public=False),
        ),
        status="waiting", waiting_for="requester", assignee=KAAN, category=6, kind="request",
    ),
    Story(
        "Access to the shared folder Contracts", "Marie Dubois", SYSTEMS, 9,
        (
            Turn(None, "Hi, I need read access to the shared folder “Contracts 2026” for the supplier audit. My manager is Zeynep Arslan."),
            Turn(EMMA, "Hello Marie, I have asked Zeynep for her approval and will come back to you as soon as she answers.", 15),
        ),
        status="waiting", waiting_for="requester", assignee=EMMA, category=6, language="en", kind="request",
    ),
    Story(
        "SAP çok yavaş", "Hakan Yılmaz", ERP, 0.9,
        (
            Turn(None, "Üretim planlama ekranı her tıklamada 20–30 saniye bekletiyor. Vardiya değişimine kadar planı bitirmemiz gerekiyor. Fabrikada altı kişi aynı durumda."),
            Turn(TARIK, "app-izm-03 üzerinde takılı bir arka plan işi var, durduruyorum.", 10, public=False),
        ),
        priority="critical", assignee=TARIK, channel="phone", category=5,
    ),
    Story(
        "Second screen for the design team", "Irmak Doğan", L1, 20,
        (
            Turn(None, "Hello, could I get a second screen? I compare print proofs side by side."),
            Turn(BURAK, "Hello Irmak, your manager has approved it. A 27-inch screen is reserved for you; delivery on Thursday.", 180),
        ),
        status="waiting", waiting_for="change", assignee=BURAK, channel="portal", category=7, language="en", kind="request",
    ),
    Story(
        "Kazandınız!!! Hediye kartınız hazır", "Yusuf Taş", L1, 11,
        (Turn(None, "Tebrikler! 5.000 TL değerinde hediye kartı kazandınız. Hemen tıklayın."),),
        status="spam", category=8,
    ),
)  # fmt: skip
