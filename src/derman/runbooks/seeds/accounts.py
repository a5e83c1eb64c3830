"""Locked out, and passwords."""

from __future__ import annotations

from derman.runbooks.seeds.sketch import Sketch, ask, check, desk, do, escalate, solved

LOCKED_OUT = Sketch(
    name="locked-out",
    icon="lock",
    title=("Oturum açamıyorum, hesabım kilitli", "I cannot sign in, my account is locked"),
    summary=(
        "Bilgisayar, e-posta ya da doğrulama kodu sizi içeri almıyorsa: çoğu kilit 15–30 dakika içinde "
        "kendiliğinden açılır.",
        "When the computer, your mail or the code does not let you in: most locks open by themselves within 15 "
        "to 30 minutes.",
    ),
    steps=(
        ask(
            "says",
            ("Ekranda ne yazıyor?", "What does the screen say?"),
            (("Hesap kilitli ya da çok fazla deneme", "Account locked, or too many attempts"), "own"),
            (("Kullanıcı adı ya da parola yanlış", "Wrong user name or password"), "typing"),
            (("Parolanın süresi doldu", "The password has expired"), "expired"),
            (("Doğrulama kodu kabul edilmiyor", "The code of the second step is refused"), "code"),
        ),
        ask(
            "own",
            ("Kilitlenmeden önce parolayı siz mi yanlış girdiniz?", "Did you type a wrong password before it locked?"),
            (("Evet, birkaç kez denedim", "Yes, I tried a few times"), "wait"),
            (("Parolamı son günlerde değiştirdim", "I changed my password in the last days"), "old-places"),
            (("Hayır, hiç denemedim", "No, I did not try at all"), "stranger"),
        ),
        do(
            "old-places",
            ("Eski parolayı bütün cihazlardan silin", "Remove the old password from every device"),
            (
                "Eski parolayı hatırlayan bir cihaz, hesabınızı durmadan yeniden kilitler.\n\n"
                "- **Telefon ve tablet:** uçak kipini açın. İş e-postası ve kablosuz ağ eski parolayla denemeyi "
                "bırakır.\n"
                "- **Windows:** *Denetim Masası → Kimlik Bilgileri Yöneticisi → Windows Kimlik Bilgileri* altında "
                "işinizle ilgili kayıtları kaldırın.\n"
                "- **Mac:** *Parolalar* uygulamasında (eski sürümlerde *Anahtar Zinciri Erişimi*) işinizle ilgili "
                "kayıtları silin.\n"
                "- Oturumunuzun açık kaldığı başka bir bilgisayar varsa oradan çıkın.",
                "A device that remembers the old password locks your account again and again.\n\n"
                "- **Phone and tablet:** switch on flight mode, so that work mail and Wi-Fi stop trying the old one.\n"
                "- **Windows:** *Control Panel → Credential Manager → Windows Credentials*: remove what belongs "
                "to work.\n"
                "- **Mac:** in *Passwords* (*Keychain Access* on older systems) delete what belongs to work.\n"
                "- Sign out on any other computer where you are still signed in.",
            ),
            then="wait",
        ),
        do(
            "wait",
            ("15 dakika hiç denemeyin", "Do not try for 15 minutes"),
            (
                "Kilit kendiliğinden açılır, ama her yeni deneme süreyi baştan başlatır.\n\n"
                "1. Saate bakın ve 15 dakika bekleyin.\n"
                "2. Beklerken telefonunuzda iş e-postasını açmayın.\n"
                "3. Süre dolunca parolayı **bir kez**, yavaşça yazın.",
                "The lock opens by itself, but each new attempt starts the time again.\n\n"
                "1. Look at the clock and wait 15 minutes.\n"
                "2. Do not open work mail on your phone meanwhile.\n"
                "3. Then type the password **once**, slowly.",
            ),
            then="works",
        ),
        do(
            "typing",
            ("Parolayı görerek yazın", "Type the password where you can see it"),
            (
                "1. **Caps Lock** ışığı yanıyorsa kapatın.\n"
                "2. Klavye dili doğru mu? Köşede **TUR** ya da **ENG** yazar; Windows'ta **Windows + boşluk**, Mac'te "
                "**Control + boşluk** ile değişir. `i`, `ı`, `@` ve noktalama işaretlerinin yeri dile göre değişir.\n"
                "3. Parola kutusundaki **göz** simgesine basın ve yazdığınızı kontrol edin. Çevrenizde kimse "
                "bakmasın.\n"
                "4. Sağdaki sayı tuşları yerine üst sıradaki rakamları kullanın.",
                "1. If **Caps Lock** is lit, switch it off.\n"
                "2. Is it the right keyboard? The corner says **ENG** or **TUR**; **Windows + Space** changes "
                "it, on a Mac "
                "**Control + Space**. `i`, `@` and punctuation move with the language.\n"
                "3. Press the **eye** in the password box and read what you typed. Let nobody look over your "
                "shoulder.\n"
                "4. Use the figures of the upper row, not the number pad.",
            ),
            then="works",
        ),
        do(
            "expired",
            ("Yeni bir parola belirleyin", "Choose a new password"),
            (
                "1. Aynı ekrandaki **Parolayı değiştir** bağlantısına basın.\n"
                "2. Bir kez eski, iki kez yeni parolayı yazın. Yeni parola uzun ve yeni olsun: dört rastgele "
                "sözcük iyi "
                "bir paroladır.\n"
                "3. Evden çalışıyorsanız ve ekran değiştirmeye izin vermiyorsa bilgisayarı ofis ağına ya da VPN'e "
                "bağlayıp yeniden deneyin.\n"
                "4. Ardından telefonunuza da yeni parolayı girin; yoksa hesap kilitlenir.",
                "1. Press **Change password** on the same screen.\n"
                "2. Type the old one once and the new one twice. Make it long and new: four random words are good.\n"
                "3. If you are at home and the screen does not allow it, connect to the office network or the "
                "VPN first.\n"
                "4. Then type the new one on your phone as well, or it will lock your account.",
            ),
            then="works",
        ),
        do(
            "code",
            ("Telefonun saatini ve kodu kontrol edin", "Check the phone's clock and the code"),
            (
                "1. Telefonda *Ayarlar → Tarih ve saat* altında **otomatik** seçili olsun. Saat bir dakika bile kaysa "
                "kodlar geçersiz olur.\n"
                "2. Doğrulama uygulamasında **iş hesabınızın** kodunu okuduğunuzdan emin olun.\n"
                "3. Kod değişir değişmez yenisini yazın; aynı kod ikinci kez kullanılamaz.\n"
                "4. Siz istemeden gelen bir onay bildirimini asla onaylamayın.",
                "1. On the phone, *Settings → Date and time* must be **automatic**. One minute off, and codes "
                "are refused.\n"
                "2. Make sure that you read the code of your **work account** in the app.\n"
                "3. Type the new one as soon as it changes; no code works twice.\n"
                "4. Never approve a prompt that you did not ask for.",
            ),
            then="works",
        ),
        check(
            "works",
            ("Şimdi oturum açabiliyor musunuz?", "Can you sign in now?"),
            yes="done",
            no="help",
        ),
        solved(
            "done",
            ("Güzel, yeniden içeridesiniz", "Good, you are back in"),
            (
                "Telefonunuzu uçak kipinden çıkarın ve sorarsa yeni parolayı girin. Hesap bugün yeniden "
                "kilitlenirse bir "
                "cihaz hâlâ eski parolayı deniyordur; bize yazın.",
                "Switch flight mode off on your phone and type the new password if it asks. If the account locks again "
                "today, a device still tries the old password: write to us.",
            ),
        ),
        desk(
            "help",
            ("Hesabınızı biz açalım", "Let us open your account"),
            (
                "Denedikleriniz bize iletilir, yeniden anlatmanız gerekmez. Kimliğinizi doğrulamak için sizi "
                "arayabiliriz. "
                "**Parolanızı kimseye, bize de söylemeyin.**",
                "What you tried comes with it, so you need not tell it again. We may call to make sure that it is you. "
                "**Tell nobody your password, not even us.**",
            ),
        ),
        escalate(
            "stranger",
            ("Başka biri hesabınızı deniyor olabilir", "Somebody else may be trying your account"),
            (
                "Siz denemeden kilitlenen bir hesaba hemen bakmamız gerekir. Son günlerde bir bağlantıya "
                "tıklayıp parola "
                "girdiyseniz bunu da yazın.",
                "An account that locks without you must be looked at at once. If you followed a link lately and typed "
                "your password, say so as well.",
            ),
            tier=2,
        ),
    ),
)

PASSWORD = Sketch(
    name="password",
    icon="key",
    title=("Parolamı unuttum ya da değiştirmek istiyorum", "I forgot my password or want to change it"),
    summary=(
        "Parolayı değiştirmek, unutulanı sıfırlamak ve her cihaza yenisini girmek.",
        "Change a password, reset a forgotten one, and bring the new one to every device.",
    ),
    steps=(
        ask(
            "know",
            ("Şu anki parolanızı biliyor musunuz?", "Do you know your present password?"),
            (("Evet, değiştirmek istiyorum", "Yes, I want to change it"), "which"),
            (("Hayır, unuttum", "No, I forgot it"), "reset"),
            (("Başkası öğrenmiş olabilir", "Somebody else may know it"), "urgent"),
        ),
        ask(
            "which",
            ("Hangi bilgisayarı kullanıyorsunuz?", "Which computer do you use?"),
            (("Windows", "Windows"), "windows"),
            (("Mac", "Mac"), "mac"),
            (("Yalnızca telefon ya da tarayıcı", "Only a phone or a browser"), "browser"),
        ),
        do(
            "windows",
            ("Windows'ta parolayı değiştirin", "Change it on Windows"),
            (
                "1. Ofis ağına ya da VPN'e bağlı olun.\n2. **Ctrl + Alt + Delete** tuşlarına birlikte basın.\n"
                "3. **Parola değiştir**'i seçin; eskisini bir kez, yenisini iki kez yazın.\n"
                "4. Ekranı **Windows + L** ile kilitleyin ve yeni parolayla açın.",
                "1. Be on the office network or the VPN.\n2. Press **Ctrl + Alt + Delete** together.\n"
                "3. Choose **Change a password**; type the old one once and the new one twice.\n"
                "4. Lock the screen with **Windows + L** and open it with the new one.",
            ),
            then="devices",
        ),
        do(
            "mac",
            ("Mac'te parolayı değiştirin", "Change it on a Mac"),
            (
                "1. Ofis ağına ya da VPN'e bağlı olun.\n"
                "2. *Apple menüsü → Sistem Ayarları → Kullanıcılar ve Gruplar* bölümünü açın.\n"
                "3. Adınızın yanındaki **i** simgesine, sonra **Parolayı Değiştir**'e basın.\n"
                "4. Mac, anahtar zinciri için eski parolayı sorarsa bir kez daha yazın.",
                "1. Be on the office network or the VPN.\n2. Open *Apple menu → System Settings → Users & Groups*.\n"
                "3. Press **i** beside your name, then **Change Password**.\n"
                "4. If the Mac asks for the old password of the keychain, type it once more.",
            ),
            then="devices",
        ),
        do(
            "browser",
            ("Hesap sayfanızda değiştirin", "Change it on your account page"),
            (
                "1. İş e-postanızı tarayıcıda açın.\n2. Sağ üstteki resminize, sonra **Hesabı görüntüle** ya da "
                "**Güvenlik** bağlantısına basın.\n3. **Parola değiştir**'i seçin.",
                "1. Open your work mail in a browser.\n2. Press your picture at the top right, then **View "
                "account** or "
                "**Security**.\n3. Choose **Change password**.",
            ),
            then="devices",
        ),
        do(
            "reset",
            ("Unuttuğunuz parolayı sıfırlayın", "Reset the forgotten password"),
            (
                "1. Oturum açma ekranında **Parolamı unuttum**'a basın. Bağlantı yoksa bu adımı geçin.\n"
                "2. Kodu kayıtlı telefonunuzda ya da doğrulama uygulamanızda okuyun.\n"
                "3. Yeni parola için dört rastgele sözcük iyi çalışır; adınız, doğum tarihiniz, eski parolanız "
                "olmasın.",
                "1. Press **Forgot password** where you sign in. If there is no such link, go on.\n"
                "2. Read the code on your registered phone or in your app.\n"
                "3. Four random words make a good password; not your name, your birthday or an old password.",
            ),
            then="reset-works",
        ),
        check(
            "reset-works",
            ("Yeni parolayla girebildiniz mi?", "Did the new password let you in?"),
            yes="devices",
            no="help",
        ),
        do(
            "devices",
            ("Yeni parolayı her cihaza girin", "Bring the new password to every device"),
            (
                "Eski parolayı deneyen bir cihaz hesabınızı kilitler. Sırayla bakın:\n\n"
                "- telefon ve tabletteki **iş e-postası**\n- ofisin **kablosuz ağı**\n- **VPN**\n"
                "- tarayıcının ve Outlook'un hatırladığı parolalar",
                "A device that tries the old one locks your account. Go through:\n\n"
                "- **work mail** on phone and tablet\n- the office **Wi-Fi**\n- the **VPN**\n"
                "- passwords that the browser and Outlook remember",
            ),
            then="works",
        ),
        check("works", ("Her yerde yeni parola çalışıyor mu?", "Does it work everywhere?"), yes="done", no="help"),
        solved(
            "done",
            ("Parolanız değişti", "Your password is changed"),
            (
                "Onu bir parola kasasında saklayın ve başka hiçbir yerde kullanmayın.",
                "Keep it in a password manager and use it nowhere else.",
            ),
        ),
        desk(
            "help",
            ("Parolanızı birlikte sıfırlayalım", "Let us reset it together"),
            (
                "Denedikleriniz bize iletilir. Kimliğinizi doğruladıktan sonra geçici bir parola veririz. Parolanızı "
                "talebe yazmayın.",
                "What you tried comes with it. We make sure that it is you and give you a temporary password. Do not "
                "write your password into the request.",
            ),
        ),
        escalate(
            "urgent",
            ("Hesabınızı hemen koruyalım", "Let us protect your account at once"),
            (
                "Girebiliyorsanız parolayı şimdi değiştirin. Sonra bize yazın: kim, ne zaman, nasıl öğrenmiş olabilir? "
                "Açık oturumları biz kapatırız.",
                "If you can sign in, change the password now. Then write to us: who may have learnt it, when "
                "and how? We "
                "end all open sessions.",
            ),
            tier=2,
        ),
    ),
)
