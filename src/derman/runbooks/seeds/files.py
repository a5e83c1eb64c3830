"""Shared folders."""

from __future__ import annotations

from derman.runbooks.seeds.sketch import Sketch, ask, check, desk, do, escalate, solved

SHARED_FOLDER = Sketch(
    name="shared-folder",
    icon="folder",
    audience="signed_in",
    title=("Ortak klasör açılmıyor", "A shared folder does not open"),
    summary=(
        "Ağ sürücüsü görünmüyor, izin yok, dosya kilitli ya da silinmiş.",
        "The network drive is missing, you have no permission, a file is locked or deleted.",
    ),
    steps=(
        ask(
            "what",
            ("Ne oluyor?", "What happens?"),
            (("Sürücü ya da klasör görünmüyor", "The drive or folder is not there"), "where"),
            (("“Erişim engellendi” diyor", "It says access is denied"), "had"),
            (("Dosya başka biri tarafından kullanılıyor", "The file is used by somebody else"), "in-use"),
            (("Dosya silinmiş ya da bozulmuş", "A file is deleted or damaged"), "previous"),
        ),
        ask(
            "where",
            ("Şu anda neredesiniz?", "Where are you now?"),
            (("Ofiste", "In the office"), "connect-which"),
            (("Dışarıda", "Outside"), "vpn"),
        ),
        check(
            "vpn",
            ("VPN bağlı mı?", "Is the VPN connected?"),
            (
                "Ortak klasörler dışarıdan yalnızca VPN ile açılır. Bağlayın ve klasörü yeniden deneyin.",
                "From outside, shared folders open only with the VPN. Connect and try the folder again.",
            ),
            yes="connect-which",
            no="no-vpn",
        ),
        desk(
            "no-vpn",
            ("Önce VPN'i düzeltelim", "Let us mend the VPN first"),
            (
                "“VPN bağlanmıyor” adım adım çözümünü de deneyebilirsiniz. Bize yazarsanız denedikleriniz iletilir.",
                "You can try the guided fix for the VPN as well. If you write to us, what you tried comes with it.",
            ),
        ),
        ask(
            "connect-which",
            ("Hangi bilgisayar?", "Which computer is it?"),
            (("Windows", "Windows"), "windows"),
            (("Mac", "Mac"), "mac"),
        ),
        do(
            "windows",
            ("Sürücüyü yeniden bağlayın", "Connect the drive again"),
            (
                "1. *Bu bilgisayar*'ı açın. Üzerinde kırmızı **x** olan sürücüye çift tıklayın; çoğu zaman bağlanır.\n"
                "2. Olmazsa sağ tıklayıp **Bağlantıyı kes**, sonra **Ağ sürücüsüne bağlan**'ı seçin.\n"
                "3. Adresi bir arkadaşınızdan alın, `\\\\sunucu\\klasör` biçimindedir. **Oturum açarken yeniden "
                "bağlan** "
                "işaretli olsun.",
                "1. Open *This PC*. Double-click the drive with the red **x**; it often connects.\n"
                "2. If not, right-click and **Disconnect**, then choose **Map network drive**.\n"
                "3. A colleague has the address, like `\\\\server\\folder`. Tick **Reconnect at sign-in**.",
            ),
            then="works",
        ),
        do(
            "mac",
            ("Sunucuya yeniden bağlanın", "Connect to the server again"),
            (
                "1. Finder'da **Command + K** tuşlarına basın.\n"
                "2. `smb://sunucu/klasör` adresini yazın, **Bağlan**'a basın.\n"
                "3. **Kayıtlı Kullanıcı**'yı seçip iş hesabınızı girin.",
                "1. Press **Command + K** in Finder.\n"
                "2. Type `smb://server/folder` and press **Connect**.\n"
                "3. Choose **Registered User** and type your work account.",
            ),
            then="works",
        ),
        ask(
            "had",
            ("Bu klasöre daha önce girebiliyor muydunuz?", "Could you open this folder before?"),
            (("Evet", "Yes"), "sign-out"),
            (("Hayır, yeni izin istiyorum", "No, I need new permission"), "permission"),
        ),
        do(
            "sign-out",
            ("Oturumu kapatıp açın", "Sign out and in"),
            (
                "İzinler oturum açılırken okunur; yeni verilenler ondan sonra geçerli olur.\n\n"
                "1. Bilgisayardan **oturumu kapatın** (kilitlemek yetmez) ve açın.\n2. Klasörü yeniden deneyin.",
                "Permissions are read when you sign in, so new ones count only afterwards.\n\n"
                "1. **Sign out** of the computer (locking is not enough) and in.\n2. Try the folder again.",
            ),
            then="works",
        ),
        do(
            "in-use",
            ("Dosyayı salt okunur açın", "Open the file read-only"),
            (
                "1. Açılan pencerede kimin kullandığı yazar; ona sorun.\n"
                "2. Beklemeden çalışmak için **Salt okunur** açın ve kopyasını başka bir adla kaydedin.\n"
                "3. Kullanan sizseniz: programı bütün bilgisayarlarda kapatın ve 10 dakika bekleyin.",
                "1. The window says who uses it; ask them.\n"
                "2. To go on at once, open it **read-only** and save a copy under another name.\n"
                "3. If it is you: close the program on every computer and wait 10 minutes.",
            ),
            then="works",
        ),
        do(
            "previous",
            ("Önceki sürüme bakın", "Look for an earlier version"),
            (
                "1. **Hiçbir şey kaydetmeyin**, klasöre yeni dosya koymayın.\n"
                "2. Windows'ta klasöre sağ tıklayın: *Özellikler → Önceki Sürümler*. Tarihi seçip **Aç**'a "
                "basın, dosyayı "
                "masaüstüne kopyalayın.\n3. Sekme boşsa yedekten biz geri getiririz.",
                "1. **Save nothing** and put no new files into the folder.\n"
                "2. On Windows right-click the folder: *Properties → Previous Versions*. Choose a date, press "
                "**Open** and "
                "copy the file to your desktop.\n3. If the tab is empty, we bring it back from the backup.",
            ),
            then="works",
        ),
        check("works", ("Dosyanıza ulaştınız mı?", "Do you have your file?"), yes="done", no="help"),
        solved(
            "done",
            ("Klasör açık", "The folder is open"),
            ("Sık kullandığınız klasörü hızlı erişime ekleyin.", "Pin the folder if you use it often."),
        ),
        desk(
            "help",
            ("Klasöre biz bakalım", "Let us look at the folder"),
            (
                "Denedikleriniz bize iletilir. Klasörün tam adresini, dosyanın adını ve en son ne zaman "
                "açıldığını yazın.",
                "What you tried comes with it. Write the full address of the folder, the name of the file and when it "
                "last opened.",
            ),
        ),
        escalate(
            "permission",
            ("Klasörün sahibinden izin isteyelim", "Let us ask the owner of the folder"),
            (
                "Klasörün adresini, okumak mı yazmak mı istediğinizi ve nedenini yazın. İzni klasörün sahibi "
                "verir; biz sorarız.",
                "Write the address of the folder, whether you need to read or to write, and why. Its owner "
                "decides; we ask.",
            ),
            tier=1,
        ),
    ),
)
