# ruff: noqa: E501 -- sentences are not broken
"""Names and things that made-up tickets mention."""

from __future__ import annotations

FIRST_NAMES = ["Ayşe", "Mehmet", "Fatma", "Mustafa", "Emine", "Ahmet", "Hatice", "Ali", "Zeynep", "Hüseyin", "Elif", "Hasan", "Meryem", "İbrahim", "Şerife", "Murat", "Sultan", "Ömer", "Zehra", "Osman", "Merve", "Yusuf", "Özlem", "İsmail", "Esra", "Ramazan", "Büşra", "Halil", "Kübra", "Süleyman", "Gülşen", "Abdullah", "Songül", "Mahmut", "Yasemin", "Recep", "Sevgi", "Salih", "Çiğdem", "Fatih", "Derya", "Kadir", "Ebru", "Emre", "Aslı", "Hakan", "Burcu", "Adem", "Gizem", "Kemal", "Tuğba", "Yaşar", "Pınar", "Bekir", "Nuray", "Musa", "Gamze", "Metin", "Sibel", "Orhan", "Dilek", "Engin", "Seda", "Volkan", "Ceren", "Serkan", "Deniz", "Tolga", "Nazlı", "Barış", "Ece", "Onur", "Damla", "Cem", "Işıl", "Umut", "Selin", "Koray", "İrem", "Tamer", "Nur", "James", "Emma", "Oliver", "Sophie", "Daniel", "Laura", "Thomas", "Anna", "Lukas", "Marie"]

LAST_NAMES = ["Yılmaz", "Kaya", "Demir", "Çelik", "Şahin", "Yıldız", "Yıldırım", "Öztürk", "Aydın", "Özdemir", "Arslan", "Doğan", "Kılıç", "Aslan", "Çetin", "Kara", "Koç", "Kurt", "Özkan", "Şimşek", "Polat", "Korkmaz", "Çakır", "Erdoğan", "Yavuz", "Can", "Acar", "Aktaş", "Güler", "Tekin", "Güneş", "Keskin", "Bulut", "Turan", "Avcı", "Işık", "Taş", "Bozkurt", "Gül", "Duman", "Aksoy", "Ünal", "Tunç", "Sarı", "Karaca", "Erdem", "Coşkun", "Uçar", "Güngör", "Ateş", "Kaplan", "Tan", "Er", "Sönmez", "Uysal", "Ekinci", "Bilgin", "Toprak", "Soylu", "Ergin", "Özer", "Akın", "Balcı", "Karataş", "Altun", "Smith", "Miller", "Weber", "Novak", "Rossi", "Jansen"]

ORGANISATIONS = (
    "Sales Ankara", "Sales İzmir", "Accounting", "Purchasing", "Logistics Mersin", "Production Manisa", "Marketing",
    "Human resources", "Legal", "Customer service", "Warehouse Gebze", "Quality", "Research", "Board office", "Stores Bursa",
    "Exports",
)  # fmt: skip

APPS = (
    "SAP", "Teams", "Outlook", "Excel", "Logo Tiger", "Netsis", "AutoCAD", "Photoshop", "Power BI", "OneDrive", "SharePoint",
    "Zoom", "Jira", "Chrome", "Adobe Reader", "SolidWorks", "Mikro", "Citrix", "Workday", "Salesforce", "Notepad++", "PuTTY",
    "WinSCP", "DBeaver", "Oracle Forms", "Zebra Designer", "Paraşüt", "Confluence", "Figma", "7-Zip", "FileZilla", "Primavera",
)  # fmt: skip

CITIES = (
    "Ankara", "İzmir", "Bursa", "Adana", "Antalya", "Konya", "Gaziantep", "Mersin", "Kayseri", "Eskişehir", "Trabzon", "Samsun",
    "Denizli", "Şanlıurfa", "Malatya", "Manisa", "Balıkesir", "Muğla", "Tekirdağ", "Sakarya", "Berlin", "London", "Rotterdam",
    "Milano", "Sofia",
)  # fmt: skip

DOCUMENTS = {
    "en": (
        "invoice",
        "delivery note",
        "contract",
        "report",
        "quotation",
        "waybill",
        "payslip",
        "balance sheet",
        "label",
    ),
    "tr": ("fatura", "irsaliye", "sözleşme", "rapor", "teklif", "sevk belgesi", "bordro", "bilanço", "etiket"),
}

# Words that turn up now and then: what one searches for when one knows what one is after.
SELDOM = {
    "en": (
        "bitlocker", "hibernation", "bluescreen", "defragmentation", "ethernet", "firmware", "gateway", "hypervisor", "kerberos",
        "latency", "macro", "multicast", "ntlm", "overheating", "pagefile", "quarantine", "ransomware", "sandbox", "thumbnail",
        "uninstall", "virtualisation", "watermark", "whitelist", "yubikey", "docking", "touchpad", "trackball", "webcam",
        "subtitle", "pivot", "barcode", "turnstile", "projector", "intercom", "forklift", "thermostat", "generator",
    ),
    "tr": (
        "turnike", "barkod", "projeksiyon", "jeneratör", "kesintisiz", "klima", "karekod", "kriptolu", "mürekkep", "disket",
        "eşitleme", "görüntülü", "hoparlör", "izleme", "kamera", "lisanssız", "mavi ekran", "nüsha", "ölçeklendirme", "parmak izi",
        "rulo", "santral", "şerit", "terazi", "uydu", "üstveri", "vardiya", "yedekleme", "zımba", "çözünürlük", "ışıklı", "depo",
        "forklift", "kantar", "dokunmatik", "fare", "klavye",
    ),
}  # fmt: skip

GREETINGS = {
    "en": ("Hello,", "Hi,", "Good morning,", "Dear team,", ""),
    "tr": ("Merhaba,", "Merhabalar,", "İyi günler,", "Günaydın,", "Selam,", ""),
}
THANKS = {
    "en": ("Thank you", "Thanks in advance", "Kind regards", "Best", ""),
    "tr": ("Teşekkürler", "İyi çalışmalar", "Saygılarımla", "Şimdiden teşekkür ederim", ""),
}
SELDOM_SENTENCES = {
    "en": (
        "By the way, the {word} has the same trouble.",
        "It may have to do with the {word}.",
        "This began with the {word}.",
    ),
    "tr": (
        "Bu arada {word} ile de aynı sorun var.",
        "{word} ile ilgili olabilir.",
        "Sorun {word} değiştikten sonra başladı.",
    ),
}

HOSTS = ("srv", "gw", "fs", "app", "db")
PLACES = ("ank", "izm", "ist", "brs")
