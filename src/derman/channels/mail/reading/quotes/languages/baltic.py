"""Finnish, Hungarian, Greek and the languages of the Baltic."""

from .form import Language

LANGUAGES = (
    Language(
        "fi",
        verbs=("kirjoitti", "kirjoitti seuraavaa", "kirjoitti viestissä"),
        sender=("Lähettäjä",),
        date=("Lähetetty", "Päivämäärä", "Päiväys"),
        to=("Vastaanottaja", "Kenelle"),
        copy=("Kopio",),
        subject=("Aihe",),
        original=("Alkuperäinen viesti",),
        forwarded=("Välitetty viesti", "Edelleenlähetetty viesti"),
        phone=("lähetetty @", "hanki outlook @"),
    ),
    Language(
        "hu",
        verbs=("írta", "ezt írta", "a következőt írta", "írta ekkor", "ezt írta ekkor"),
        sender=("Feladó",),
        date=("Elküldve", "Dátum", "Küldve"),
        to=("Címzett",),
        copy=("Másolatot kap", "Másolat"),
        subject=("Tárgy",),
        original=("Eredeti üzenet",),
        forwarded=("Továbbított üzenet",),
        phone=("az én @ küldve", "küldve az @", "elküldve az @ készülékemről", "@ról küldve", "@ről küldve"),
    ),
    Language(
        "el",
        openers=("Στις", "Την"),
        verbs=("έγραψε", "έγραψε τα εξής", "έγραψε"),
        sender=("Από",),
        date=("Εστάλη", "Ημερομηνία", "Στάλθηκε"),
        to=("Προς",),
        copy=("Κοιν", "Κοινοποίηση"),
        subject=("Θέμα",),
        original=("Αρχικό μήνυμα", "Πρωτότυπο μήνυμα"),
        forwarded=("Προωθημένο μήνυμα",),
        phone=("στάλθηκε από @", "εστάλη από @"),
    ),
    Language(
        "lt-lv-et",
        verbs=("rašė", "parašė", "rakstīja", "kirjutas", "rakstija"),
        sender=("Nuo", "No", "Saatja", "Kellelt"),
        date=("Išsiųsta", "Nosūtīts", "Saadetud", "Data", "Datums", "Kuupäev"),
        to=("Kam", "Adresatas", "Adresāts", "Saaja", "Kellele"),
        subject=("Tema", "Temats", "Teema"),
        original=("Pradinis laiškas", "Sākotnējais ziņojums", "Algne kiri", "Algne sõnum"),
        phone=("išsiųsta iš @", "nosūtīts no @", "saadetud minu @"),
    ),
)
