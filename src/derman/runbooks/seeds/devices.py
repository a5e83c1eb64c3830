"""Slow computers."""

from __future__ import annotations

from derman.runbooks.seeds.sketch import Sketch, ask, check, desk, do, solved

SLOW = Sketch(
    name="slow-computer",
    icon="monitor",
    title=("Bilgisayarım çok yavaş", "My computer is very slow"),
    summary=(
        "Beş dakikada neyin yavaşlattığını bulun: yeniden başlatma, dolu disk, yoran program ya da ağ.",
        "Find what slows it down in five minutes: a restart, a full disk, a hungry program or the network.",
    ),
    steps=(
        ask(
            "when",
            ("Ne zaman yavaş?", "When is it slow?"),
            (("Her şeyde, hep", "With everything, always"), "restart"),
            (("Açılırken", "While it starts"), "startup-which"),
            (("Yalnızca bir programda", "Only with one program"), "program"),
            (("Yalnızca internette ve ortak klasörlerde", "Only on the internet and in shared folders"), "network"),
        ),
        do(
            "restart",
            ("Gerçekten yeniden başlatın", "Really restart it"),
            (
                "Kapağı indirmek ya da *Kapat* demek, Windows'u tam olarak yeniden başlatmaz.\n\n"
                "1. Açık belgelerinizi kaydedin.\n"
                "2. *Başlat → Güç → **Yeniden başlat***; Mac'te *Apple menüsü → **Yeniden Başlat***.\n"
                "3. Bekleyen güncelleme varsa bitmesini bekleyin; bilgisayarı fişe takılı tutun.",
                "Closing the lid or *Shut down* does not start Windows anew.\n\n"
                "1. Save what is open.\n"
                "2. *Start → Power → **Restart***; on a Mac *Apple menu → **Restart***.\n"
                "3. If an update waits, let it end; keep the computer on mains.",
            ),
            then="better",
        ),
        check("better", ("Şimdi daha hızlı mı?", "Is it faster now?"), yes="done", no="which"),
        ask(
            "which",
            ("Hangi bilgisayar?", "Which computer is it?"),
            (("Windows", "Windows"), "windows"),
            (("Mac", "Mac"), "mac"),
        ),
        do(
            "windows",
            ("Neyin yorduğuna bakın", "See what keeps it busy"),
            (
                "1. **Ctrl + Shift + Esc** ile Görev Yöneticisi'ni açın.\n"
                "2. **CPU**, sonra **Bellek** başlığına basın. En üstteki program %50'nin üzerindeyse ve "
                "kullanmıyorsanız "
                "seçip **Görevi sonlandır**'a basın. Tanımadığınız Windows işlemlerine dokunmayın.\n"
                "3. *Ayarlar → Sistem → Depolama*: **en az 10 GB** boş olsun. **Geçici dosyalar**'ı silin.",
                "1. Open the Task Manager with **Ctrl + Shift + Esc**.\n"
                "2. Press **CPU**, then **Memory**. If the first program is above 50 % and you do not use it, "
                "choose it and "
                "press **End task**. Leave Windows' own processes alone.\n"
                "3. *Settings → System → Storage*: have **10 GB** free at least. Delete **temporary files**.",
            ),
            then="works",
        ),
        do(
            "mac",
            ("Neyin yorduğuna bakın", "See what keeps it busy"),
            (
                "1. **Command + boşluk** ile *Etkinlik Monitörü*'nü açın.\n"
                "2. **CPU**, sonra **Bellek** sekmesine bakın. En üstteki programı kullanmıyorsanız seçip **x** "
                "ile çıkın.\n"
                "3. *Sistem Ayarları → Genel → Saklama Alanı*: **en az 15 GB** boş olsun; Çöp Sepeti'ni boşaltın.",
                "1. Press **Command + Space** and open *Activity Monitor*.\n"
                "2. Look at **CPU**, then **Memory**. If you do not use the first program, choose it and quit "
                "it with **x**.\n"
                "3. *System Settings → General → Storage*: have **15 GB** free at least; empty the Bin.",
            ),
            then="works",
        ),
        ask(
            "startup-which",
            ("Hangi bilgisayar?", "Which computer is it?"),
            (("Windows", "Windows"), "startup-windows"),
            (("Mac", "Mac"), "startup-mac"),
        ),
        do(
            "startup-windows",
            ("Birlikte açılan programları azaltın", "Have fewer programs start with it"),
            (
                "1. **Ctrl + Shift + Esc** ile Görev Yöneticisi'ni, sonra **Başlangıç uygulamaları**'nı açın.\n"
                "2. *Yüksek* etkili olup gerekmeyenleri seçip **Devre dışı bırak**'a basın. Virüsten koruma, VPN ve "
                "yedekleme açık kalsın.\n3. Yeniden başlatın.",
                "1. Open the Task Manager with **Ctrl + Shift + Esc**, then **Startup apps**.\n"
                "2. **Disable** those of *high* impact that you do not need. Leave antivirus, VPN and backup on.\n"
                "3. Restart.",
            ),
            then="works",
        ),
        do(
            "startup-mac",
            ("Birlikte açılan programları azaltın", "Have fewer programs start with it"),
            (
                "1. *Sistem Ayarları → Genel → Oturum Açma Öğeleri* bölümünü açın.\n"
                "2. Gerekmeyenleri **–** ile kaldırın. VPN, yedekleme ve güvenlik programları kalsın.\n3. "
                "Yeniden başlatın.",
                "1. Open *System Settings → General → Login Items*.\n"
                "2. Remove with **–** what you do not need. Leave VPN, backup and security on.\n3. Restart.",
            ),
            then="works",
        ),
        do(
            "program",
            ("Programı güncelleyip yeniden açın", "Update the program and open it again"),
            (
                "1. Programdan tamamen çıkın ve açın.\n2. Güncelleme varsa kurun.\n"
                "3. Tarayıcıysa: sekmeleri kapatın, eklentileri kapatıp deneyin.\n"
                "4. Tek bir dosyada yavaşsa dosyanın kopyasını kendi diskinizde açın.",
                "1. Quit the program and open it.\n2. Install its update, if there is one.\n"
                "3. A browser: close tabs, and try with extensions off.\n"
                "4. If it is one file, open a copy on your own disk.",
            ),
            then="works",
        ),
        do(
            "network",
            ("Bağlantıyı deneyin", "Try the connection"),
            (
                "1. VPN gerekmiyorsa kapatın.\n2. Kablo takın ya da modeme yaklaşın.\n"
                "3. Tarayıcıda bir hız testi açın; 10 Mbit/s altı yavaştır. Sonucu not edin.",
                "1. Switch the VPN off if you do not need it.\n2. Use a cable or move closer to the router.\n"
                "3. Run a speed test in the browser; below 10 Mbit/s is slow. Note the result.",
            ),
            then="works",
        ),
        check("works", ("Artık rahat çalışabiliyor musunuz?", "Can you work well now?"), yes="done", no="help"),
        solved(
            "done",
            ("Bilgisayarınız yeniden hızlı", "It is fast again"),
            ("Haftada bir yeniden başlatmak yeter.", "A restart once a week is enough."),
        ),
        desk(
            "help",
            ("Bilgisayarınıza bağlanıp bakalım", "Let us connect and look"),
            (
                "Denedikleriniz bize iletilir. Bilgisayarın etiketindeki numarayı ve ne zamandan beri yavaş "
                "olduğunu yazın.",
                "What you tried comes with it. Write the number on its label and since when it is slow.",
            ),
        ),
    ),
)
