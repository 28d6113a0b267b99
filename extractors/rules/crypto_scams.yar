/*
    Pages that empty wallets, take seed phrases, or pose as an exchange.
*/

rule crypto_wallet_drainer
{
    meta:
        author = "Truyvet"
        description = "Script that connects a wallet and asks it to approve or sign away all tokens"
        description_vi = "Mã kết nối ví tiền số rồi xin quyền chuyển hết tài sản (drainer)"
        severity = "critical"
        date = "2026-11-22"
    strings:
        $name = /\b(inferno|angel|pink|monkey|venom|ms|vanilla|ace|rublevka|medusa)[ _-]?drainer\b/ nocase
        $self = /\bdrainer[_ -]?(address|wallet|contract|config|settings|receiver)\b/ nocase
        $connect = /\b(walletconnect|web3modal|window\.ethereum|eth_requestAccounts)\b/ nocase
        $take1 = /\bsetApprovalForAll\b/
        $take2 = /\bincreaseAllowance\b/
        $take3 = /\beth_signTypedData(_v4)?\b/
        $take4 = /\b(permit2|PermitBatch|permitSingle)\b/ nocase
        $take5 = /\b(seaport|blur)\b/ nocase
        $worth = /(api\.(zapper|debank|covalenthq|moralis|opensea|etherscan)\.|deep-index\.moralis)/ nocase
        $tell = /api\.telegram\.org\/bot/
    condition:
        filesize < 8MB and $connect and
        (($name and 1 of ($take*)) or ($self and 1 of ($take*)) or
         (3 of ($take*) and $worth and $tell))
}

rule crypto_seed_phrase_form
{
    meta:
        author = "Truyvet"
        description = "Page that asks for a wallet's seed phrase and sends it away"
        description_vi = "Trang đòi cụm từ khôi phục ví (12/24 từ) rồi gửi đi"
        severity = "critical"
        date = "2026-11-22"
    strings:
        $ask1 = /((recovery|seed|secret|backup)[ -](recovery )?phrase|mnemonic( phrase)?|(12|24)[ -]words?\b)/ nocase
        $ask2 = "cụm từ khôi phục" nocase
        $ask3 = "cụm từ bí mật" nocase
        $ask4 = "12 từ"
        $ask5 = "24 từ"
        $field = /<(textarea|input)[^>]{0,200}(name|id|placeholder)\s{0,2}=\s{0,2}["'][^"'>]{0,60}(phrase|seed|mnemonic|keystore|private_?key|khoi_?phuc|word ?1?[0-9])/ nocase
        $wallet = /\b(metamask|trust ?wallet|ledger|trezor|phantom|coinbase wallet|walletconnect|safepal|tronlink|exodus|atomic wallet)\b/ nocase
        $form = /<form|fetch\s{0,2}\(|\$\.(ajax|post)|XMLHttpRequest/ nocase
        $away1 = /api\.telegram\.org\/bot/
        $away2 = /action\s{0,2}=\s{0,2}["']?[^"'\s>]{0,80}\.php/ nocase
        $away3 = /(formspree\.io|emailjs\.(com|send)|formsubmit\.co|web3forms|getform\.io|discord(app)?\.com\/api\/webhooks)/ nocase
        $away4 = /(url\s{0,2}:\s{0,2}|fetch\s{0,2}\(\s{0,2}|\.post\s{0,2}\(\s{0,2})["'][^"'\n]{1,80}\.php/ nocase
    condition:
        filesize < 8MB and any of ($ask*) and $field and $wallet and $form and any of ($away*)
}

rule crypto_fake_exchange_vn
{
    meta:
        author = "Truyvet"
        description = "Vietnamese trading site whose operators set the results and block withdrawals"
        description_vi = "Sàn tiền ảo, quyền chọn nhị phân giả: quản trị chỉnh kết quả, chặn rút tiền"
        severity = "high"
        date = "2026-11-22"
    strings:
        $site1 = /<(html|div|form|script|template)[ >]/ nocase
        $site2 = "\":\""
        $site3 = "\": \""
        $trade1 = "quyền chọn nhị phân" nocase
        $trade2 = "sàn BO" nocase fullword
        $trade3 = "đặt lệnh"
        $trade4 = "Đặt lệnh"
        $trade5 = "dự đoán tăng" nocase
        $trade6 = "sàn giao dịch quốc tế" nocase
        $in1 = "nạp tiền" nocase
        $in2 = "nạp USDT" nocase
        $in3 = "nạp vốn" nocase
        $out1 = "rút tiền" nocase
        $out2 = "rút USDT" nocase
        $out3 = "rút vốn" nocase
        $bait1 = "cam kết lợi nhuận" nocase
        $bait2 = "cam kết hoàn vốn" nocase
        $bait3 = "lợi nhuận cam kết" nocase
        $bait4 = "bao lỗ" nocase
        $bait5 = "chuyên gia đọc lệnh" nocase
        $bait6 = "kéo lệnh" nocase
        $rig1 = /\b(control_?(win|lose|result)|force_?(win|lose)|kiem_?soat_?ket_?qua|win_?rate_?(user|config|setting))\b/ nocase
        $rig2 = "chỉnh kết quả" nocase
        $rig3 = "tỷ lệ thắng của" nocase
        $block1 = "phí xác minh" nocase
        $block2 = "phí rút tiền" nocase
        $block3 = "đóng băng"
        $block4 = "nộp thuế để rút" nocase
        $block5 = "nâng cấp VIP" nocase
    condition:
        filesize < 8MB and any of ($site*) and any of ($trade*) and any of ($in*) and any of ($out*) and
        ((any of ($bait*) and any of ($rig*)) or (any of ($bait*) and any of ($block*)) or
         (any of ($rig*) and any of ($block*)))
}
