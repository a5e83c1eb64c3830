"""Mail on the phone."""

from __future__ import annotations

from derman.runbooks.seeds.sketch import Sketch, ask, check, desk, do, escalate, solved

MAIL = Sketch(
    name="mail-on-the-phone",
    icon="phone",
    title=("Telefonumda iş e-postası", "Work mail on my phone"),
    summary=(
        "İş e-postasını telefona kurmak, gelmeyen postaları yeniden almak ve kaybolan telefonda ne yapılacağı.",
        "Set up work mail on a phone, get it going again, and what to do when the phone is lost.",
    ),
    steps=(
        ask(
            "what",
            ("Ne yapmak istiyorsunuz?", "What do you need?"),
            (("İlk kez kurmak", "Set it up for the first time"), "which"),
            (("Postalar artık gelmiyor", "Mail no longer comes"), "password"),
            (("Bildirim gelmiyor", "There are no notifications"), "notifications"),
            (("Telefonum kayboldu ya da çalındı", "My phone is lost or stolen"), "lost"),
        ),
        ask(
            "which",
            ("Hangi telefonu kullanıyorsunuz?", "Which phone do you have?"),
            (("iPhone", "iPhone"), "iphone"),
            (("Android", "Android"), "android"),
        ),
        do(
            "iphone",
            ("iPhone'a kurun", "Set it up on the iPhone"),
            (
                "1. App Store'dan e-posta uygulamanızı (ör. **Outlook**) indirin. Yayıncısına bakın; benzer adlı "
                "uygulamalar vardır.\n"
                "2. Uygulamada **Hesap ekle**'ye basın, iş e-posta adresinizi ve parolanızı yazın.\n"
                "3. Gelen onayı ya da kodu girin.\n"
                "4. Telefon bir ekran kilidi ya da yönetim isterse onaylayın; bu, iş verisini korur.",
                "1. Get your mail app (such as **Outlook**) from the App Store. Look at the publisher; there are "
                "look-alikes.\n"
                "2. Press **Add account** and type your work address and password.\n"
                "3. Approve the prompt or type the code.\n"
                "4. If it asks for a screen lock or management, agree; that protects what belongs to work.",
            ),
            then="works",
        ),
        do(
            "android",
            ("Android telefona kurun", "Set it up on the Android phone"),
            (
                "1. Play Store'dan e-posta uygulamanızı (ör. **Outlook**) indirin ve yayıncısına bakın.\n"
                "2. **Hesap ekle**'ye basın, iş e-posta adresinizi ve parolanızı yazın.\n"
                "3. Gelen onayı ya da kodu girin.\n"
                "4. **İş profili** ya da ekran kilidi istenirse onaylayın. Kişisel fotoğraflarınız görülmez.",
                "1. Get your mail app (such as **Outlook**) from the Play Store and look at the publisher.\n"
                "2. Press **Add account** and type your work address and password.\n"
                "3. Approve the prompt or type the code.\n"
                "4. If it asks for a **work profile** or a screen lock, agree. Your own pictures are not seen.",
            ),
            then="works",
        ),
        ask(
            "password",
            ("Parolanızı son günlerde değiştirdiniz mi?", "Did you change your password lately?"),
            (("Evet", "Yes"), "new-password"),
            (("Hayır", "No"), "connection"),
        ),
        do(
            "new-password",
            ("Yeni parolayı uygulamaya girin", "Type the new password into the app"),
            (
                "1. Uygulamanın **ayarlarını** açın ve iş hesabınıza basın.\n"
                "2. **Yeniden oturum aç** ya da **Parola**'ya basıp yenisini yazın.\n"
                "3. Seçenek yoksa hesabı kaldırıp yeniden ekleyin; postalar sunucuda durur, silinmez.",
                "1. Open the app's **settings** and press your work account.\n"
                "2. Press **Sign in again** or **Password** and type the new one.\n"
                "3. If there is no such choice, remove the account and add it again; your mail stays on the server.",
            ),
            then="works",
        ),
        do(
            "connection",
            ("Bağlantıyı ve yeri kontrol edin", "Look at connection and room"),
            (
                "1. Tarayıcıda bir sayfa açın. Açılmıyorsa sorun internettedir.\n"
                "2. Telefonda **en az 1 GB** boş yer olsun.\n"
                "3. Uygulamayı kapatıp açın, sonra mağazadan **güncelleyin**.\n"
                "4. Telefonu yeniden başlatın.",
                "1. Open a page in the browser. If it does not open, it is the internet.\n"
                "2. Have **1 GB** free at least.\n"
                "3. Close the app and open it, then **update** it in the store.\n"
                "4. Restart the phone.",
            ),
            then="works",
        ),
        do(
            "notifications",
            ("Bildirimleri açın", "Switch notifications on"),
            (
                "- **iPhone:** *Ayarlar → Bildirimler → e-posta uygulaması → Bildirimlere İzin Ver*. **Odak** "
                "kapalı olsun.\n"
                "- **Android:** *Ayarlar → Bildirimler → e-posta uygulaması* açık; *Pil* bölümünde uygulama "
                "**kısıtlanmamış** olsun.\n"
                "- Uygulamanın içinde de bildirimleri **Tüm postalar** yapın.",
                "- **iPhone:** *Settings → Notifications → your mail app → Allow Notifications*. **Focus** must "
                "be off.\n"
                "- **Android:** *Settings → Notifications → your mail app* on; under *Battery* the app must be "
                "**unrestricted**.\n"
                "- In the app itself, set notifications to **all mail**.",
            ),
            then="works",
        ),
        check(
            "works",
            ("Kendinize bir posta gönderin. Geldi mi?", "Send yourself a mail. Did it come?"),
            yes="done",
            no="help",
        ),
        solved(
            "done",
            ("Telefonunuz hazır", "Your phone is ready"),
            (
                "Telefonu değiştireceğiniz gün, doğrulama uygulamanızı eskisini silmeden önce taşıyın.",
                "On the day that you change phones, move your code app before you wipe the old one.",
            ),
        ),
        desk(
            "help",
            ("Kuruluma birlikte bakalım", "Let us look at it together"),
            (
                "Denedikleriniz bize iletilir. Telefonun modelini ve gördüğünüz hata iletisini yazın.",
                "What you tried comes with it. Write the model of the phone and the error that you see.",
            ),
        ),
        escalate(
            "lost",
            ("Hemen bize bildirin", "Tell us at once"),
            (
                "Telefondaki iş verisini uzaktan silebiliriz. Numaranızı, modeli ve en son nerede olduğunu "
                "yazın. Başka bir "
                "cihazdan parolanızı şimdi değiştirin; hattınız için operatörünüzü arayın.",
                "We can wipe what belongs to work from afar. Write your number, the model and where it was "
                "last. Change "
                "your password now on another device, and call your operator about the line.",
            ),
            tier=2,
        ),
    ),
)
