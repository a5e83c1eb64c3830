"""VPN and Wi-Fi."""

from __future__ import annotations

from derman.runbooks.seeds.sketch import Sketch, ask, check, desk, do, escalate, solved

VPN = Sketch(
    name="vpn",
    icon="globe",
    title=("VPN bağlanmıyor ya da kopuyor", "The VPN does not connect or drops"),
    summary=(
        "Evden ya da yoldan şirket ağına bağlanamıyorsanız, sırayla neye bakılacağı.",
        "What to look at, in order, when you cannot reach the company network from home or on the way.",
    ),
    steps=(
        ask(
            "what",
            ("VPN ne yapıyor?", "What does the VPN do?"),
            (("Hiç bağlanmıyor", "It does not connect at all"), "internet"),
            (("Parolayı ya da kodu kabul etmiyor", "It refuses my password or code"), "sign-in"),
            (("Bağlanıyor ama sık sık kopuyor", "It connects but drops often"), "drops"),
            (("Bağlı görünüyor, dosyalar açılmıyor", "It says connected, but nothing opens"), "inside"),
        ),
        check(
            "internet",
            ("VPN kapalıyken internet çalışıyor mu?", "Does the internet work with the VPN off?"),
            (
                "VPN'i kapatın ve tarayıcıda daha önce açmadığınız bir siteyi açın.",
                "Switch the VPN off and open a site in the browser that you have not opened before.",
            ),
            yes="hotel",
            no="router",
        ),
        do(
            "router",
            ("Önce internetinizi düzeltin", "Mend your internet first"),
            (
                "1. Modemin fişini çekin, 30 saniye bekleyin, takın ve iki dakika bekleyin.\n"
                "2. Bilgisayarda kablosuz ağı kapatıp açın.\n"
                "3. Olmazsa telefonunuzun **kişisel erişim noktasını** açıp oradan bağlanın.",
                "1. Unplug the router, wait 30 seconds, plug it in and wait two minutes.\n"
                "2. Switch the computer's Wi-Fi off and on.\n"
                "3. If that does not help, use the **personal hotspot** of your phone.",
            ),
            then="restart",
        ),
        ask(
            "hotel",
            ("Nereden bağlanıyorsunuz?", "Where are you?"),
            (("Evden", "At home"), "restart"),
            (("Otel, kafe ya da havaalanı", "A hotel, a café or an airport"), "portal"),
            (("Ofisten", "In the office"), "office"),
        ),
        do(
            "portal",
            ("Önce ağın kendi sayfasında oturum açın", "Sign in on the network's own page first"),
            (
                "Böyle ağlar, sayfalarında onay vermeden hiçbir şeyi geçirmez.\n\n"
                "1. VPN kapalıyken tarayıcıda `http://neverssl.com` adresini açın.\n"
                "2. Çıkan sayfada koşulları kabul edin ya da oda numaranızı girin.\n"
                "3. Sayfa çıkmıyorsa telefonunuzun erişim noktasını kullanın; bazı oteller VPN'e izin vermez.",
                "Such networks let nothing through before you agree on their page.\n\n"
                "1. With the VPN off, open `http://neverssl.com` in the browser.\n"
                "2. Accept the terms or type your room number.\n"
                "3. If no page comes, use your phone's hotspot; some hotels block VPNs.",
            ),
            then="restart",
        ),
        solved(
            "office",
            ("Ofiste VPN gerekmez", "You need no VPN in the office"),
            (
                "Ofis ağında dosyalar ve programlar doğrudan açılır; VPN içeriden çoğu zaman bağlanmaz. Ağda bir şey "
                "açılmıyorsa bize yazın.",
                "In the office files and programs open without it, and the VPN often does not connect from inside. If "
                "something does not open, write to us.",
            ),
        ),
        do(
            "sign-in",
            ("Oturum bilgilerini yenileyin", "Renew what you sign in with"),
            (
                "1. Aynı kullanıcı adı ve parolayla e-postanıza **tarayıcıda** girin. Orada da olmuyorsa sorun VPN'de "
                "değil, hesaptadır.\n"
                "2. Parolanızı yakında değiştirdiyseniz VPN programındaki **kayıtlı parolayı** silip yenisini yazın.\n"
                "3. Telefonun saati **otomatik** olsun ve koda değişir değişmez yazın.",
                "1. Sign in to your mail **in the browser** with the same name and password. If that fails as "
                "well, it is "
                "the account and not the VPN.\n"
                "2. If you changed your password lately, delete the **saved one** in the VPN program and type "
                "the new one.\n"
                "3. The phone's clock must be **automatic**; type the code as soon as it changes.",
            ),
            then="works",
        ),
        do(
            "drops",
            ("Bağlantıyı sağlamlaştırın", "Make the connection steadier"),
            (
                "1. Modeme yaklaşın ya da kablo takın; 5 GHz ağı (adında **5G** olabilir) uzakta zayıf kalır.\n"
                "2. **Windows:** *Ayarlar → Sistem → Güç* altında uyku süresini uzatın. **Mac:** *Sistem "
                "Ayarları → Pil → "
                "Seçenekler* altında ağ için uyandırmayı açın.\n"
                "3. Evde başka biri büyük bir dosya indiriyor ya da yüklüyorsa bitmesini bekleyin.",
                "1. Move closer to the router or use a cable; the 5 GHz network (its name may end in **5G**) is weak "
                "farther off.\n"
                "2. **Windows:** *Settings → System → Power*: let it sleep later. **Mac:** *System Settings → "
                "Battery → "
                "Options*: allow waking for network.\n"
                "3. If somebody at home moves large files, wait until that is over.",
            ),
            then="restart",
        ),
        do(
            "inside",
            ("Bağlantıyı yeniden kurun", "Make the connection anew"),
            (
                "1. VPN'i kesin, 10 saniye bekleyin ve yeniden bağlayın.\n"
                "2. Bir klasör açılmıyorsa adresini elle yazın: Windows'ta **Windows + R**, sonra "
                "`\\\\sunucu\\klasör`.\n"
                "3. Yalnızca bir sayfa açılmıyorsa tarayıcıda gizli pencerede deneyin.",
                "1. Disconnect the VPN, wait 10 seconds and connect again.\n"
                "2. If a folder does not open, type its address: on Windows **Windows + R**, then "
                "`\\\\server\\folder`.\n"
                "3. If only one page does not open, try a private window.",
            ),
            then="works",
        ),
        do(
            "restart",
            ("Yeniden başlatıp bir kez daha bağlanın", "Restart and connect once more"),
            (
                "1. VPN programından **çıkın** (simgesine sağ tıklayın), yalnızca pencereyi kapatmayın.\n"
                "2. Bilgisayarı **yeniden başlatın**.\n"
                "3. Önce internetin çalıştığına bakın, sonra VPN'e bağlanın. Bir hata çıkarsa numarasını not edin.",
                "1. **Quit** the VPN program (right-click its icon), do not just close the window.\n"
                "2. **Restart** the computer.\n"
                "3. See first that the internet works, then connect. If an error comes, note its number.",
            ),
            then="works",
        ),
        check("works", ("VPN şimdi çalışıyor mu?", "Does the VPN work now?"), yes="done", no="help"),
        solved(
            "done",
            ("Bağlantınız hazır", "You are connected"),
            ("İşiniz bitince VPN'i kapatmayı unutmayın.", "Remember to disconnect when you are done."),
        ),
        desk(
            "help",
            ("Bağlantıya biz bakalım", "Let us look at the connection"),
            (
                "Denedikleriniz bize iletilir. Varsa hata numarasını ve nereden bağlandığınızı ekleyin; ekran "
                "görüntüsü "
                "çok işe yarar.",
                "What you tried comes with it. Add the error number, if there is one, and where you are; a screenshot "
                "helps a lot.",
            ),
        ),
    ),
)

WIFI = Sketch(
    name="wifi",
    icon="wifi",
    title=("Ofiste kablosuz ağa (Wi-Fi) bağlanamıyorum", "I cannot connect to the office Wi-Fi"),
    summary=(
        "Bilgisayar ya da telefon ofis ağını görmüyor, parolayı kabul etmiyor ya da çok yavaş.",
        "Your computer or phone does not see the office network, refuses the password or is very slow.",
    ),
    steps=(
        ask(
            "alone",
            ("Yanınızdakiler bağlanabiliyor mu?", "Can the people around you connect?"),
            (("Evet, yalnızca ben bağlanamıyorum", "Yes, it is only me"), "device"),
            (("Hayır, kimse bağlanamıyor", "No, nobody can"), "outage"),
            (("Bilmiyorum ya da yalnızım", "I do not know, or I am alone"), "device"),
        ),
        ask(
            "device",
            ("Hangi cihaz bağlanmıyor?", "Which device is it?"),
            (("Windows bilgisayar", "A Windows computer"), "windows"),
            (("Mac", "A Mac"), "mac"),
            (("iPhone ya da iPad", "An iPhone or iPad"), "iphone"),
            (("Android telefon", "An Android phone"), "android"),
        ),
        do(
            "windows",
            ("Windows'ta ağı unutup yeniden bağlanın", "Forget the network on Windows and connect again"),
            (
                "1. Klavyedeki **uçak** tuşu ya da sağ alttaki **uçak kipi** kapalı olsun.\n"
                "2. *Ayarlar → Ağ ve Internet → Wi-Fi → Bilinen ağları yönet* bölümünde ofis ağında **Unut**'a basın.\n"
                "3. Ağı yeniden seçin, kullanıcı adınızı ve **yeni** parolanızı girin.",
                "1. The **plane** key and **flight mode** at the bottom right must be off.\n"
                "2. *Settings → Network & internet → Wi-Fi → Manage known networks*: **Forget** the office network.\n"
                "3. Choose it again and type your user name and your **present** password.",
            ),
            then="works",
        ),
        do(
            "mac",
            ("Mac'te ağı unutup yeniden bağlanın", "Forget the network on the Mac and connect again"),
            (
                "1. *Sistem Ayarları → Wi-Fi → İleri Düzey* bölümünü açın.\n"
                "2. Ofis ağının yanındaki **…** simgesinden **Listeden Sil**'i seçin.\n"
                "3. Wi-Fi'ı kapatıp açın, ağı yeniden seçin ve **yeni** parolanızı girin. Sertifika sorulursa "
                "**Devam**'a basın.",
                "1. Open *System Settings → Wi-Fi → Advanced*.\n"
                "2. Press **…** beside the office network and choose **Remove from List**.\n"
                "3. Switch Wi-Fi off and on, choose the network and type your **present** password. If a "
                "certificate is "
                "shown, press **Continue**.",
            ),
            then="works",
        ),
        do(
            "iphone",
            ("iPhone'da ağı unutun", "Forget the network on the iPhone"),
            (
                "1. *Ayarlar → Wi-Fi* bölümünde ofis ağının yanındaki **i**'ye, sonra **Bu Ağı Unut**'a basın.\n"
                "2. Ağı yeniden seçin, kullanıcı adınızı ve **yeni** parolanızı girin.\n"
                "3. Sertifika gösterilirse **Güven**'e basın.",
                "1. *Settings → Wi-Fi*: press **i** beside the office network, then **Forget This Network**.\n"
                "2. Choose it again and type your user name and **present** password.\n"
                "3. If a certificate is shown, press **Trust**.",
            ),
            then="works",
        ),
        do(
            "android",
            ("Android'de ağı unutun", "Forget the network on the Android phone"),
            (
                "1. *Ayarlar → Bağlantılar (ya da Ağ ve internet) → Wi-Fi* bölümünde ofis ağına uzun basın, "
                "**Unut**'u seçin.\n"
                "2. Ağı yeniden seçin. *Kimlik* alanına kullanıcı adınızı, *Parola* alanına **yeni** parolanızı "
                "yazın.\n"
                "3. *CA sertifikası* sorulursa **Sistem sertifikalarını kullan**'ı seçin.",
                "1. *Settings → Connections (or Network & internet) → Wi-Fi*: press the office network long and "
                "choose **Forget**.\n"
                "2. Choose it again. *Identity* is your user name, *Password* your **present** password.\n"
                "3. If it asks for a *CA certificate*, choose **Use system certificates**.",
            ),
            then="works",
        ),
        check("works", ("Bağlandınız mı?", "Are you connected?"), yes="done", no="restart"),
        do(
            "restart",
            ("Cihazı yeniden başlatın ve yer değiştirin", "Restart the device and move"),
            (
                "1. Cihazı tamamen kapatıp açın.\n2. Koridora ya da başka bir odaya geçip yeniden deneyin.\n"
                "3. Masanızda ağ kablosu varsa takın; en azından çalışmaya devam edersiniz.",
                "1. Switch the device off and on.\n2. Go to the corridor or another room and try again.\n"
                "3. If there is a network cable at your desk, plug it in, so that you can carry on working.",
            ),
            then="again",
        ),
        check("again", ("Şimdi bağlandınız mı?", "Are you connected now?"), yes="done", no="help"),
        solved(
            "done",
            ("Bağlandınız", "You are connected"),
            (
                "Parolanızı değiştirdiğinizde bu adımları bir kez daha yapmanız gerekir.",
                "When you change your password you need to do this once more.",
            ),
        ),
        desk(
            "help",
            ("Ağ bağlantınıza bakalım", "Let us look at it"),
            (
                "Denedikleriniz bize iletilir. Hangi katta ve odada olduğunuzu yazın.",
                "What you tried comes with it. Say on which floor and in which room you are.",
            ),
        ),
        escalate(
            "outage",
            ("Sorun herkeste: ağ ekibine iletelim", "It is everybody: let us tell the network team"),
            (
                "Hangi katta, ne zamandan beri ve kaç kişide olduğunu yazın. Bu arada kablo ya da telefonunuzun erişim "
                "noktasını kullanabilirsiniz.",
                "Say on which floor, since when, and how many people. Meanwhile a cable or the hotspot of your "
                "phone helps.",
            ),
            tier=2,
        ),
    ),
)
