/*
    What brings the malware: macros, shortcuts, scripts that fetch and run.
*/

rule macro_auto_runs_program
{
    meta:
        author = "Truyvet"
        description = "Macro that runs when the document is opened and starts or fetches a program"
        description_vi = "Macro tự chạy khi mở tài liệu, gọi hoặc tải chương trình"
        severity = "high"
        date = "2026-11-22"
    strings:
        $auto = /\bSub\s{1,4}(Auto_?Open|AutoExec|Auto_?Close|Document_(Open|Close|New)|Workbook_(Open|Activate|BeforeClose)|Presentation_Open)\s{0,4}\(/ nocase
        $run1 = /\bShell\s{0,4}[\( ]\s{0,4}["A-Za-z(]/
        $run2 = /WScript\s{0,4}\.\s{0,4}Shell/ nocase
        $run3 = /\bURLDownloadToFile[AW]?\b/
        $run4 = /powershell(\.exe)?\s{1,4}[-\/]/ nocase
        $run5 = /(MSXML2\.(Server)?XMLHTTP|WinHttp\.WinHttpRequest|Microsoft\.XMLHTTP)/ nocase
        $run6 = /ADODB\.Stream/ nocase
        $run7 = /\b(winmgmts:|Win32_Process|Shell\.Application)/ nocase
        $run8 = /\b(VirtualAlloc(Ex)?|CreateThread|RtlMoveMemory|CallWindowProc)\b/
        $run9 = /\b(certutil|mshta|regsvr32|rundll32|bitsadmin)(\.exe)?\s/ nocase
    condition:
        filesize < 16MB and $auto and
        (2 of ($run*) or $run3 or $run4 or $run9)
}

rule script_download_and_run
{
    meta:
        author = "Truyvet"
        description = "PowerShell that fetches code and runs it without a file, hidden"
        description_vi = "PowerShell tải mã từ mạng và chạy ẩn, không lưu tệp"
        severity = "high"
        date = "2026-11-22"
    strings:
        $fetch = /\b(IEX|Invoke-Expression)\b[^\n]{0,120}(DownloadString|DownloadData|Invoke-WebRequest|Invoke-RestMethod|\biwr\b|\birm\b)/ nocase ascii wide
        $piped = /(DownloadString|Invoke-WebRequest|Invoke-RestMethod|\biwr\b|\birm\b)[^\n]{0,160}\|\s{0,4}(IEX|Invoke-Expression)\b/ nocase ascii wide
        $hidden1 = /-w(indowstyle)?\s{1,4}(hidden|1\b)/ nocase ascii wide
        $hidden2 = /-(nop|noprofile)\b/ nocase ascii wide
    condition:
        filesize < 8MB and any of ($fetch, $piped) and
        any of ($hidden*)
}

rule script_encoded_powershell
{
    meta:
        author = "Truyvet"
        description = "PowerShell called hidden with a long encoded command"
        description_vi = "Gọi PowerShell ẩn với lệnh mã hóa Base64 dài"
        severity = "medium"
        date = "2026-11-22"
    strings:
        $encoded = /powershell(\.exe)?["']?\s[^\r\n]{0,120}-e(nc(odedcommand)?|c)?\s{1,4}["']?[A-Za-z0-9+\/]{120}/ nocase ascii wide
    condition:
        filesize < 8MB and $encoded
}

rule shortcut_runs_script
{
    meta:
        author = "Truyvet"
        description = "Shortcut (LNK) that starts a command interpreter which fetches or decodes"
        description_vi = "Tệp lối tắt LNK gọi trình thông dịch lệnh để tải hoặc giải mã"
        severity = "high"
        date = "2026-11-22"
    strings:
        $shell = /(powershell|cmd\.exe|mshta|wscript|cscript|rundll32|certutil|curl)/ nocase ascii wide
        $what = /(https?:\/\/|DownloadString|FromBase64|-e(nc)?\s[A-Za-z0-9+\/]{40}|\bfindstr\b|\\Temp\\)/ nocase ascii wide
    condition:
        uint32(0) == 0x0000004c and uint32(4) == 0x00021401 and filesize < 4MB and all of them
}

rule html_application_runs_program
{
    meta:
        author = "Truyvet"
        description = "HTA or script page that starts programs through ActiveX"
        description_vi = "Trang HTA/VBScript gọi chương trình qua ActiveX"
        severity = "high"
        date = "2026-11-22"
    strings:
        $page = /<(hta:application|script)[ >]/ nocase
        $shell = /(ActiveXObject|CreateObject)\s{0,4}\(\s{0,4}["'](WScript\.Shell|Shell\.Application)["']/ nocase
        $run = /\.(Run|Exec|ShellExecute)\s{0,4}[\( ]/ nocase
        $what = /(powershell|cmd(\.exe)?\s{1,2}\/c|mshta|rundll32|regsvr32|certutil|bitsadmin)/ nocase
    condition:
        filesize < 4MB and all of them
}

rule rtf_equation_exploit
{
    meta:
        author = "Truyvet"
        description = "RTF that embeds an Equation Editor object, as exploits of CVE-2017-11882 do"
        description_vi = "Tệp RTF nhúng đối tượng Equation, khai thác CVE-2017-11882"
        severity = "high"
        date = "2026-11-22"
        reference = "https://nvd.nist.gov/vuln/detail/CVE-2017-11882"
    strings:
        $object = /\\obj(data|update|autlink|class)/
        $class1 = /02ce020000000000c0000000000000[4]6/ nocase
        $class2 = /4571756174696f6e2e3[3]/ nocase
        $class3 = /Equation\.[3]/ nocase
    condition:
        uint32be(0) == 0x7b5c7274 and filesize < 16MB and $object and any of ($class*)
}

rule script_browser_stealer
{
    meta:
        author = "Truyvet"
        description = "Script that decrypts saved browser passwords and sends them to Telegram or Discord"
        description_vi = "Mã giải mật khẩu lưu trong trình duyệt rồi gửi về Telegram, Discord"
        severity = "critical"
        date = "2026-11-22"
    strings:
        $store1 = /Login Data/
        $store2 = /Local State/
        $store3 = /\bos_crypt\b/
        $store4 = /\bencrypted_key\b/
        $store5 = /\b(CryptUnprotectData|win32crypt)\b/
        $store6 = /\b(key4\.db|logins\.json|cookies\.sqlite)\b/
        $away1 = /api\.telegram\.org\/bot/
        $away2 = /discord(app)?\.com\/api\/webhooks\//
        $method = /\b(sendDocument|sendMessage|multipart|requests\.post|files\s{0,2}=)/
    condition:
        filesize < 64MB and 3 of ($store*) and any of ($away*) and $method
}
