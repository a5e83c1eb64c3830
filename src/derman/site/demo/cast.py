"""Who works at the desk of Ege Holding, and who asks it for help."""

from __future__ import annotations

from dataclasses import dataclass

from derman.people.models import Role

PASSWORD = "ege-holding-demo"  # noqa: S105 -- printed; a demo desk holds no secrets
DOMAIN = "ege.example"


@dataclass(frozen=True, slots=True)
class Team:
    name: str
    tier: int
    closed: bool = False


L1, NETWORK, SYSTEMS, ERP, VENDOR, STAFF = (
    Team("L1 Front line", 1),
    Team("L2 Network", 2),
    Team("L2 Systems", 2),
    Team("L3 ERP", 3),
    Team("L4 ERP vendor", 4),
    Team("Human resources", 2, closed=True),
)
TEAMS = (L1, NETWORK, SYSTEMS, ERP, VENDOR, STAFF)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the desk."""

    name: str
    email: str
    role: Role
    language: str
    teams: tuple[Team, ...]
    skills: tuple[str, ...] = ()
    title: str = ""


ELIF = Colleague("Elif Yıldız", "elif@ege.example", Role.AGENT, "tr", (L1, NETWORK), ("VPN",), "Service desk")
DERYA = Colleague("Derya Aydın", "derya@ege.example", Role.AGENT, "tr", (NETWORK,), ("VPN", "Wi-Fi"), "Network")
BURAK = Colleague("Burak Şahin", "burak@ege.example", Role.AGENT, "tr", (L1,), ("Printers",), "Service desk")
EMMA = Colleague("Emma Novak", "emma@ege.example", Role.AGENT, "en", (L1,), ("Accounts",), "Service desk")
OKAN = Colleague("Okan Demir", "okan@ege.example", Role.AGENT, "tr", (SYSTEMS,), ("Exchange", "Windows"), "Systems")
SOPHIE = Colleague("Sophie Weber", "sophie@ege.example", Role.AGENT, "en", (SYSTEMS,), ("Security",), "Systems")
TARIK = Colleague("Tarık Koç", "tarik@ege.example", Role.AGENT, "tr", (ERP, VENDOR), ("SAP",), "ERP")
LEYLA = Colleague("Leyla Tan", "leyla@ege.example", Role.LEAD, "tr", (L1, NETWORK, SYSTEMS), (), "Head of service desk")
KAAN = Colleague("Kaan Er", "kaan@ege.example", Role.AGENT, "tr", (STAFF,), (), "Human resources IT")
COLLEAGUES = (ELIF, DERYA, BURAK, EMMA, OKAN, SOPHIE, TARIK, LEYLA, KAAN)
ADMINISTRATOR = Colleague("Aylin Su", "admin@ege.example", Role.ADMINISTRATOR, "en", (L1,), (), "IT manager")

# name, organisation, language
REQUESTERS = (
    ("Mert Kaya", "Sales Ankara", "en"), ("Selin Aksoy", "Accounting", "tr"), ("Jana Dvořák", "Logistics", "en"),
    ("Ozan Toprak", "Human resources", "tr"), ("Lena Petersen", "Sales Hamburg", "en"),
    ("Barış Çelik", "Marketing", "tr"),
    ("Zeynep Arslan", "Purchasing", "tr"), ("Hakan Yılmaz", "Production Manisa", "tr"),
    ("Ayşe Gül", "Accounting", "tr"),
    ("Cem Uysal", "Sales Ankara", "tr"), ("Nilay Er", "Legal", "tr"),
    ("Tom Becker", "Sales Hamburg", "en"),
    ("Irmak Doğan", "Marketing", "tr"), ("Serkan Avcı", "Warehouse Gebze", "tr"),
    ("Marie Dubois", "Purchasing", "en"),
    ("Fatih Polat", "Production Manisa", "tr"), ("Gizem Işık", "Customer service", "tr"),
    ("Daniel Rossi", "Logistics", "en"),
    ("Ebru Şimşek", "Customer service", "tr"), ("Murat Öztürk", "Board office", "tr"),
    ("Pınar Sarı", "Quality", "tr"), ("James Miller", "Exports", "en"), ("Seda Korkmaz", "Exports", "tr"),
    ("Yusuf Taş", "Warehouse Gebze", "tr"), ("Anna Lindqvist", "Research", "en"), ("Emre Güneş", "Research", "tr"),
    ("Dilek Acar", "Human resources", "tr"),
    ("Onur Bulut", "Quality", "tr"),
)  # fmt: skip
