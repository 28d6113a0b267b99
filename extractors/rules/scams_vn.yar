/*
    Scam texts and sites as they meet people in Vietnam. Words of warning in the same text
    (press, police leaflets) keep a rule quiet.

    Vietnamese stands in text strings: YARA's regular expressions take ASCII only, and `nocase`
    folds ASCII only, so a string that begins with another letter is written twice.
*/

private rule warns_of_fraud
{
    strings:
        $w1 = "cảnh báo" nocase
        $w2 = "cảnh giác" nocase
        $w3 = "thủ đoạn" nocase
        $w4 = "nạn nhân" nocase
        $w5 = "lừa đảo chiếm đoạt" nocase
        $w6 = "tội phạm" nocase
        $w7 = "cơ quan công an" nocase
        $w8 = "bị lừa" nocase
    condition:
        any of them
}

private rule page_or_screen_texts
{
    strings:
        $tag = /<(html|div|form|script|template)[ >]/ nocase
        $text1 = "\":\""
        $text2 = "\": \""
    condition:
        filesize < 8MB and any of them
}

rule scam_vn_easy_job
{
    meta:
        author = "Truyvet"
        description = "Text that recruits for easy, well-paid work at home and leads to a chat"
        description_vi = "Lời mời việc nhẹ lương cao, cộng tác viên tại nhà, dẫn sang nhóm chat"
        severity = "medium"
        date = "2026-11-22"
    strings:
        $easy1 = "việc nhẹ lương cao" nocase
        $easy2 = "việc nhẹ, lương cao" nocase
        $easy3 = "viec nhe luong cao" nocase
        $easy4 = "tuyển cộng tác viên" nocase
        $easy5 = "tuyển ctv" nocase
        $easy6 = "tuyen ctv" nocase
        $home1 = "làm tại nhà" nocase
        $home2 = "làm việc tại nhà" nocase
        $home3 = "online tại nhà" nocase
        $home4 = "thời gian linh hoạt" nocase
        $home5 = "chỉ cần điện thoại" nocase
        $home6 = "chỉ cần smartphone" nocase
        $home7 = "lam tai nha" nocase
        $free1 = "không cần kinh nghiệm" nocase
        $free2 = "không yêu cầu kinh nghiệm" nocase
        $free3 = "không cần cọc" nocase
        $free4 = "không cọc" nocase
        $free5 = "không cần bằng cấp" nocase
        $free6 = "không thu phí" nocase
        $pay1 = "00k" nocase
        $pay2 = "50k" nocase
        $pay3 = "triệu/ngày" nocase
        $pay4 = "k/ngày" nocase
        $pay5 = "hoa hồng" nocase
        $task1 = "thả tim" nocase
        $task2 = "like video" nocase
        $task3 = "duyệt đơn" nocase
        $task4 = "xử lý đơn hàng" nocase
        $task5 = "đánh giá sản phẩm"
        $task6 = "đánh giá khách sạn"
        $task7 = "chốt đơn" nocase
        $chat1 = "zalo.me/" nocase
        $chat2 = "t.me/" nocase
        $chat3 = "nhắn tin" nocase
        $chat4 = "kết bạn zalo" nocase
        $chat5 = "inbox" nocase fullword
        $chat6 = "ib" nocase fullword
        $chat7 = "telegram" nocase
        $chat8 = "wa.me/" nocase
    condition:
        filesize < 20MB and any of ($easy*) and any of ($chat*) and not warns_of_fraud and
        ((any of ($home*) and any of ($free*)) or
         (any of ($home*) and any of ($pay*)) or
         (any of ($home*) and any of ($task*)) or
         (any of ($free*) and any of ($pay*)) or
         (any of ($task*) and any of ($pay*)))
}

rule scam_vn_task_site
{
    meta:
        author = "Truyvet"
        description = "Site where tasks are bought with deposits and money cannot be taken out"
        description_vi = "Trang làm nhiệm vụ: nạp tiền nhận đơn, rút tiền thì bị đóng băng, đòi nạp thêm"
        severity = "high"
        date = "2026-11-22"
    strings:
        $deposit1 = "nạp tiền" nocase
        $deposit2 = "nạp vốn" nocase
        $withdraw1 = "rút tiền" nocase
        $withdraw2 = "rút vốn" nocase
        $grab1 = "giật đơn" nocase
        $grab2 = "ghép đơn" nocase
        $grab3 = "cướp đơn" nocase
        $grab4 = "giành đơn" nocase
        $grab5 = "nhận đơn" nocase
        $grab6 = "đơn liên hoàn"
        $grab7 = "Đơn liên hoàn"
        $grab8 = "đơn combo"
        $task1 = "nhiệm vụ" nocase
        $frozen1 = "đóng băng"
        $frozen2 = "Đóng băng"
        $frozen3 = "điểm tín nhiệm"
        $frozen4 = "Điểm tín nhiệm"
        $frozen5 = "mở khóa tài khoản" nocase
        $profit1 = "hoa hồng" nocase
        $profit2 = "lợi nhuận" nocase
    condition:
        page_or_screen_texts and any of ($deposit*) and any of ($withdraw*) and any of ($grab*) and
        any of ($frozen*) and ($task1 or any of ($profit*)) and not warns_of_fraud
}

rule scam_vn_loan_fee
{
    meta:
        author = "Truyvet"
        description = "Loan offer that asks for fees before anything is paid out"
        description_vi = "Vay tiền qua mạng đòi nộp phí trước khi giải ngân"
        severity = "high"
        date = "2026-11-22"
    strings:
        $loan1 = "vay tiền" nocase
        $loan2 = "vay online" nocase
        $loan3 = "khoản vay" nocase
        $loan4 = "giải ngân" nocase
        $id1 = "CCCD"
        $id2 = "CMND"
        $id3 = "căn cước" nocase
        $fee1 = "phí bảo hiểm khoản vay" nocase
        $fee2 = "phí giải ngân" nocase
        $fee3 = "phí mở khóa" nocase
        $fee4 = "mã giải ngân" nocase
        $fee5 = "mã rút tiền" nocase
        $wrong1 = "sai số tài khoản" nocase
        $wrong2 = "nhập sai tài khoản" nocase
        $wrong3 = "tài khoản bị đóng băng" nocase
        $wrong4 = "tài khoản đã bị đóng băng" nocase
        $wrong5 = "khoản vay bị đóng băng" nocase
        $prove1 = "chứng minh tài chính" nocase
        $prove2 = "chứng minh năng lực tài chính" nocase
        $prove3 = "đặt cọc khoản vay"
        $prove4 = "nộp phí trước" nocase
        $prove5 = "xác minh khoản vay" nocase
    condition:
        filesize < 8MB and 2 of ($loan*) and any of ($id*) and not warns_of_fraud and
        ((any of ($fee*) and any of ($wrong*)) or
         (any of ($fee*) and any of ($prove*)) or
         (any of ($wrong*) and any of ($prove*)))
}

rule scam_vn_police_call
{
    meta:
        author = "Truyvet"
        description = "Script or forged paper of callers who pose as police, prosecutors or courts"
        description_vi = "Kịch bản, giấy tờ giả danh công an, viện kiểm sát, tòa án để chiếm đoạt tiền"
        severity = "high"
        date = "2026-11-22"
    strings:
        $who1 = "viện kiểm sát" nocase
        $who2 = "VIỆN KIỂM SÁT"
        $who3 = "tòa án" nocase
        $who4 = "Bộ Công an" nocase
        $what1 = "lệnh bắt" nocase
        $what2 = "LỆNH BẮT"
        $what3 = "rửa tiền" nocase
        $what4 = "đường dây ma túy"
        $safe1 = "tài khoản tạm giữ" nocase
        $safe2 = "tài khoản an toàn" nocase
        $safe3 = "kê khai tài sản" nocase
        $safe4 = "chuyển toàn bộ số tiền" nocase
        $safe5 = "chuyển toàn bộ tiền" nocase
        $quiet1 = "giữ bí mật" nocase
        $quiet2 = "không được nói với ai" nocase
        $quiet3 = "không nói cho ai" nocase
        $quiet4 = "không được tiết lộ" nocase
        $quiet5 = "không được tắt máy" nocase
        $quiet6 = "không cúp máy" nocase
        $code1 = "cung cấp mã OTP" nocase
        $code2 = "đọc mã OTP"
        $code3 = "cài ứng dụng" nocase
        $code4 = "cài đặt phần mềm" nocase
    condition:
        filesize < 8MB and any of ($who*) and any of ($what*) and any of ($safe*) and
        (any of ($quiet*) or any of ($code*)) and not warns_of_fraud
}
