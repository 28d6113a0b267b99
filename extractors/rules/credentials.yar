/*
    Bulk credentials: what is traded, and what stealers bring home.
*/

rule credentials_combo_list
{
    meta:
        author = "Truyvet"
        description = "List of many lines of mail address and password"
        description_vi = "Danh sách hàng loạt email kèm mật khẩu (combo list)"
        severity = "high"
        date = "2026-11-22"
    strings:
        $line = /@(gmail|yahoo|hotmail|outlook|icloud|live|aol|mail|yandex|proton)\.(com(\.vn)?|me|ru|net)[:;|][^\s:;|@<>,"'\/]{4,64}\r?\n/ nocase
    condition:
        #line >= 50
}

rule credentials_url_login_password
{
    meta:
        author = "Truyvet"
        description = "List of many lines of address, login and password, as stealer logs are sold"
        description_vi = "Danh sách địa chỉ trang:tài khoản:mật khẩu, lấy từ mã độc đánh cắp thông tin"
        severity = "high"
        date = "2026-11-22"
    strings:
        $line = /\nhttps?:\/\/[a-z0-9.-]{4,60}(\/[^\s:|]{0,120})?[:|][^\s:|\/]{3,64}[:|][^\s:|\/]{4,64}\r?\n/ nocase
        $android = /\nandroid:\/\/[A-Za-z0-9_=+\/-]{10,120}@[a-z0-9._]{4,60}\/?[:|][^\s:|\/]{3,64}[:|][^\s:|\/]{4,64}\r?\n/ nocase
    condition:
        #line + #android >= 20
}

rule credentials_stealer_passwords
{
    meta:
        author = "Truyvet"
        description = "Password file of a stealer: RedLine, Vidar, Lumma, Raccoon and their kin"
        description_vi = "Tệp mật khẩu do mã độc đánh cắp thông tin tạo ra (RedLine, Vidar, Lumma…)"
        severity = "critical"
        date = "2026-11-22"
    strings:
        $redline = /URL: [^\r\n]{1,300}\r?\nUsername: [^\r\n]{0,200}\r?\nPassword: [^\r\n]{0,200}\r?\nApplication: [^\r\n]{2,100}\r?\n/
        $vidar = /Soft: [^\r\n]{2,100}\r?\n(Profile: [^\r\n]{0,100}\r?\n)?Host: [^\r\n]{1,300}\r?\nLogin: [^\r\n]{0,200}\r?\nPassword: [^\r\n]{0,200}\r?\n/ nocase
        $lumma = /SOFT:\s{1,4}[^\r\n]{2,100}\r?\nURL:\s{1,4}[^\r\n]{1,300}\r?\nUSER:\s{1,4}[^\r\n]{0,200}\r?\nPASS:\s{1,4}[^\r\n]{0,200}\r?\n/
        $raccoon = /URL:\s?[^\r\n]{1,300}\r?\nUSR:\s?[^\r\n]{0,200}\r?\nPASS:\s?[^\r\n]{0,200}\r?\n/
    condition:
        #redline + #vidar + #lumma + #raccoon >= 3
}

rule credentials_stealer_machine
{
    meta:
        author = "Truyvet"
        description = "Description of an infected computer, as stealers put beside the passwords"
        description_vi = "Tệp mô tả máy tính nạn nhân do mã độc đánh cắp thông tin tạo ra"
        severity = "high"
        date = "2026-11-22"
    strings:
        $f1 = /\nBuild ID: [^\r\n]{1,80}\r?\n/
        $f2 = /\nFile ?Location: [A-Z]:\\[^\r\n]{3,300}\r?\n/
        $f3 = /\nHWID: [0-9A-Fa-f{}-]{16,80}\r?\n/
        $f4 = /\nOperation System: [^\r\n]{4,100}\r?\n/
        $f5 = /\nCurrent Language: [^\r\n]{2,80}\r?\n/
        $f6 = /\nScreenSize: \{?(Width=)?[0-9]{3,5}/
        $f7 = /\nProcess Elevation: (True|False)/
        $f8 = /\nAvailable KeyboardLayouts: ?\r?\n/
        $f9 = /\n(Work Dir|Machine ?ID|GUID|Install Date): [^\r\n]{4,200}\r?\n/
        $f10 = /\n- (LID|Configuration|LummaC2 Build): [^\r\n]{4,100}\r?\n/
    condition:
        filesize < 4MB and 4 of them
}

rule credentials_password_hashes
{
    meta:
        author = "Truyvet"
        description = "Many password hashes: the dump of a user table or of a system"
        description_vi = "Nhiều giá trị băm mật khẩu: dữ liệu người dùng bị rò rỉ"
        severity = "medium"
        date = "2026-11-22"
    strings:
        $bcrypt = /\$2[aby]\$[0-9]{2}\$[.\/A-Za-z0-9]{53}/
        $crypt = /\$6\$(rounds=[0-9]{4,9}\$)?[.\/A-Za-z0-9]{8,16}\$[.\/A-Za-z0-9]{86}/
        $phpass = /\$P\$[A-Z9][.\/A-Za-z0-9]{30}\b/
        $windows = /:[0-9]{3,6}:aad3b435b51404eeaad3b435b51404ee:[0-9a-f]{32}:::/ nocase
    condition:
        #bcrypt + #crypt + #phpass + #windows >= 100
}
