/*
    Remote access tools and keyloggers, by words that their programs hold.
*/

private rule windows_program
{
    condition:
        uint16(0) == 0x5a4d and filesize < 64MB
}

rule rat_asyncrat
{
    meta:
        author = "Truyvet"
        description = "AsyncRAT or one of its descendants (DcRat, VenomRAT)"
        description_vi = "Mã độc điều khiển từ xa AsyncRAT và biến thể"
        severity = "critical"
        date = "2026-11-22"
        reference = "https://malpedia.caad.fkie.fraunhofer.de/details/win.asyncrat"
    strings:
        $a1 = "AsyncClient" ascii wide
        $a2 = "Serversignature" ascii wide
        $a3 = "Anti_Process" ascii wide
        $a4 = "DcRatByqwqdanchun" ascii wide
        $a5 = "VenomRATByVenom" ascii wide
        $a6 = "Select * from AntivirusProduct" ascii wide
        $a7 = "ActivatePong" ascii wide
        $a8 = "Pastebin" wide fullword
        $a9 = "masterKey can not be null or empty." wide
    condition:
        windows_program and ($a4 or $a5 or 4 of them)
}

rule rat_njrat
{
    meta:
        author = "Truyvet"
        description = "Remote access tool njRAT or one of its descendants"
        description_vi = "Mã độc điều khiển từ xa njRAT"
        severity = "critical"
        date = "2026-11-22"
        reference = "https://malpedia.caad.fkie.fraunhofer.de/details/win.njrat"
    strings:
        $n1 = "SEE_MASK_NOZONECHECKS" wide
        $n2 = "netsh firewall add allowedprogram" wide
        $n3 = "netsh firewall delete allowedprogram" wide
        $n4 = "cmd.exe /c ping 0 -n 2 & del" wide
        $n5 = "[kl]" wide
        $n6 = "|'|'|" wide
        $n7 = "Software\\Microsoft\\Windows\\CurrentVersion\\Run" wide
    condition:
        windows_program and 4 of them
}

rule rat_quasar
{
    meta:
        author = "Truyvet"
        description = "Quasar RAT"
        description_vi = "Mã độc điều khiển từ xa Quasar"
        severity = "critical"
        date = "2026-11-22"
        reference = "https://malpedia.caad.fkie.fraunhofer.de/details/win.quasar_rat"
    strings:
        $q1 = "Quasar.Client" ascii wide
        $q2 = "Quasar.Common.Messages" ascii wide
        $q3 = "GetKeyloggerLogsDirectory" ascii wide
        $q4 = "DoShellExecuteResponse" ascii wide
        $q5 = "xClient.Core" ascii wide
        $q6 = "SetUserStatus" ascii wide
        $q7 = "DoProcessStart" ascii wide
    condition:
        windows_program and 3 of them
}

rule rat_remcos
{
    meta:
        author = "Truyvet"
        description = "Remcos"
        description_vi = "Mã độc điều khiển từ xa Remcos"
        severity = "critical"
        date = "2026-11-22"
        reference = "https://malpedia.caad.fkie.fraunhofer.de/details/win.remcos"
    strings:
        $r1 = "Remcos restarted by watchdog!" ascii wide
        $r2 = "Remcos_Mutex_Inj" ascii wide
        $r3 = "Breaking-Security.Net" ascii wide nocase
        $r4 = "Online Keylogger Started" ascii wide
        $r5 = "Offline Keylogger Started" ascii wide
        $r6 = "Uploading file to Controller" ascii wide
        $r7 = "[Cleared browsers logins and cookies.]" ascii wide
    condition:
        windows_program and 3 of them
}

rule rat_xworm
{
    meta:
        author = "Truyvet"
        description = "XWorm"
        description_vi = "Mã độc điều khiển từ xa XWorm"
        severity = "critical"
        date = "2026-11-22"
        reference = "https://malpedia.caad.fkie.fraunhofer.de/details/win.xworm"
    strings:
        $x1 = "<Xwormmm>" ascii wide
        $x2 = "XWorm V" ascii wide
        $x3 = "PCShutdown" wide
        $x4 = "StartDDos" wide
        $x5 = "RunShell" wide
        $x6 = "sendPlugin" wide
        $x7 = "OfflineGet" wide
        $x8 = "USBNM" ascii wide
    condition:
        windows_program and ($x1 or 4 of them)
}

rule stealer_windows_program
{
    meta:
        author = "Truyvet"
        description = "Program that collects saved passwords, wallets and cookies of many browsers"
        description_vi = "Chương trình thu thập mật khẩu, cookie, ví tiền số trong trình duyệt"
        severity = "high"
        date = "2026-11-22"
    strings:
        $b1 = "\\Google\\Chrome\\User Data" ascii wide nocase
        $b2 = "\\CocCoc\\Browser\\User Data" ascii wide nocase
        $b3 = "\\Yandex\\YandexBrowser\\User Data" ascii wide nocase
        $b4 = "\\BraveSoftware\\Brave-Browser\\User Data" ascii wide nocase
        $b5 = "\\Opera Software\\Opera Stable" ascii wide nocase
        $b6 = "\\Amigo\\User Data" ascii wide nocase
        $w1 = "\\Exodus\\exodus.wallet" ascii wide nocase
        $w2 = "\\Electrum\\wallets" ascii wide nocase
        $w3 = "nkbihfbeogaeaoehlefnkodbefgpgknn" ascii wide
        $w4 = "wallet.dat" ascii wide nocase
        $s1 = "SELECT origin_url, username_value, password_value" ascii wide nocase
        $s2 = "SELECT action_url, username_value, password_value" ascii wide nocase
        $s3 = "CryptUnprotectData" ascii wide
        $s4 = "encrypted_key" ascii wide
        $s5 = "\\Telegram Desktop\\tdata" ascii wide nocase
        $s6 = "\\Discord\\Local Storage\\leveldb" ascii wide nocase
    condition:
        windows_program and 3 of ($b*) and 1 of ($w*) and 2 of ($s*)
}

rule keylogger_windows_program
{
    meta:
        author = "Truyvet"
        description = "Program that hooks the keyboard and mails or uploads what was typed"
        description_vi = "Chương trình ghi phím bấm và gửi đi qua thư, FTP, Telegram"
        severity = "high"
        date = "2026-11-22"
    strings:
        $hook1 = "SetWindowsHookEx" ascii wide
        $hook2 = "GetAsyncKeyState" ascii wide
        $key1 = /[\[{<](ENTER|BACKSPACE|BACK|CAPSLOCK|PageUp|CTRL|ALT\+TAB)[\]}>]/ ascii wide nocase
        $key2 = /(Keystrokes|KeyLog(ger|s)?|Key Log)\b/ ascii wide nocase
        $window = "GetForegroundWindow" ascii wide
        $away1 = "smtp." ascii wide
        $away2 = "api.telegram.org/bot" ascii wide
        $away3 = "ftp://" ascii wide
        $away4 = /discord(app)?\.com\/api\/webhooks/ ascii wide
        $shot = /(CopyFromScreen|Screenshot)/ ascii wide
        $clip = /(GetClipboardData|Clipboard Log)/ ascii wide
    condition:
        windows_program and any of ($hook*) and #key1 > 2 and $key2 and $window and
        any of ($away*) and ($shot or $clip)
}

rule beacon_cobalt_strike
{
    meta:
        author = "Truyvet"
        description = "Beacon of Cobalt Strike, in a file or in memory"
        description_vi = "Mã Beacon của Cobalt Strike"
        severity = "critical"
        date = "2026-11-22"
        reference = "https://malpedia.caad.fkie.fraunhofer.de/details/win.cobalt_strike"
    strings:
        $c1 = "%s as %s\\%s: %d"
        $c2 = "beacon.x64.dll" nocase
        $c3 = "beacon.dll" nocase
        $c4 = "Could not open process token: %d (%u)"
        $c5 = "%02d/%02d/%02d %02d:%02d:%02d"
        $c6 = "ReflectiveLoader"
        $c7 = "could not run command (w/ token) because of its length of %d bytes!"
        $c8 = "Started service %s on %s"
    condition:
        (uint16(0) == 0x5a4d or filesize > 1MB) and ($c7 or 4 of them)
}
