/*
    Extortion: notes that ransomware leaves, and letters that threaten with pictures.
*/

rule ransom_note
{
    meta:
        author = "Truyvet"
        description = "Note that says files are encrypted and how to pay"
        description_vi = "Thông báo tống tiền: tệp đã bị mã hóa, cách trả tiền chuộc"
        severity = "critical"
        date = "2026-11-22"
    strings:
        $files1 = /(your|all)( of)?( your)? (files|data|documents|network|servers)[^\n]{0,60} (have been|has been|were|are|was) (encrypted|locked|stolen)/ nocase
        $files2 = "đã bị mã hóa"
        $files3 = "đều bị mã hóa"
        $how1 = /[a-z2-7]{56}\.onion/
        $how2 = /\b(tor browser|torproject\.org)\b/ nocase
        $how3 = /\b(bitcoin|btc|monero|xmr|usdt)\b/ nocase
        $how4 = /\b(decrypt(or|ion)? (key|tool|software|your files)|private key)/ nocase
        $how5 = /(do not|don't) (rename|modify|try to decrypt|contact the police)/ nocase
        $vi1 = "giải mã" nocase
        $vi2 = "không đổi tên" nocase
        $vi3 = "không tự giải mã" nocase
        $rules = "condition:"
        $how6 = /(personal id|your id|unique id|victim id|session id)\s{0,4}[:=]/ nocase
    condition:
        filesize < 512KB and not $rules and any of ($files*) and 3 of ($how*, $vi*) and
        ($how1 or $how5 or $how6 or $vi2 or $vi3)
}

rule extortion_video_letter
{
    meta:
        author = "Truyvet"
        description = "Letter that threatens to send an intimate video to contacts unless paid"
        description_vi = "Thư, tin nhắn tống tiền bằng clip, ảnh nhạy cảm"
        severity = "high"
        date = "2026-11-22"
    strings:
        $video1 = "clip nóng" nocase
        $video2 = "clip nhạy cảm" nocase
        $video3 = "video nhạy cảm" nocase
        $video4 = "hình ảnh nhạy cảm" nocase
        $video5 = "ảnh nóng"
        $video6 = "ảnh nhạy cảm"
        $video7 = "ảnh khỏa thân"
        $video8 = /(recorded|captured|made) (you|a video of you)[^\n]{0,80}(masturbat|webcam|pleasing|adult)/ nocase
        $send1 = "gửi cho bạn bè" nocase
        $send2 = "gửi cho gia đình" nocase
        $send3 = "gửi cho người thân" nocase
        $send4 = "gửi cho vợ" nocase
        $send5 = "gửi cho chồng" nocase
        $send6 = "tung lên mạng" nocase
        $send7 = "phát tán" nocase
        $send8 = "đăng lên facebook" nocase
        $send9 = /send[^\n]{0,60}(to all|to your) (of your )?(contacts|friends|family|colleagues)/ nocase
        $pay1 = "chuyển khoản" nocase
        $pay2 = "chuyển tiền" nocase
        $pay3 = /\b(bitcoin|btc|usdt)\b/ nocase
        $pay4 = "triệu" nocase
        $press1 = "cơ quan công an" nocase
        $press2 = "nạn nhân" nocase
        $press3 = "đối tượng"
    condition:
        filesize < 20MB and any of ($video*) and any of ($send*) and any of ($pay*) and
        not any of ($press*)
}
