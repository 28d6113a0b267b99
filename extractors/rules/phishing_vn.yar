/*
    Pages and scripts that take bank logins, one-time passwords and identities in Vietnam.
    A saved page of the real bank has its brand, a password field and no way to a thief:
    each rule asks for that way too.
*/

private rule page_or_script
{
    strings:
        $tag = /<(html|head|body|form|script|input|div)[ >]/ nocase
        $php = /<\?php/ nocase
        $js = /\b(document\.getElementById|addEventListener|fetch|axios\.post|XMLHttpRequest|\$\.ajax)\b/
    condition:
        filesize < 8MB and any of them
}

private rule vietnamese_bank_named
{
    strings:
        $b1 = /\b(vietcombank|vcb[ -]?digibank|bidv[ -]?smartbanking|techcombank|vietinbank|agribank|mb ?bank|vpbank|tpbank|sacombank|hdbank|vib ?bank|myvib|acb ?one|shb ?bank|eximbank|seabank|lienvietpostbank|lpbank|msb ?bank|ocb ?bank|namabank|cake by vpbank|timo bank)/ nocase
        $b2 = /\b(BIDV|VietinBank iPay|Agribank E-Mobile|momo|zalopay|viettel ?money|vnpay)\b/
        $b3 = "ngân hàng" nocase
    condition:
        $b1 or $b2 or #b3 > 1
}

private rule asks_for_secrets
{
    strings:
        $password = /type\s{0,2}=\s{0,2}["']?password/ nocase
        $otp1 = /(name|id)\s{0,2}=\s{0,2}["'](otp|ma_?otp|otp_?code|smart_?otp|code_?otp|pin|ma_?pin)[0-9]{0,2}["']/ nocase
        $otp2 = /\[["'](otp|ma_?otp|otp_?code|smart_?otp|matkhau|mat_?khau|password|passwd|pass|pin|cvv|so_?the|sothe)["']\]/ nocase
        $otp3 = "mã OTP" nocase
        $otp4 = "mã xác thực" nocase
        $otp5 = "mã PIN" nocase
        $card = /(name|id)\s{0,2}=\s{0,2}["'](card_?number|so_?the|cvv|cvc|expiry|ngay_?het_?han|cccd|so_?cccd|cmnd)["']/ nocase
    condition:
        any of them
}

private rule sends_to_telegram
{
    strings:
        $bot = /api\.telegram\.org\/bot/ nocase
        $method = /\/?(sendMessage|sendPhoto|sendDocument)\b/
        $chat = /chat_?id/ nocase
    condition:
        $bot and $method and $chat
}

rule phishing_vn_telegram_exfiltration
{
    meta:
        author = "Truyvet"
        description = "Page or script that sends passwords, OTP or card numbers to a Telegram bot"
        description_vi = "Trang hoặc mã gửi mật khẩu, OTP, số thẻ về bot Telegram"
        severity = "critical"
        date = "2026-11-22"
    strings:
        $token = /[0-9]{8,10}:AA[A-Za-z0-9_-]{33}/
        $taken = /\$_(POST|REQUEST|GET)\s{0,4}\[/
        $field = /(getElementById|querySelector|FormData|\.value\b)/
    condition:
        page_or_script and asks_for_secrets and sends_to_telegram and ($token or $taken or $field)
}

rule phishing_vn_bank_kit
{
    meta:
        author = "Truyvet"
        description = "Page in the name of a Vietnamese bank or wallet whose form goes to a script beside it"
        description_vi = "Trang giả ngân hàng, ví điện tử: biểu mẫu gửi về một tập lệnh PHP cạnh nó"
        severity = "high"
        date = "2026-11-22"
    strings:
        $action = /<form[^>]{0,200}action\s{0,2}=\s{0,2}["']?(\.?\/)?([a-z0-9_-]{1,20}\/){0,2}(post|process|next|login|dangnhap|dang-nhap|otp|submit|verify|xacthuc|xac-thuc|xacnhan|xuly|xu-ly|gui|send|save|luu|data|action|check|step[0-9]?|buoc[0-9]?)[a-z0-9_-]{0,12}\.php/ nocase
        $ajax = /(url\s{0,2}:\s{0,2}|fetch\s{0,2}\(\s{0,2}|axios\.post\s{0,2}\(\s{0,2}|open\s{0,2}\(\s{0,2}["']POST["']\s{0,2},\s{0,2})["'](\.?\/)?([a-z0-9_-]{1,20}\/){0,2}(post|process|next|login|dangnhap|otp|submit|verify|xacthuc|xacnhan|xuly|gui|send|save|luu|data|action|check|step[0-9]?|buoc[0-9]?)[a-z0-9_-]{0,12}\.php/ nocase
    condition:
        page_or_script and vietnamese_bank_named and asks_for_secrets and ($action or $ajax)
}

rule phishing_vn_kit_script
{
    meta:
        author = "Truyvet"
        description = "PHP that writes or mails logins, OTP and card numbers of a Vietnamese form"
        description_vi = "Mã PHP ghi hoặc gửi tài khoản, mật khẩu, OTP nạn nhân nhập"
        severity = "high"
        date = "2026-11-22"
    strings:
        $user = /\$_(POST|REQUEST)\s{0,4}\[\s{0,4}["'](username|user|taikhoan|tai_khoan|tendangnhap|sdt|so_?dien_?thoai|phone|stk|so_?tai_?khoan)["']/ nocase
        $secret = /\$_(POST|REQUEST)\s{0,4}\[\s{0,4}["'](password|pass|matkhau|mat_khau|otp|ma_?otp|pin|cvv|so_?the)["']/ nocase
        $write = /\b(file_put_contents|fwrite|fputs)\s{0,4}\([^;\n]{0,120}\.(txt|log|html?)["']/ nocase
        $open = /\bfopen\s{0,4}\(\s{0,4}["'][^"'\n]{1,60}\.(txt|log|html?)["']\s{0,4},\s{0,4}["']a/ nocase
        $mail = /\bmail\s{0,4}\(\s{0,4}["'$]/ nocase
        $address = /REMOTE_ADDR/
    condition:
        filesize < 1MB and $user and $secret and ($write or $open or ($mail and $address)) and
        (vietnamese_bank_named or $address)
}

rule phishing_vn_government_app
{
    meta:
        author = "Truyvet"
        description = "Page that offers an APK in the name of VNeID, the public services portal, tax or police"
        description_vi = "Trang mời cài tệp APK giả VNeID, Dịch vụ công, thuế, công an"
        severity = "critical"
        date = "2026-11-22"
        reference = "https://www.group-ib.com/blog/golddigger-fraud-matrix"
    strings:
        $g1 = /\b(VNeID|VssID|eTax Mobile)\b/ nocase
        $g2 = "dịch vụ công" nocase
        $g3 = /\b(dichvucong|dancuquocgia|thuedientu)[a-z0-9.-]{0,30}/ nocase
        $g4 = "Bộ Công an" nocase
        $g5 = "BỘ CÔNG AN"
        $g6 = "Tổng cục Thuế" nocase
        $g7 = "định danh điện tử"
        $g8 = "Định danh điện tử"
        $apk = /(href|src|url|location|download)[^\n]{0,6}[=:(]\s{0,2}["']?[^"'\s>]{1,200}\.apk\b/ nocase
    condition:
        page_or_script and any of ($g*) and $apk
}

rule phishing_vn_refund
{
    meta:
        author = "Truyvet"
        description = "Page in the name of a shop or carrier that promises a refund and asks for bank secrets"
        description_vi = "Trang giả sàn thương mại, hãng vận chuyển: hứa hoàn tiền, đòi thông tin ngân hàng"
        severity = "high"
        date = "2026-11-22"
    strings:
        $shop = /\b(shopee|lazada|tiki|sendo|tiktok ?shop|ghn|giao ?hang ?(nhanh|tiet ?kiem)|ghtk|viettel ?post|vnpost|j&t express)\b/ nocase
        $refund1 = "hoàn tiền" nocase
        $refund2 = "hoàn trả" nocase
        $refund3 = "hoàn đơn" nocase
        $refund4 = "hoan tien" nocase
        $refund5 = "nhận quà" nocase
        $refund6 = "trúng thưởng" nocase
        $account1 = /(name|id)\s{0,2}=\s{0,2}["'](stk|so_?tai_?khoan|account_?number|bank_?account|ngan_?hang|bank_?name|so_?the|card_?number)["']/ nocase
        $account2 = "số tài khoản" nocase
        $php = /action\s{0,2}=\s{0,2}["']?[^"'\s>]{0,60}\.php/ nocase
    condition:
        page_or_script and $shop and any of ($refund*) and any of ($account*) and
        asks_for_secrets and
        ($php or sends_to_telegram)
}

rule phishing_kit_visitor_filter
{
    meta:
        author = "Truyvet"
        description = "PHP that shows its page only to victims and hides from crawlers and security firms"
        description_vi = "Mã PHP chặn công cụ kiểm tra, chỉ hiện trang cho nạn nhân"
        severity = "medium"
        date = "2026-11-22"
    strings:
        $php = /<\?php/ nocase
        $bot1 = /\bphishtank\b/ nocase
        $bot2 = /\bgooglebot\b/ nocase
        $bot3 = /\b(netcraft|kaspersky|bitdefender|fortinet|virustotal|urlscan)\b/ nocase
        $bot4 = /\b(calyxinstitute|cyveillance|paloalto|phish|drweb|eset)\b/ nocase
        $by = /(REMOTE_ADDR|HTTP_USER_AGENT|gethostbyaddr)/
        $away = /(404 Not Found|HTTP\/1\.[01] 40[34]|header\s{0,4}\(\s{0,4}["']Location)/ nocase
    condition:
        filesize < 1MB and $php and 3 of ($bot*) and $by and $away
}
