/*
    Android trojans that act on banking apps. An APK is a ZIP: these rules look at its members,
    AndroidManifest.xml (binary XML: strings in UTF-16 or UTF-8) and classes.dex.
*/

rule android_manifest_remote_control
{
    meta:
        author = "Truyvet"
        description = "Manifest that asks for accessibility, overlay, SMS and further installations at once"
        description_vi = "Ứng dụng Android đòi cùng lúc quyền trợ năng, vẽ đè, đọc SMS, cài ứng dụng khác"
        severity = "high"
        date = "2026-11-22"
    strings:
        $accessibility = "android.permission.BIND_ACCESSIBILITY_SERVICE" ascii wide
        $overlay = "android.permission.SYSTEM_ALERT_WINDOW" ascii wide
        $sms1 = "android.permission.RECEIVE_SMS" ascii wide
        $sms2 = "android.permission.READ_SMS" ascii wide
        $install = "android.permission.REQUEST_INSTALL_PACKAGES" ascii wide
        $apps = "android.permission.QUERY_ALL_PACKAGES" ascii wide
        $boot = "android.permission.RECEIVE_BOOT_COMPLETED" ascii wide
    condition:
        uint32(0) == 0x00080003 and filesize < 4MB and
        $accessibility and $overlay and any of ($sms*) and any of ($install, $apps) and $boot
}

rule android_dex_vietnamese_bank_targets
{
    meta:
        author = "Truyvet"
        description = "Code that watches the screen and names many Vietnamese banking apps, as GoldDigger does"
        description_vi = "Mã Android đọc màn hình và liệt kê nhiều ứng dụng ngân hàng Việt Nam (kiểu GoldDigger)"
        severity = "critical"
        date = "2026-11-22"
        reference = "https://www.group-ib.com/blog/golddigger-fraud-matrix"
    strings:
        $watch1 = "Landroid/accessibilityservice/AccessibilityService;"
        $watch2 = "onAccessibilityEvent"
        $act1 = "performGlobalAction"
        $act2 = "dispatchGesture"
        $act3 = "getRootInActiveWindow"
        $act4 = "TYPE_APPLICATION_OVERLAY"
        $p1 = "com.VCB" fullword
        $p2 = "com.vnpay.bidv" fullword
        $p3 = "vn.com.techcombank.bb.app" fullword
        $p4 = "com.mbmobile" fullword
        $p5 = "com.vietinbank.ipay" fullword
        $p6 = "com.vnpay.Agribank3g" fullword
        $p7 = "com.tpb.mb.gprsandroid" fullword
        $p8 = "com.vnpay.hdbank" fullword
        $p9 = "mobile.acb.com.vn" fullword
        $p10 = "com.vib.myvib2" fullword
        $p11 = "com.vnpay.vpbankonline" fullword
        $p12 = "com.mservice.momotransfer" fullword
        $p13 = "vn.com.vng.zalopay" fullword
        $p14 = "src.com.sacombank" fullword
        $p15 = "vn.shb.mbanking" fullword
    condition:
        uint32(0) == 0x0a786564 and all of ($watch*) and 2 of ($act*) and 4 of ($p*)
}

rule android_dex_sms_to_telegram
{
    meta:
        author = "Truyvet"
        description = "Code that reads incoming SMS and sends them to a Telegram bot"
        description_vi = "Mã Android đọc tin nhắn SMS đến (OTP) và gửi về bot Telegram"
        severity = "critical"
        date = "2026-11-22"
    strings:
        $sms1 = "android.provider.Telephony.SMS_RECEIVED"
        $sms2 = "createFromPdu"
        $sms3 = "getMessageBody"
        $bot = /api\.telegram\.org\/bot/
    condition:
        uint32(0) == 0x0a786564 and 2 of ($sms*) and $bot
}

rule android_dex_identity_harvest
{
    meta:
        author = "Truyvet"
        description = "Code that films the face, takes the identity card, reads SMS and opens a proxy, as GoldPickaxe does"
        description_vi = "Mã Android quay mặt, chụp căn cước, đọc SMS, mở proxy (kiểu GoldPickaxe)"
        severity = "critical"
        date = "2026-11-22"
        reference = "https://cybernews.com/news/goldpickaxe-gang-steals-biometric-data/"
    strings:
        $face = /(face_?(video|scan|verify|recognition)|liveness)/ nocase
        $id = /(id_?card_?(front|back)|idcard(Front|Back)|cccd_?(front|back|truoc|sau))/ nocase
        $sms1 = "content://sms"
        $sms2 = "createFromPdu"
        $proxy = /(microsocks|socks5)/ nocase
        $control = /(ws|wss):\/\/|Lokhttp3\/WebSocket;/
        $accessibility = "Landroid/accessibilityservice/AccessibilityService;"
    condition:
        uint32(0) == 0x0a786564 and $face and $id and any of ($sms*) and
        2 of ($proxy, $control, $accessibility)
}

rule android_dex_screen_control
{
    meta:
        author = "Truyvet"
        description = "Code that streams the screen, types for the user and hides itself, as Gigabud and its kin do"
        description_vi = "Mã Android truyền màn hình, tự thao tác, ẩn mình (kiểu Gigabud)"
        severity = "high"
        date = "2026-11-22"
        reference = "https://infosecurity-magazine.com/news/gigabud-banking-malware-analysis"
    strings:
        $accessibility = "Landroid/accessibilityservice/AccessibilityService;"
        $screen = "createVirtualDisplay"
        $gesture = "dispatchGesture"
        $text = "ACTION_ARGUMENT_SET_TEXT_CHARSEQUENCE"
        $hide = "setComponentEnabledSetting"
        $sms = "createFromPdu"
        $bank = /(bank_?(card|account|code|name)|card_?no|pay_?(pwd|password)|lock_?pattern)/ nocase
        $overlay = "TYPE_APPLICATION_OVERLAY"
    condition:
        uint32(0) == 0x0a786564 and $accessibility and $screen and $gesture and $text and $bank and
        2 of ($hide, $sms, $overlay)
}

rule android_package_strategy_library
{
    meta:
        author = "Truyvet"
        description = "APK with the native library by which GoldDigger and Gigabud find their way in banking apps"
        description_vi = "APK chứa thư viện libstrategy.so của GoldDigger, Gigabud"
        severity = "critical"
        date = "2026-11-22"
        reference = "https://cybernoz.com/golddigger-and-gigabud-android-malware-attacking-airlines-customers"
    strings:
        $library = /lib\/(arm64-v8a|armeabi-v7a|armeabi|x86|x86_64)\/libstrategy\.so/
        $manifest = "AndroidManifest.xml"
        $code = /classes[0-9]{0,2}\.dex/
    condition:
        uint32be(0) == 0x504b0304 and all of them
}
