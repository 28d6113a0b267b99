"""Writes the web site of `truyvet demo`: a made-up shop of two pages that takes deposits.

Its people are those of make_demo_files.py: who pays here pays Lê Văn Hải, and "Đức" answers the
telephone. Nothing on the pages leads a program outside: no script, style or picture of others.
HTML, CSS and PNG; the pictures are kept here in base 85, because another zlib would give other
bytes. Standard library only, no clock, no randomness; it writes only the folder it is given.

Usage: python docs/demo/make_demo_site.py [FOLDER]     (the default is commands/demo_files/site)
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

SHIPPED = Path(__file__).resolve().parents[2] / "commands" / "demo_files" / "site"
NAMES = {
    "/": ["trang-chu.html", "text/html; charset=utf-8"],
    "/anh/dien-thoai.png": ["dien-thoai.png", "image/png"],
    "/anh/vietqr.png": ["vietqr.png", "image/png"],
    "/dat-coc.html": ["dat-coc.html", "text/html; charset=utf-8"],
    "/kieu.css": ["kieu.css", "text/css"],
}
"""Path on the site -> shipped name and media type."""
TRACKER = "G-VIDU2026HT"
"""Analytics id of both pages; nobody has it."""
HEAD = """\
<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>%s</title>
<meta property="og:site_name" content="Kho Máy Ví Dụ">
<meta property="article:published_time" content="2026-03-10T20:15:00+07:00">
<link rel="stylesheet" href="kieu.css"><link rel="icon" href="anh/dien-thoai.png">
<script>
window.dataLayer = window.dataLayer || [];
function gtag() { dataLayer.push(arguments); }
gtag('js', new Date()); gtag('config', '%s');
</script></head>
<body><!-- trang minh họa của Truyvet, hư cấu -->
"""
HOME = """\
<h1>Kho Máy Ví Dụ - xả kho 90%</h1>
<p>Điện thoại mới nguyên hộp, giá chỉ <b>990.000đ</b>. Số lượng có hạn, đặt cọc hôm nay!</p>
<img src="anh/dien-thoai.png" alt="điện thoại" width="160" height="120">
<p><a href="dat-coc.html">Đặt cọc ngay</a></p>
<p>Tư vấn: <a href="tel:+84912345678">0912.345.678</a> (gặp Đức) -
<a href="https://zalo.me/0912345678">Zalo</a> -
<a href="https://t.me/vidu_hoantien_demo">Telegram</a> -
<a href="mailto:hotro@hoantien-xacminh.example.com">Thư</a></p>
<p>Giao máy tận nơi, gọi trước khi nhận: 0900.000.005</p>
</body></html>
"""
DEPOSIT = """\
<h1>Đặt cọc</h1>
<p>Chuyển khoản 990.000đ vào tài khoản <b>0000123456789</b> Vietcombank,
chủ tài khoản LE VAN HAI, hoặc quét mã:</p>
<img src="anh/vietqr.png" alt="VietQR" width="159" height="159">
<form method="post" action="don-hang"><label>Số điện thoại <input name="sdt" type="tel"></label>
<label>Số CCCD <input name="cccd"></label> <button>Gửi</button></form>
<p>Chuyển xong gọi 038 345 6789. Mua rồi? <a href="./">Về trang đầu</a></p>
</body></html>
"""
STYLE = """\
@charset "utf-8";
body { font-family: sans-serif; max-width: 40em; margin: 2em auto; background: #f4f1e8; }
h1 { color: #cd2626; }
img { border: 1px solid #ccc; }
"""
VIETQR = """
iBL{Q4GJ0x0000DNk~Le0001=0001=0RR910MB4HO#lD^@JU2LRCwC$Rxys-Fc2J?2hf#yDFg7p`$9ThC3ks99uV89W1WyDm4rMX
f6)N}=ua4sA_G@OavB~$Yf@agq*;~8ZAC0F9L{ogNJab+T;MP9lKhvFAPE>fp<Th*28x_ydwMp<U5+hV7!G1~r-H6S0(u5)#q0pm
`HdNQxt>{&)9Qe)D*ryGbe_Q#<YZ6;j^e|2YK`;Z=0oGoPwHCCPBN*GY<ONv*g?`2O<xBfV;R#{4A)iW3OXD87<#$(^t0~O8eDe8
-D|maJ>)2&+vgmzR>`$*8(-!9kfn{$r5tXfzBkE6SHzxT?R~dQHeQ_%k7|9h6KTH!fG_NREZsZv^eN0}+IC}F05&=sV8w^eUq$Q<
cfkAgjCt2=oQ=B5(jH0fHfb!vV2<PGM@>D+2X=ri8`$W!VNToF2t`g=TSRBY@YV)ad8?RI)62WARnaNxG3Y7xGvFJ;v4M(M!H;q{
a<?}uV_(wC-9``SE7Mx`RR($G6EZTmP43H}YdQPa=nDN9064kVk<|6G-%`uHPO0T(c(}#G?dCAU>pVkJL=pT*;k_>aToyQeyyF60
p)Rt4{hjo>IU)0P{I;6&zWbU`5o*rwLQgn$OMQ9kR(X=M14ftBW%QHunNTlZ;{P)F3w>&aD3f>%UH||907*qoM6N<$f&
"""
"""A VietQR code: Vietcombank (BIN 970436) 0000123456789, 990000 VND, LE VAN HAI; base 85."""
PHONE = """
iBL{Q4GJ0x0000DNk~Le0001>0001Z1Oos70Edj^TmS$77*I@9MgRZ*^zrE2*2s9c=31cE%_b&VU}`8VG$8(7WB>pHgh@m}RCwC$
nmumgFc5_w714-0>J}*%*bAue0ob@tm2;&x5byvhbcF452&oK~0=$JNg`}t-{sd7L5)cF&E1%z+8BHkJq(Isu!vQ>i-bcQ6!i%;3
`x>Xv=Hc`lrSP;8%1Z#19wEgBfz5C-vrJ$5UtPV`@@YAE(RC)M^2Kz%C5Ng2R$884Cx4nJP^kOV)UNemH47@ua9M{cEZs`-V9S3J
U&{ne$78@7$TWxYHuW6Shf+WhWw>R-F}<pl5ToZT%yEz5;G!2OV;eiStkW@;g*i430q{_Tx?^ww!2t<eqo++@fWB>d!$UBOa7;O_
z)d&o3uNY!UIB?gV4{Dc0+a^>9W|DwVNW1)3QW3lxY+`|fW&2(T0<v`ax6f(HgqB^*Lp>Up;LPTiDMp8edzcqWQ#)~(sBoTDD*KO
;KVUiEvSah)(z*3<GKX6>S@(Bb#!A>edu`SkW7=P51lcRh1R%sx90cVRuEU?xYk+lbzHlb;g-AFxsS|3Czolu^UWb!-rZ_yqpDmv
+~>iL0ic@RN#)^=0idh)alcGb1KHjm5s=hChMij`seueTw@gw48Fp@&qy{qV+%icGWZ1jq19$)r-~l{<2QU@z*M^7}@L@Gz9jkXz
zrQGl_a-gy-lExe+qCNE8x+oc^4N#RC&~?m&m95vJoDaeZ5!g)!m)O;vm*uIs8qg4lP(R?G-5Fy&gQ#5nlHaUsTUqU#@xJ_r<~6p
vkHrOHJ`bjsxI_&W{W)N50n*8EN5M-a?F=JJ~jTR0o$Z-Y$$9J@T^OZun=CebS?WMo7Lgq!)!dK&DO+i04{LvZOA<QkGCTK07UbH
6UOM3kN^Mx07*qoM6N<$f&
"""
"""A drawing of a telephone on sale, 160 x 120; base 85."""


def files() -> dict[str, bytes]:
    """Return every shipped file, the table of names included: name -> bytes."""
    return {
        "dat-coc.html": (HEAD % ("Đặt cọc - Kho Máy Ví Dụ", TRACKER) + DEPOSIT).encode(),
        "dien-thoai.png": picture(PHONE),
        "kieu.css": STYLE.encode(),
        "names.json": (json.dumps(NAMES, indent=2) + "\n").encode("ascii"),
        "trang-chu.html": (HEAD % ("Kho Máy Ví Dụ - xả kho", TRACKER) + HOME).encode(),
        "vietqr.png": picture(VIETQR),
    }


def picture(text: str) -> bytes:
    """Return a picture that is kept in base 85, in lines."""
    return base64.b85decode(text.replace("\n", ""))


def main(arguments: list[str]) -> None:
    """Write all files into the folder named by the first argument, or where they are shipped."""
    folder = Path(arguments[0]) if arguments else SHIPPED
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main(sys.argv[1:])
