"""Phishing."""

from __future__ import annotations

from derman.runbooks.seeds.sketch import Sketch, ask, desk, do, escalate, solved

PHISHING = Sketch(
    name="phishing",
    icon="shield",
    title=("Şüpheli bir e-posta ya da mesaj aldım", "I got a suspicious mail or message"),
    summary=(
        "Tıkladıysanız da sorun değil, hemen söyleyin: ne kadar erken, o kadar iyi.",
        "If you clicked, that is all right, but tell us at once: the sooner, the better.",
    ),
    steps=(
        ask(
            "did",
            ("Mesajla ne yaptınız?", "What did you do with it?"),
            (("Hiçbir şey, yalnızca okudum", "Nothing, I only read it"), "signs"),
            (("Bağlantıya tıkladım, bir şey girmedim", "I followed a link but typed nothing"), "clicked"),
            (("Parola ya da kod girdim, onay verdim", "I typed a password or code, or approved a prompt"), "password"),
            (("Ek dosyayı açtım ya da program kurdum", "I opened a file or installed something"), "offline"),
            (("Para gönderdim ya da hesap bilgisi verdim", "I sent money or bank details"), "money"),
            text=(
                "Çekinmeyin; bu mesajlar herkesi kandırmak için yazılır.",
                "Do not be shy: such messages are made to deceive anybody.",
            ),
        ),
        ask(
            "signs",
            ("Aşağıdakilerden biri var mı?", "Does any of this fit?"),
            (("Evet, en az biri", "Yes, one at least"), "report"),
            (("Hayır, ama emin değilim", "No, but I am not sure"), "unsure"),
            (("Hayır, tanıdığım birinden ve bekliyordum", "No, I know the sender and expected it"), "fine"),
            text=(
                "- gönderenin **adresi**, adıyla uyuşmuyor\n- acele ettiriyor ya da korkutuyor\n"
                "- parola, kod, ödeme ya da hediye kartı istiyor\n"
                "- bağlantının üzerine gelince (telefonda basılı tutunca) **başka bir adres** görünüyor\n"
                "- beklemediğiniz bir fatura, kargo ya da belge",
                "- the sender's **address** does not fit the name\n- it hurries or frightens you\n"
                "- it wants a password, a code, a payment or gift cards\n"
                "- hovering over the link (long press on a phone) shows **another address**\n"
                "- an invoice, a parcel or a document that you did not expect",
            ),
        ),
        do(
            "report",
            ("Bildirin, sonra silin", "Report it, then delete it"),
            (
                "1. E-posta programında **Bildir → Kimlik avı** düğmesine basın.\n"
                "2. Düğme yoksa mesajı **ek olarak** destek masasına iletin (Outlook: *Diğer → Ek olarak "
                "ilet*); böylece "
                "gerçek göndereni görebiliriz.\n"
                "3. Yanıtlamayın, tıklamayın, sonra silin.",
                "1. Press **Report → Phishing** in your mail program.\n"
                "2. If there is none, forward it **as an attachment** to the desk (Outlook: *More → Forward as "
                "attachment*), so that we see the real sender.\n"
                "3. Do not answer, do not click, then delete it.",
            ),
            then="reported",
        ),
        solved(
            "reported",
            ("Teşekkürler, iyi yakaladınız", "Thank you, well caught"),
            (
                "Bildiriminiz, aynı mesajı alan herkesi korur. Benzerini yine bildirin.",
                "Your report protects everybody who got the same. Report the next one too.",
            ),
        ),
        solved(
            "fine",
            ("Öyleyse sorun yok", "Then it is fine"),
            (
                "Bir ödeme ya da hesap numarası değişikliği isteniyorsa yine de **bildiğiniz numaradan arayıp** sorun.",
                "If it asks for a payment or a new account number, still **call them on a number you know**.",
            ),
        ),
        desk(
            "unsure",
            ("Sizin için bakalım", "Let us look for you"),
            (
                "Mesajı ek olarak iletin ya da konusunu ve göndereni yazın. Yanıtımıza kadar tıklamayın.",
                "Forward it as an attachment, or write subject and sender. Do not click until we answer.",
            ),
        ),
        do(
            "clicked",
            ("Sayfayı kapatın", "Close the page"),
            (
                "1. Açılan sayfayı ve tarayıcıyı kapatın. İndirilen bir dosya varsa **açmadan** silin.\n"
                "2. Tarayıcıda bildirim izni verdiyseniz geri alın: *Ayarlar → Gizlilik → Site izinleri*.\n"
                "3. Bilgisayarda garip bir şey görürseniz ağ bağlantısını kesin.",
                "1. Close the page and the browser. If a file came, delete it **without opening it**.\n"
                "2. If you allowed notifications, take that back: *Settings → Privacy → Site permissions*.\n"
                "3. If the computer behaves strangely, disconnect it from the network.",
            ),
            then="clicked-help",
        ),
        desk(
            "clicked-help",
            ("Yine de bize bildirin", "Tell us all the same"),
            (
                "Adresi engeller ve bilgisayarınıza bakarız. Mesajın konusunu ve ne zaman tıkladığınızı yazın.",
                "We block the address and look at your computer. Write the subject and when you clicked.",
            ),
        ),
        do(
            "password",
            ("Parolanızı hemen değiştirin", "Change your password now"),
            (
                "1. **Başka bir cihazdan** ya da adresi kendiniz yazarak hesap sayfanıza girin, parolayı değiştirin.\n"
                "2. Aynı parolayı başka yerde kullandıysanız orada da değiştirin.\n"
                "3. Siz istemeden gelen her onayı **reddedin**.\n4. Sonra hemen bize yazın.",
                "1. From **another device**, or by typing the address yourself, open your account page and change it.\n"
                "2. If you use the same password elsewhere, change it there too.\n"
                "3. **Refuse** every prompt that you did not ask for.\n4. Then write to us at once.",
            ),
            then="security",
        ),
        do(
            "offline",
            ("Bilgisayarı ağdan ayırın, kapatmayın", "Take it off the network, leave it on"),
            (
                "1. Ağ kablosunu çekin, **Wi-Fi'ı kapatın**.\n"
                "2. Bilgisayarı **açık bırakın**: kanıtlar bellektedir.\n"
                "3. USB bellekleri takmayın, başka kimse kullanmasın.\n4. Bu sayfaya telefonunuzdan devam edin.",
                "1. Pull the network cable and **switch Wi-Fi off**.\n"
                "2. **Leave it on**: the evidence is in its memory.\n"
                "3. Plug in no USB sticks and let nobody else use it.\n4. Go on here with your phone.",
            ),
            then="security",
        ),
        do(
            "money",
            ("Bankanızı şimdi arayın", "Call your bank now"),
            (
                "1. Bankayı **kartın arkasındaki numaradan** arayın, işlemi durdurmalarını isteyin. Dakikalar "
                "önemlidir.\n"
                "2. Yöneticinize ve muhasebeye haber verin.\n"
                "3. Mesajları **silmeyin**; savcılığa ya da polise başvuruda gerekir.",
                "1. Call the bank on **the number on your card** and have them stop it. Minutes count.\n"
                "2. Tell your manager and the accountants.\n"
                "3. **Delete nothing**: the police will need the messages.",
            ),
            then="security",
        ),
        escalate(
            "security",
            ("Güvenlik ekibine iletelim", "Let us tell the security team"),
            (
                "Ne zaman olduğunu, ne girdiğinizi (parolanın kendisini değil) ve mesajın konusunu yazın. "
                "Telefon numaranızı "
                "ekleyin; sizi ararız.",
                "Write when it was, what you typed (not the password itself) and the subject. Add your phone "
                "number; we "
                "call you.",
            ),
            tier=3,
        ),
    ),
)
