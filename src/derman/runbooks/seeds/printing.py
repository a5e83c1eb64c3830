"""Printers."""

from __future__ import annotations

from derman.runbooks.seeds.sketch import Sketch, ask, check, desk, do, solved

PRINTER = Sketch(
    name="printer",
    icon="print",
    title=("Yazıcı yazdırmıyor", "The printer does not print"),
    summary=(
        "Kâğıt sıkışması, bekleyen işler, bulunamayan ya da silik basan yazıcı.",
        "Paper jams, jobs that wait, a printer that cannot be found or prints badly.",
    ),
    steps=(
        ask(
            "what",
            ("Yazıcı ne yapıyor?", "What does the printer do?"),
            (("Hiçbir şey çıkmıyor", "Nothing comes out"), "others"),
            (("Kâğıt sıkıştı ya da ışık yanıp sönüyor", "Paper is jammed, or a light blinks"), "jam"),
            (("Çıktı silik, lekeli ya da bozuk", "The print is pale, smeared or wrong"), "quality"),
            (("Yazıcıyı listede bulamıyorum", "I cannot find it in the list"), "add"),
        ),
        ask(
            "others",
            ("Aynı yazıcıda başkaları yazdırabiliyor mu?", "Can others print on it?"),
            (("Evet", "Yes"), "queue-which"),
            (("Hayır", "No"), "power"),
            (("Bilmiyorum", "I do not know"), "power"),
        ),
        do(
            "power",
            ("Yazıcıyı kapatıp açın", "Switch the printer off and on"),
            (
                "1. Ekranında bir ileti varsa okuyun: kâğıt ya da toner bitmiş olabilir.\n"
                "2. Düğmesinden kapatın, 30 saniye bekleyin ve açın. **Fişini çalışırken çekmeyin.**\n"
                "3. Ağ kablosunun yerine tam oturduğuna bakın; yanındaki ışık yanmalıdır.",
                "1. If its display says something, read it: paper or toner may be out.\n"
                "2. Switch it off, wait 30 seconds and switch it on. **Do not pull the plug while it works.**\n"
                "3. See that the network cable sits well; the light beside it must be on.",
            ),
            then="works",
        ),
        ask(
            "queue-which",
            ("Hangi bilgisayardan yazdırıyorsunuz?", "From which computer do you print?"),
            (("Windows", "Windows"), "queue-windows"),
            (("Mac", "Mac"), "queue-mac"),
        ),
        do(
            "queue-windows",
            ("Bekleyen işleri silin", "Delete the jobs that wait"),
            (
                "1. *Ayarlar → Bluetooth ve cihazlar → Yazıcılar ve tarayıcılar* bölümünde yazıcınızı açın.\n"
                "2. **Yazdırma kuyruğunu aç**'a basın ve bütün işleri iptal edin.\n"
                "3. Menüde **Çevrimdışı kullan** ya da **Duraklat** işaretliyse kaldırın.\n"
                "4. Bilgisayarı yeniden başlatın ve bir sayfa yazdırın.",
                "1. *Settings → Bluetooth & devices → Printers & scanners*: open your printer.\n"
                "2. Press **Open print queue** and cancel every job.\n"
                "3. If **Use offline** or **Pause** is ticked in the menu, untick it.\n"
                "4. Restart the computer and print one page.",
            ),
            then="works",
        ),
        do(
            "queue-mac",
            ("Bekleyen işleri silin", "Delete the jobs that wait"),
            (
                "1. *Sistem Ayarları → Yazıcılar ve Tarayıcılar* bölümünde yazıcıyı seçin, **Yazıcı Sırası**'nı açın.\n"
                "2. Her işin yanındaki **x** simgesine basın; **Sürdür** düğmesi varsa ona da basın.\n"
                "3. Mac'i yeniden başlatın ve bir sayfa yazdırın.",
                "1. *System Settings → Printers & Scanners*: choose the printer and open **Printer Queue**.\n"
                "2. Press **x** beside every job; if there is **Resume**, press it.\n"
                "3. Restart the Mac and print one page.",
            ),
            then="works",
        ),
        do(
            "jam",
            ("Sıkışan kâğıdı çıkarın", "Take out the jammed paper"),
            (
                "1. Yazıcının ekranındaki resimleri izleyin; her kapağın yerini gösterir.\n"
                "2. Kâğıdı **iki elle, yavaşça, çıkış yönünde** çekin. Yırtılırsa küçük parçayı da arayın.\n"
                "3. Tepsiyi çıkarıp kâğıdı havalandırın, çizgiyi aşmadan geri koyun.\n"
                "4. Bütün kapakları kapatın. Tonerin yanı **sıcaktır**, dokunmayın.",
                "1. Follow the pictures on its display; they show every door.\n"
                "2. Pull the paper **with both hands, slowly, the way it was going**. If it tears, look for the "
                "piece.\n"
                "3. Take out the tray, fan the paper and put it back below the line.\n"
                "4. Close every door. It is **hot** beside the toner: do not touch.",
            ),
            then="works",
        ),
        do(
            "quality",
            ("Toneri ve kâğıdı kontrol edin", "Look at toner and paper"),
            (
                "1. Yazıcının ekranından **durum sayfası** yazdırın; toner orada okunur.\n"
                "2. Silikse toneri çıkarın, yatay tutup beş kez hafifçe sallayın ve takın.\n"
                "3. Nemli ya da kıvrık kâğıdı yenisiyle değiştirin.\n"
                "4. Yalnızca bir belge bozuksa onu PDF olarak kaydedip PDF'i yazdırın.",
                "1. Print a **status page** from its display; it tells the toner.\n"
                "2. If it is pale, take the toner out, hold it level, rock it gently five times and put it back.\n"
                "3. Replace damp or curled paper.\n"
                "4. If only one document is wrong, save it as a PDF and print that.",
            ),
            then="works",
        ),
        do(
            "add",
            ("Yazıcıyı ekleyin", "Add the printer"),
            (
                "Ofis ağında olun ve yazıcının üzerindeki etikette adını okuyun.\n\n"
                "- **Windows:** *Ayarlar → Bluetooth ve cihazlar → Yazıcılar ve tarayıcılar → Cihaz ekle*.\n"
                "- **Mac:** *Sistem Ayarları → Yazıcılar ve Tarayıcılar → Yazıcı Ekle*.\n\n"
                "Listede etiketteki adı seçin ve bir sayfa yazdırın.",
                "Be on the office network and read its name on the label.\n\n"
                "- **Windows:** *Settings → Bluetooth & devices → Printers & scanners → Add device*.\n"
                "- **Mac:** *System Settings → Printers & Scanners → Add Printer*.\n\n"
                "Choose the name of the label in the list and print one page.",
            ),
            then="works",
        ),
        check("works", ("Yazıcı şimdi yazdırıyor mu?", "Does it print now?"), yes="done", no="help"),
        solved(
            "done",
            ("Yazıcı çalışıyor", "It prints"),
            (
                "Kuyrukta aynı belgeden birkaç kopya kaldıysa gerekmeyenleri silin.",
                "If the same document waits several times, delete what you do not need.",
            ),
        ),
        desk(
            "help",
            ("Yazıcıya biz bakalım", "Let us look at the printer"),
            (
                "Denedikleriniz bize iletilir. Yazıcının etiketindeki adı ve ekrandaki iletiyi yazın. Acele bir "
                "çıktı için "
                "başka bir yazıcı seçebilirsiniz.",
                "What you tried comes with it. Write the name on its label and what its display says. If it is urgent, "
                "choose another printer meanwhile.",
            ),
        ),
    ),
)
