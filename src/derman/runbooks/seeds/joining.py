"""New starters: for whoever looks after them at the desk and in the team."""

from __future__ import annotations

from derman.runbooks.seeds.sketch import Sketch, ask, check, desk, do, escalate, solved

NEW_STARTER = Sketch(
    name="new-starter",
    icon="person-add",
    audience="signed_in",
    title=("Yeni çalışan: ilk gün hazırlığı", "A new starter: ready for the first day"),
    summary=(
        "Ekibinize biri katılıyorsa: neyi ne zaman istemeli, ilk gün neyi birlikte kontrol etmeli.",
        "When somebody joins your team: what to ask for and when, and what to check together on the first day.",
    ),
    steps=(
        ask(
            "when",
            ("Ne zaman başlıyor?", "When do they start?"),
            (("Beş iş gününden sonra", "In more than five working days"), "facts"),
            (("Beş iş günü içinde", "Within five working days"), "short"),
            (("Bugün burada", "They are here today"), "first-day"),
        ),
        do(
            "facts",
            ("Bilgileri toplayın", "Gather what we need"),
            (
                "- adı ve soyadı, kimlikte yazdığı gibi\n- başlama tarihi, ekibi, yöneticisi, ofisi\n"
                "- özel e-postası ya da telefonu (ilk parola için)\n- **kiminle aynı** programlara ve "
                "klasörlere ihtiyacı var?\n"
                "- dizüstü mü, masaüstü mü; ikinci ekran, kulaklık, telefon?",
                "- first and last name as on their identity card\n- starting day, team, manager, office\n"
                "- a private mail address or phone (for the first password)\n"
                "- **whose** programs and folders do they need as well?\n"
                "- laptop or desktop; a second screen, headset, phone?",
            ),
            then="ask-desk",
        ),
        desk(
            "ask-desk",
            ("Hazırlığı başlatalım", "Let us begin"),
            (
                "Topladığınız bilgileri aşağıya yazın. Hesap, bilgisayar ve izinler ilk günden önce hazır olur.",
                "Write what you gathered below. Account, computer and permissions will be ready before the first day.",
            ),
        ),
        escalate(
            "short",
            ("Süre kısa: hemen yazın", "It is short notice: write now"),
            (
                "Ad, başlama günü, yönetici ve kiminle aynı izinlerin gerektiğini yazın. Hesap önce açılır; bilgisayar "
                "gecikirse geçici bir cihaz veririz.",
                "Write name, first day, manager and whose permissions they need. The account comes first; if "
                "the computer "
                "is late, we lend one.",
            ),
            tier=1,
        ),
        do(
            "first-day",
            ("Birlikte ilk kez oturum açın", "Sign in together for the first time"),
            (
                "1. Geçici parolayla oturum açsın ve **kendi** parolasını belirlesin; siz bakmayın.\n"
                "2. Telefonuna doğrulama uygulamasını kursun ve bir kod denesin.\n"
                "3. Bilgisayarı bir kez yeniden başlatın; programların kurulması bir saati bulabilir.",
                "1. They sign in with the temporary password and choose **their own**; look away.\n"
                "2. They set up the code app on their phone and try a code.\n"
                "3. Restart the computer once; installing programs may take an hour.",
            ),
            then="signed-in",
        ),
        check("signed-in", ("Oturum açabildi mi?", "Did they get in?"), yes="tour", no="no-account"),
        do(
            "tour",
            ("Beş şeyi birlikte deneyin", "Try five things together"),
            (
                "1. **E-posta:** kendisine bir posta göndersin.\n2. **Takvim:** sizin toplantı davetinizi kabul "
                "etsin.\n"
                "3. **Klasör:** ekibin klasöründe bir dosya açsın.\n4. **Yazıcı:** bir sayfa yazdırsın.\n"
                "5. **Toplantı:** kamera ve mikrofonla sizi arasın.",
                "1. **Mail:** they send one to themselves.\n2. **Calendar:** they accept an invitation of yours.\n"
                "3. **Folder:** they open a file in the team's folder.\n4. **Printer:** they print a page.\n"
                "5. **Meeting:** they call you with camera and microphone.",
            ),
            then="all",
        ),
        check("all", ("Beşi de çalıştı mı?", "Did all five work?"), yes="done", no="missing"),
        solved(
            "done",
            ("İlk gün tamam", "The first day is done"),
            (
                "Ona bu sayfayı ve destek masasının adresini gösterin: sonraki soruda nereye yazacağını bilsin.",
                "Show them this page and the address of the desk, so that they know where to ask next time.",
            ),
        ),
        desk(
            "missing",
            ("Eksik kalanı yazın", "Write what is missing"),
            (
                "Beş şeyden hangisi çalışmadı ve ekranda ne yazdı?",
                "Which of the five did not work, and what did the screen say?",
            ),
        ),
        escalate(
            "no-account",
            ("Hesaba hemen bakalım", "Let us look at the account at once"),
            (
                "Kullanıcı adını ve ekrandaki iletiyi yazın; **parolayı yazmayın**. Yeni çalışan beklemesin "
                "diye öne alınır.",
                "Write the user name and what the screen says, **not the password**. It goes first, so that "
                "nobody waits.",
            ),
            tier=1,
        ),
    ),
)
