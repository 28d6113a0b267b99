"""Writes the evidence of `truyvet demo`: a small fraud story in ten files and their table of names.

Every person, number, account and wallet is invented; commands/demo_files/README.md tells the story
and lists the identifiers. Formats: Office Open XML (ECMA-376), JPEG + Exif 2.32, RFC 5322/2045
e-mail, PDF 1.4, ZIP, vCard 3.0, CSV, HTML and TCVN 5712:1993 text. Containers are stored and not
deflated: another zlib would give other bytes. Standard library only, no clock, no randomness; it
will not read anything and writes only the folder it is given.

Usage: python docs/demo/make_demo_files.py [FOLDER]     (the default is commands/demo_files)
"""

from __future__ import annotations

import base64
import io
import json
import quopri
import sys
import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import Path
from struct import pack
from urllib.parse import quote
from xml.sax.saxutils import escape

SHIPPED = Path(__file__).resolve().parents[2] / "commands" / "demo_files"
NAMES = {
    "anh-xe.jpg": "IMG_20260314_0915.jpg",
    "bien-ban.docx": "Biên bản ghi lời khai.docx",
    "don-to-giac.txt": "Đơn tố giác.txt",
    "ghi-chu.txt": unicodedata.normalize("NFD", "Ghi chú \u2013 bản nháp.txt"),
    "nhat-ky-2017.txt": "Nhật ký/Nhật ký 2017.txt",
    "sao-ke.csv": "sao-ke.csv",
    "thiet-bi.zip": "thiet-bi.zip",
    "thu-lua-dao.eml": "thu-lua-dao.eml",
    "trang-lua-dao.html": "trang-lua-dao.html",
    "zalo-chat.txt": "zalo-chat.txt",
}
"""Shipped name (ASCII, safe in every file system) -> path in the demonstration folder."""

STATEMENT = """\
^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^Độc lập - Tự do - Hạnh phúc
^BIÊN BẢN GHI LỜI KHAI
^(TÀI LIỆU MINH HỌA CỦA TRUYVET - NHÂN VẬT, SỐ LIỆU HƯ CẤU - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ)
Hồi 14 giờ 00 ngày 16/03/2026, tại trụ sở Đơn vị Mẫu, thành phố Hà Nội.
Điều tra viên: Hoàng Thị Mẫu. Người khai: Trần Thị Bình, sinh năm 1985, số CCCD 001185000000, \
điện thoại 0900 000 001, hộp thư tran.thi.binh@example.org.
Hỏi: Chị cho biết diễn biến sự việc?
Đáp: Ngày 11/03/2026 tôi nhận thư điện tử báo được hoàn phí bảo hiểm. Tối 12/03/2026, người tự \
xưng là Nguyễn Minh Đức, cán bộ Ngân hàng Ví Dụ, dùng số 0912 345 678 kết bạn Zalo với tôi.
Đáp: Ngày 13/03/2026 tôi chuyển hai lần, 50.000.000 đồng và 35.500.000 đồng, vào tài khoản \
Vietcombank 0000123456789 mang tên LE VAN HAI.
Hỏi: Chị có biết chủ tài khoản không?
Đáp: Tôi không quen. Sau này tôi biết Lê Văn Hải, sinh năm 1994, số CCCD 001094000000, trước dùng \
số 0168 345 6789, nay là 038 345 6789.
Hỏi: Sáng 14/03/2026 chị đã gặp ai?
Đáp: Tôi đến Hồ Hoàn Kiếm như đã hẹn. Người đến lấy hồ sơ đi ô tô biển số 30A-123.45; tôi chụp \
được một tấm ảnh lúc 9 giờ 15 phút. Từ 10 giờ 30 phút không ai trả lời tôi nữa.
Tôi đã đọc lại biên bản, công nhận đúng và ký tên.
^NGƯỜI KHAI: Trần Thị Bình        ĐIỀU TRA VIÊN: Hoàng Thị Mẫu
"""

COMPLAINT = """\
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

ĐƠN TỐ GIÁC VỀ TỘI PHẠM
(Tài liệu minh họa của Truyvet; mọi nhân vật và số liệu đều hư cấu.)

Kính gửi: Đơn vị Mẫu, thành phố Hà Nội
Tôi là Trần Thị Bình, sinh năm 1985, số CCCD 001185000000, điện thoại 0900.000.001.

Tôi tố giác người tự xưng là Nguyễn Minh Đức (điện thoại 0912.345.678, Zalo cùng số) đã lừa tôi
chuyển tổng cộng 85.500.000 đồng vào tài khoản 0000123456789, ngân hàng Vietcombank (VCB), chủ
tài khoản LE VAN HAI, qua trang https://hoantien-xacminh.example.com/dang-nhap?hs=8812.

Kèm theo: thư điện tử ngày 11/03/2026, tin nhắn Zalo, ảnh chiếc xe biển số 30A-123.45.

Hà Nội, ngày 14 tháng 3 năm 2026
Người làm đơn: Trần Thị Bình
"""

NOTES = """\
Ghi chú - bản nháp (dữ liệu minh họa, hư cấu)

- Bị hại: Trần Thị Bình, số mới 0900000001. Đường Đinh Tiên Hoàng, gần Hồ Hoàn Kiếm.
- Người gọi: "Nguyễn Minh Đức", viết số là O912 345 678 (chữ O thay số 0).
- Chủ tài khoản VCB 0000123456789: Lê Văn Hải, CCCD 001094000000, xe 30a12345.
- Số cũ của Hải 0168.345.6789, đổi đầu số thành 038.345.6789 từ tháng 9/2018.
- Trang giả: hxxps://hoantien-xacminh[.]example[.]com/dang-nhap, máy chủ 203.0.113.45
- Telegram: t.me/vidu_hoantien_demo; ví TRON TCGHEKdbiWBQuYwEEXf7vXdfKoiSjLjqsW
"""

DIARY = """\
Cộng hòa xã hội chủ nghĩa Việt Nam  (dữ liệu minh họa, hư cấu)
Nhật ký của Lê Văn Hải, năm 2017
05/06/2017: Mua sim mới 0168 345 6789, đăng ký bằng CMND 012345678.
06/06/2017: Mở tài khoản Vietcombank 0000123456789, nhận tin nhắn về số 01683456789.
21/09/2017: Gặp Đức ở quán nước. Đức rủ làm chung, nói sẽ có tiền thưởng mỗi tháng.
30/12/2017: Cho Đức mượn tài khoản. Số của Đức: 0912 345 678.
"""

MAIL = """\
Kính gửi chị Trần Thị Bình,

Hồ sơ 8812 của chị được hoàn phí 128.000.000 đồng. Chị xác minh trước 17 giờ ngày 13/03/2026 tại
https://hoantien-xacminh.example.com/dang-nhap?hs=8812
Phí hồ sơ nộp vào Vietcombank, tài khoản 0000123456789, LE VAN HAI
(hoặc Bitcoin: 1HTYX8Fvr9HPKbNrXvLhAQFPRqi3QuTLKY).
Cán bộ phụ trách: Nguyễn Minh Đức, +84 912 345 678, https://zalo.me/0912345678

Ngân hàng Ví Dụ (thư minh họa của Truyvet, hư cấu)
"""

MAIL_HEAD = """\
Return-Path: <bounce@mail.hoantien-xacminh.example.com>
Delivered-To: tran.thi.binh@example.org
Received: from mx.example.org (mx.example.org [192.0.2.25])
\tby store.example.org with LMTP id Zx8812; Wed, 11 Mar 2026 08:12:31 +0700
Received: from relay.example.net (relay.example.net [198.51.100.23])
\tby mx.example.org with ESMTPS id 4Pq7hB; Wed, 11 Mar 2026 08:12:29 +0700
Received: from may-cua-duc ([203.0.113.45])
\tby relay.example.net with ESMTPA id 77c1; Wed, 11 Mar 2026 01:12:20 +0000
Authentication-Results: mx.example.org;
	spf=fail smtp.mailfrom=hoantien-xacminh.example.com; dkim=none
Message-ID: <20260311011218.8812@hoantien-xacminh.example.com>
Date: Wed, 11 Mar 2026 08:12:18 +0700
X-Originating-IP: [203.0.113.45]
"""

CHAT = """\
12 19:02 Đ Em chào chị Bình, em là Đức bên Ngân hàng Ví Dụ ạ
12 19:02 Đ Em phụ trách hồ sơ hoàn phí bảo hiểm số 8812 của chị
12 19:05 B Chào em, sao em có số của chị?
12 19:06 Đ Dạ số chị có trong hồ sơ, hôm qua bên em đã gửi thư điện tử cho chị rồi ạ
12 19:08 B À chị có thấy thư. Được hoàn bao nhiêu vậy em?
12 19:09 Đ Dạ 128.000.000 đ chị nhé, hạn cuối 17h ngày mai
12 19:10 B Nhiều vậy à
12 19:11 Đ Chị vào đây xác minh giúp em https://hoantien-xacminh.example.com/dang-nhap?hs=8812
12 19:12 Đ Số em là 0912.345.678, gọi lúc nào cũng được
12 19:15 B Để chị xem
12 19:22 B Nó hỏi cả mật khẩu à em?
12 19:23 Đ Dạ hệ thống tự động, bên em không xem được đâu ạ
12 19:25 Đ Chị nhớ nhập cả mã OTP thì hồ sơ mới được duyệt
12 19:31 B Chị nhập rồi
12 19:33 Đ Vâng ạ, em thấy hồ sơ lên rồi. Sáng mai em gửi chị bước tiếp theo
12 19:34 B Ừ cảm ơn em
13 09:10 Đ Chào buổi sáng chị ạ
13 09:11 Đ Hồ sơ 8812 đã duyệt, chị nộp phí 50.000.000 đ, phí này được hoàn lại cùng tiền gốc
13 09:14 B Sao phí cao thế em
13 09:15 Đ Dạ đây là khoản ký quỹ, 15 phút sau hoàn về tài khoản chị
13 09:16 Đ Chị chuyển vào Vietcombank stk 0000123456789 LE VAN HAI, nội dung PHI HO SO 8812
13 09:20 B LE VAN HAI là ai vậy em
13 09:21 Đ Dạ anh Hải là kế toán bên em ạ
13 09:30 B Chị đang ở ngoài, lát chị chuyển
13 09:33 Đ Vâng chị tranh thủ giúp em, hết hạn là hủy hồ sơ
13 09:43 B Chị chuyển rồi đó, em kiểm tra đi
13 09:44 B [Hình ảnh] chuyen-tien-1.jpg
13 09:47 Đ Em nhận được rồi ạ
13 10:20 B 15 phút rồi mà chưa thấy tiền về em ơi
13 10:24 Đ Dạ hệ thống báo sai nội dung chuyển khoản nên bị treo
13 10:25 Đ Để em hỏi anh Hải rồi báo chị
13 13:40 B Sao rồi em? Gọi không thấy bắt máy
13 13:52 Đ Chị gọi số máy bàn không được đâu, chị gọi +84 912 345 678 ạ
13 13:55 Đ Bên em cần chị nộp thêm 35.500.000 đ để mở treo, rồi hoàn một lần cả ba khoản
13 13:58 B Chị hết tiền rồi
13 14:02 Đ Chị vay tạm người nhà, chiều nay tiền về là trả được luôn
13 14:30 B Em hứa chiều nay nhé
13 14:31 Đ Em lấy danh dự bảo đảm với chị
13 15:21 B Chị chuyển thêm rồi đó
13 15:22 B [Hình ảnh] chuyen-tien-2.jpg
13 15:29 Đ Em cảm ơn chị
13 15:44 Đ [Tin nhắn đã được thu hồi]
13 15:45 Đ Nếu chị muốn nhanh thì nhận bằng USDT, gửi ví TCGHEKdbiWBQuYwEEXf7vXdfKoiSjLjqsW trước
13 15:48 B USDT là gì, chị không biết mấy cái đó
13 15:50 Đ Vậy chị nhắn nhóm hỗ trợ Telegram https://t.me/vidu_hoantien_demo (@vidu_hoantien_demo)
13 17:05 B Hết giờ làm rồi mà tiền chưa về
13 17:40 Đ Mai em cho người mang giấy tờ ra tận nơi cho chị ký
14 07:50 B Mấy giờ, ở đâu em?
14 07:58 Đ 9h15 ở Hồ Hoàn Kiếm chị nhé, phía đường Đinh Tiên Hoàng
14 08:01 Đ Xe màu xanh, biển 30A 12345, anh Hải lái, số anh ấy 0383456789
14 09:08 B Chị đến rồi
14 09:12 Đ Xe vào tới nơi rồi đó chị
14 09:16 B [Hình ảnh] IMG_20260314_0915.jpg
14 09:17 Đ Chị đừng chụp ảnh ạ
14 09:18 Đ Chị xóa ảnh giúp em
14 09:40 B Ký xong rồi, bao giờ tiền về?
14 09:41 Đ Dạ 10h ạ
14 10:05 B Đức ơi
14 10:12 B Em nghe máy đi
14 10:30 B Chị sẽ ra công an
14 10:31 Đ [Người dùng này đã chặn bạn]
"""

BANK_ROWS = """\
05/03/2026 10:02|FT26064001||15000000|0000111122223|VietinBank|VU VAN NAM NOP PHI HO SO 8790
05/03/2026 10:15|FT26064002|14900000||0000555566667|Techcombank|LE VAN HAI MUA USDT
06/03/2026 08:00|FT26065001|50000||||NAP DT 0383456789
07/03/2026 12:31|FT26066001|320000||||THANH TOAN XANG XE 30A12345
09/03/2026 20:44|FT26068001||2000000|0000333344445|MB|NGUYEN MINH DUC 0912345678 CHUYEN TIEN
10/03/2026 07:00|FT26069001|11000||||PHI SMS BANKING (MINH HOA HU CAU)
13/03/2026 09:42|FT26072001||50000000|0000987654321|BIDV|TRAN THI BINH PHI HO SO 8812
13/03/2026 10:05|FT26072002|49500000||0000555566667|Techcombank|LE VAN HAI MUA USDT
13/03/2026 15:20|FT26072003||35500000|0000987654321|BIDV|TRAN THI BINH PHI HO SO 8812 LAN 2
13/03/2026 15:31|FT26072004|33000000||0000555566667|Techcombank|LE VAN HAI MUA USDT
13/03/2026 15:40|FT26072005|2500000||0000333344445|MB|CHIA NGUYEN MINH DUC 0912345678
14/03/2026 08:20|FT26073001|1500000||||RUT TIEN ATM HA NOI
"""
STATEMENT_COLUMNS = (
    "Ngày giao dịch,Số tham chiếu,Số tài khoản,Ghi nợ,Ghi có,Số dư,"
    "Tài khoản đối ứng,Ngân hàng đối ứng,Diễn giải"
)
OPENING_BALANCE = 1_250_000  # đồng, on 01/03/2026

CONTACTS = """\
Anh Đức NH|84912345678|https://zalo.me/0912345678|Telegram @vidu_hoantien_demo
Bình (hồ sơ 8812)|0900000001||khách
Hải - số cũ|0168.345.6789||CCCD 001094000000, VCB 0000123456789
Hải - số mới|+84383456789||sau 15/09/2018
Quán nước Hồ Gươm|(84)24 0000 0001||
"""

CALLS = """\
số,tên,loại,bắt đầu,thời lượng (giây)
84912345678,Anh Đức NH,gọi đi,12/03/2026 18:40:11,204
(84)912345678,Anh Đức NH,gọi đến,13/03/2026 09:50:02,61
0912 345 678,Anh Đức NH,gọi đến,13/03/2026 15:33:47,95
0900000001,Bình (hồ sơ 8812),gọi nhỡ,14/03/2026 09:13:20,0
0912345678,Anh Đức NH,gọi đi,14/03/2026 09:19:05,38
0900000001,Bình (hồ sơ 8812),gọi nhỡ,14/03/2026 10:14:51,0
"""

WALLETS = """\
Ví tiền số (dữ liệu minh họa, hư cấu)
TRON: TCGHEKdbiWBQuYwEEXf7vXdfKoiSjLjqsW
BTC:  1HTYX8Fvr9HPKbNrXvLhAQFPRqi3QuTLKY
Máy: Vidu VD-26, IMEI 001010123456780, số 0383456789. Xe 30A-123.45
"""

PAGE_URL = "https://hoantien-xacminh.example.com/dang-nhap?hs=8812"
PAGE = """\
<!DOCTYPE html>
<!-- saved from url=(%04d)%s -->
<html lang="vi"><head><meta charset="utf-8"><title>Ngân hàng Ví Dụ - Xác minh hoàn phí</title>
<link rel="canonical" href="https://hoantien-xacminh.example.com/dang-nhap"></head>
<body><!-- trang minh họa của Truyvet, hư cấu; biểu mẫu không gửi đi đâu cả -->
<h1>Xác minh hoàn phí - hồ sơ 8812</h1>
<form method="post" action="https://hoantien-xacminh.example.com/nhan.php">
<label>Tên đăng nhập <input name="user" autocomplete="off"></label>
<label>Mật khẩu <input name="pass" type="password"></label>
<label>Mã OTP <input name="otp" maxlength="6"></label>
<input type="hidden" name="bot" value="vidu_hoantien_demo">
<input type="hidden" name="vietqr" value="%s">
<button>Xác minh</button></form>
<p>Hỗ trợ: <a href="tel:+84912345678">0912 345 678</a> -
<a href="https://zalo.me/0912345678">Zalo</a> -
<a href="mailto:hotro@hoantien-xacminh.example.com">Thư</a></p>
</body></html>
"""
VIETQR = (
    "00020101021238570010A00000072701270006970436011300001234567890208QRIBFTTA"
    "53037045408500000005802VN62180814PHI HO SO 8812630436BF"
)
"""EMVCo QR payload: Vietcombank's BIN 970436, the account, 50.000.000 đồng, CRC-16 at the end."""

SCHEMAS = "http://schemas.openxmlformats.org"
DOCX_PARTS = {
    "[Content_Types].xml": f"""\
<Types xmlns="{SCHEMAS}/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument\
.wordprocessingml.document.main+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package\
.core-properties+xml"/></Types>""",
    "_rels/.rels": f"""\
<Relationships xmlns="{SCHEMAS}/package/2006/relationships">
<Relationship Id="rId1" Target="word/document.xml"
 Type="{SCHEMAS}/officeDocument/2006/relationships/officeDocument"/>
<Relationship Id="rId2" Target="docProps/core.xml"
 Type="{SCHEMAS}/package/2006/relationships/metadata/core-properties"/></Relationships>""",
    "docProps/core.xml": f"""\
<cp:coreProperties xmlns:cp="{SCHEMAS}/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<dc:title>Biên bản ghi lời khai Trần Thị Bình</dc:title>
<dc:creator>Hoàng Thị Mẫu</dc:creator><cp:lastModifiedBy>Hoàng Thị Mẫu</cp:lastModifiedBy>
<cp:revision>3</cp:revision>
<dcterms:created xsi:type="dcterms:W3CDTF">2026-03-16T07:02:00Z</dcterms:created>
<dcterms:modified xsi:type="dcterms:W3CDTF">2026-03-16T07:40:00Z</dcterms:modified>
</cp:coreProperties>""",
    "word/document.xml": f"""\
<w:document xmlns:w="{SCHEMAS}/wordprocessingml/2006/main"><w:body>
%s<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>""",
}

PICTURE = """
|JeWA07C#E78o2D6d)WL93&zjCNNMmFf1%EVn#|jP;_Q`cyeZNZh(-uoPda~if(YA+M=$$#Lm#pe466&;K=Z}%Ff3B+W<oWA|xa*
DllF&G+xGpaD>Lj#>U3R#>U3R#>U3R#>U3R#>U3R#>U3R#>U3R#>U3R#>U3R#>U3R#>U3R#>U3R|G)qd2mq)6-~$0700I#K0}%oL
!~hxq0RRI50RaF20000000000009F91Of*C!~ixB00IF600syK0R#g900000009C61Q8M;F+ovr1rrn^GE!lYG*f}0vB9D<Lvzs;
LSl0N!~hrp0RaI40RR910000000000009C61pmYU91#Hl0RaI40RaI300000000015dtw110gd1+5ij#0RRFK0}%i}0M!K=a^f`Q
#Gi2atHDN`xQ#h+A8`4r!A6|8jX7~2aQUmjT{$<Lv)QS2FYzFNQ6PW>f&dZ-07xJKAb<pd01|nW;{}<?MR9E8y1r0u6tLyJ?nZRy
Dw5KioSznE^qSR`{Rr%nmn3*yBS*_WV=#k1RW-8<$`g215_~17zbDU^QMsu>_hp#*Uc%0eXn<Ecicph`rG~u@PRjvLYNO}-GUDI@
p4CUs_Gh|vVOKg5&Nk{9O<zlS?5>{k+0&mGzN8QhB0&HN1OOxu0FXceK>!Ij@2*@IRR`XCUj%hdN)U2;63L4>xy{O3Tgf`9UO)#n
KmY&$8s=@^#LwyYG>qH7iJ#N(UOjc|#U{e=u0}bqyepA=PFV+Chl+fW$aUCwr^y=Y#Gbq9?>&{ndF-6{x730Gq)0O_?`l)8)zOwT
S9?}<oZY_b=6@7i8-T;@_g^#kq1*1hXYoT3xC}nub@M-p9lq=4e-too0}r>|e9z*CZ@T%P#S9yOrrNh(LKQc)ubF8T&wVW$X1KJB
!$+h)puhSvOm*ut02x34000KLn|JXu`hE=~nzf^=RnJW<?!e~dcIs<@*j^RL<LocyFJrN6!FsazoXlh$b{;A6L$JS?y^F2w-4`b1
ocbE;sbWcW(GBOL%t;*hUs8FiQBtKUlGzoKO#YRvsx(vE-k0dyM-4d2;^8Ls$>p<QB$7#CBafr0VlJ!N^)5$YY5)Qt0046Ig)J&d
X={ewM^I@r)7GA*2Ny+F(Wxp;>Xx<4)G%bFZE>q?9#OYWYNa^NJ0!A&SBtpm+s!SjS(a>>R}{Lct~<7_MmkEU0AT<C000``11{hI
000Sz6)MxDvr=k2%C2kndM<lj#Jx;;&Q&DkHr$@}cH(~+>(;++w)vlCWzJH$xovHm)#!?W(;02TDiBeQ#IT7mGWfr7m&N;&2G}t&
_`h+N#rupKV8qMf{l;Gx?l5hG6EBPR8GK*3!Qav}vl!J&W~N1j+$mCY>dOf{$5F$V#ru$48*#n2lftUA>!|f!lxx$*b?r>TI_z$p
DvF$*Y02Z0Ghm6rP?L<78a$fSX+o@VHOcQs6-zpi@ORhT=VD`->IzBkCZuH)^rF`^S0550$+KR`J;Ieq_+a1A>7`}9tNI~~<EQ{(
+yDRo0m0IbRVBMw#nt+qy(#^#uju7EeOb)L{{TKGR_n)C>UomG!D(FlMdPb)^?zT_o_W~v06M(D0000000HSkD>*!t!@`VrY@f$p
$C=kzUV6V$B^@1kEId@$jC0ks+w}bToZBODJf+B!%zP`6Cf-#yzY9O7<lwXTs(k+dM|JPQ&*}L%Z2l^rKhc}(Q^v3$8e{+*9RL6T
0301D{jaa+&onwy`(Izto_aX{04{gX0BIdPA8Q-Sp009nii?xR(^LKq-{#i$U+ClLFOHY^-{l+TE&i-zSLk{)sp&ynRhDt18AX1M
SX<dT73x)YG@S>D!ML}b*wk%aPeOyuDzzgn>r}i+aWZ3NUZ+Rh!W5?%%4&3@Q^fJNB-*8|g|)?5QkuA<Rw+wHPA@6%*m<+Hvb(sc
MiZ`_HKy9{EaNLtdv_Hp*Sv+jST#edgk>J{moG!by`|-)YdVe)lp)-brki+r+ha#Z{2jl|t?s|kUB^RFr$VIRR;H9<<g<pgeGPJ}
uY|4sIerGw@|%GRV&qBDkN^hsd@GP5J{8E53a0bnXY~A>HlGzwncI2rv-*Bc8&8R+%+2+w<5U1?m3^X*oet4Q&W!M5<~6Mj(MQgQ
Xrt#wcpos<hiIecL$p!zqdX6oYu`xJg-)+RS;kHx+TZmmI`c9!eE<bUk3oENzsCOnDA4IT_cqF%N>Zk&xkfEG<+j<G(A8l|^}3T#
P7Nm~g`A_mq?5Z)g)6IA!8IqPEqPy~7uAlN-qNDyLbWPTgj<uGbCyvXs`Yv@jl-)>*}oL09Is3jUdFA}I#G9an2x%U((cLUSJ1Xq
t91~JZY*5ZRFt1}t=J;2=*x<?HgT(2EhgGcEGaG}9VLHOg+&W>9_x=;CbNv}T=$+WsrG9=u9fY&sVbUsdP_$e(mY;STi0`yE7ciJ
rktYctsib6S<)BPXkR)}txk<S1uZF4a@U_jwzJZ(sN9sZNxdlSdbXpE>C~M$P@{Kh=}HPM)Rttpzf#Fmx3}oYQCAe@p-IJemR_y^
eCpV_5*EY`jDP?(6~!zr_U;3;QuBR|1+X02bzN4cIueX!mhrgcwvvr_N>2$gK^5QHDS5ubv{LhZjsR2u000000C}q%$5zx(brjcv
>fDy5S#c~@3ITqMUPc!LTBz#r4yE~vu`yN`1TeTF-lh46QvAbVim<pLg~1l}FU&fZ<{J!Eg~1brz_Y1-Vbs4c*kZ6ncxY(r&Pqx2
xV-fU=}97*OG>O!*%+v-A@pO>02xpK00000000000IuWuGAt!6CX(I;a5Qv(^Y$7(n|%O<u>x@TKVgT#fdHI70}lz|;p_qdJ2s3w
XAc~31OwBIme{q;5r>T7`vJ{&{{T;^&S<#2WvyIrG#(q!dc6SRq5Wv{I|eZJVe$X~00000000000000Fbm!H}OBs0702Zr=rHvPb
vtG@4Jaygra>g_pdbMu=4{GCPV~joA)BO(6yS?3Mrv2ah01p)E=x)z@NcGo8Yfa}3t;+xbT;``eEgfxZ&mJeZRZ)y}HqvVwwXgu5
y(c!7be?sraUyk;w4NSXYZ=w8?EnO7#Uz@O?&!6<ZbPi3+mv3sXI|U@2a1#HC8dl!Ydin|0000000;ls
"""
"""A drawing of a car seen from behind, 224 x 168, baseline JPEG without Exif; base 85."""


def files() -> dict[str, bytes]:
    """Return every shipped file, the table of names included: name -> bytes."""
    return {
        "anh-xe.jpg": photo(),
        "bien-ban.docx": word_document(STATEMENT),
        "don-to-giac.txt": COMPLAINT.encode(),
        "ghi-chu.txt": unicodedata.normalize("NFD", NOTES).encode(),
        "names.json": (json.dumps(NAMES, indent=2) + "\n").encode("ascii"),
        "nhat-ky-2017.txt": tcvn3(DIARY),
        "sao-ke.csv": bank_statement(),
        "thiet-bi.zip": device(),
        "thu-lua-dao.eml": email_message(),
        "trang-lua-dao.html": (PAGE % (len(PAGE_URL), PAGE_URL, VIETQR)).encode(),
        "zalo-chat.txt": chat().encode(),
    }


def chat() -> str:
    """Return the chat as an export writes it: one dated line a message, oldest first."""
    people = {"Đ": "Nguyễn Minh Đức", "B": "Trần Thị Bình"}
    lines = ["Zalo - trò chuyện với Nguyễn Minh Đức (0912345678) - dữ liệu minh họa, hư cấu"]
    for line in CHAT.splitlines():
        day, clock, who, text = line.split(" ", 3)
        lines.append(f"[{day}/03/2026 {clock}] {people[who]}: {text}")
    return "\n".join(lines) + "\n"


def bank_statement() -> bytes:
    """Return a bank's CSV: BOM for Excel, CRLF, day/month/year, dots between thousands."""
    lines = [STATEMENT_COLUMNS]
    balance = OPENING_BALANCE
    for row in BANK_ROWS.splitlines():
        when, reference, debit, credit, account, bank, text = row.split("|")
        balance += int(credit or 0) - int(debit or 0)
        sums = [f"{int(n):,}".replace(",", ".") if n else "" for n in (debit, credit, str(balance))]
        lines.append(",".join([when, reference, "0000123456789", *sums, account, bank, text]))
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def tcvn3(text: str) -> bytes:
    """Encode `text` in TCVN3 (TCVN 5712:1993 VN3, the .VnTime fonts); raises KeyError outside it.

    The set has no accented capitals except the bare Ă Â Ê Ô Ơ Ư Đ.
    """
    runs = {
        0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
        0xB5: "àảãáạ",
        0xBB: "ằẳẵắ",
        0xC6: "ặầẩẫấậè",
        0xCE: "ẻẽéẹềểễếệìỉ",
        0xDC: "ĩíịò",
        0xE1: "ỏõóọồổỗốộờởỡớợù",
        0xF1: "ủũúụừửữứựỳỷỹýỵ",
    }
    table = {chr(n): n for n in range(0x80)}
    table |= {char: start + n for start, run in runs.items() for n, char in enumerate(run)}
    return bytes(table[char] for char in text)


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP of stored members in the given order, all dated 16/03/2026 14:40."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, (2026, 3, 16, 14, 40, 0))
            member.create_system = 3  # Unix, on every machine that runs this
            member.external_attr = 0o100644 << 16
            target.writestr(member, content)
    return out.getvalue()


def device() -> bytes:
    """Return what was copied from the phone of Lê Văn Hải: contacts, calls and a folder."""
    cards = []
    for line in CONTACTS.splitlines():
        name, phone, url, note = line.split("|")
        card = ["BEGIN:VCARD", "VERSION:3.0", f"N:{name};;;;", f"FN:{name}"]
        card.append(f"TEL;TYPE=CELL:{phone}")
        card += [f"URL:{url}"] * bool(url)
        card += [f"NOTE:{note}".replace(",", "\\,")] * bool(note)
        cards += [*card, "END:VCARD", ""]
    return archive(
        {
            "contacts.vcf": "\r\n".join(cards).encode(),
            "call-log.csv": CALLS.replace("\n", "\r\n").encode(),
            "Tài liệu/Ghi chú/Ví tiền số.txt": WALLETS.encode(),
        }
    )


def word_document(text: str) -> bytes:
    """Return a .docx with a paragraph a line; a line that starts with ^ is centred and bold."""
    body = ""
    for line in text.splitlines():
        words = escape(line.removeprefix("^"))
        centred = line.startswith("^")
        paragraph = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centred else ""
        run = "<w:rPr><w:b/></w:rPr>" if centred else ""
        body += f'<w:p>{paragraph}<w:r>{run}<w:t xml:space="preserve">{words}</w:t></w:r></w:p>\n'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts = {name: head + part for name, part in DOCX_PARTS.items()}
    parts["word/document.xml"] %= body
    return archive(parts)


def email_message() -> bytes:
    """Return the e-mail: one message as text and as HTML, and the PDF; lines end in CRLF."""
    html = MAIL.replace("\n", "<br>\n")
    for url in (PAGE_URL, "https://zalo.me/0912345678"):
        html = html.replace(url, f'<a href="{url}">bấm vào đây</a>')
    file_name = quote("Hóa đơn phí hồ sơ 8812.pdf")
    text = f"""\
{MAIL_HEAD}From: {encoded_words("Ngân hàng Ví Dụ")} <hotro@hoantien-xacminh.example.com>
Reply-To: <duc.hoantien@example.net>
To: {encoded_words("Trần Thị Bình")} <tran.thi.binh@example.org>
Subject: {encoded_words("Thông báo hoàn phí bảo hiểm", " - hồ sơ 8812, hạn 13/03/2026")}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_ngoai"

--=_ngoai
Content-Type: multipart/alternative; boundary="=_trong"

--=_trong
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

{base64.encodebytes(MAIL.encode()).decode()}
--=_trong
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

{quopri.encodestring(html.encode()).decode()}
--=_trong--

--=_ngoai
Content-Type: application/pdf
Content-Disposition: attachment; filename*=UTF-8''{file_name}
Content-Transfer-Encoding: base64

{base64.encodebytes(pdf_invoice()).decode()}
--=_ngoai--
"""
    return text.replace("\n", "\r\n").encode("ascii")


def encoded_words(*phrases: str) -> str:
    """Return each phrase as one RFC 2047 word (at most 75 characters), folded between words."""
    words = (f"=?UTF-8?B?{base64.b64encode(phrase.encode()).decode()}?=" for phrase in phrases)
    return "\n ".join(words)


def pdf_invoice() -> bytes:
    """Return the PDF the e-mail carries: one page, a standard font, so words without accents."""
    lines = (
        "NGAN HANG VI DU - HOA DON PHI HO SO 8812 - minh hoa, hu cau",
        "Khach hang: TRAN THI BINH        So tien: 50.000.000 VND",
        "Vietcombank 0000123456789 LE VAN HAI     Hotline 0912.345.678",
    )
    shown = b"".join(b"(%s) Tj 0 -24 Td\n" % line.encode("ascii") for line in lines)
    page = b"BT /F1 12 Tf 60 780 Td\n" + shown + b"ET"
    title = "Hóa đơn phí hồ sơ 8812".encode("utf-16-be").hex().upper().encode()
    font = b"/Resources << /Font << /F1 5 0 R >> >>"
    made = b"/Author (may-cua-duc) /Producer (Vidu PDF 1.0) /CreationDate (D:20260310223015+07'00')"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % font,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title <FEFF%s> %s >>" % (title, made),
    )
    out, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n" % size
    return out + b"xref\n0 %d\n%s%sstartxref\n%d\n%%%%EOF\n" % (size, table, trailer, len(out))


INLINE_BYTES = 4  # a longer value does not fit into its TIFF directory entry


def photo() -> bytes:
    """Return the picture with the Exif block a telephone writes: device, local time, place."""
    picture = base64.b85decode(PICTURE.replace("\n", ""))
    segment = b"Exif\0\0" + exif_block()
    return picture[:2] + b"\xff\xe1" + pack(">H", len(segment) + 2) + segment + picture[2:]


def exif_block() -> bytes:
    """Return a little-endian TIFF with directory 0, the Exif directory and the GPS directory."""
    taken = exif_text("2026:03:14 09:15:07")
    zone = exif_text("+07:00")
    exif = {
        0x9000: (7, b"0232"),  # ExifVersion
        0x9003: taken,  # DateTimeOriginal
        0x9004: taken,  # DateTimeDigitized
        0x9010: zone,  # OffsetTime
        0x9011: zone,  # OffsetTimeOriginal
        0x9012: zone,  # OffsetTimeDigitized
        0xA002: (4, pack("<I", 224)),  # PixelXDimension
        0xA003: (4, pack("<I", 168)),  # PixelYDimension
    }
    gps = {
        0x0000: (1, bytes((2, 3, 0, 0))),  # GPSVersionID
        0x0001: exif_text("N"),
        0x0002: rationals((21, 1), (1, 1), (4332, 100)),  # 21°01'43.32" N, Hồ Hoàn Kiếm
        0x0003: exif_text("E"),
        0x0004: rationals((105, 1), (51, 1), (864, 100)),  # 105°51'08.64" E
        0x0005: (1, b"\0"),  # GPSAltitudeRef: above the sea
        0x0006: rationals((12, 1)),  # metres
        0x0007: rationals((2, 1), (15, 1), (7, 1)),  # GPSTimeStamp, UTC
        0x001D: exif_text("2026:03:14"),  # GPSDateStamp, UTC
    }
    first = {
        0x010F: exif_text("Vidu"),  # Make
        0x0110: exif_text("VD-26 Demo"),  # Model
        0x0112: (3, pack("<H", 1)),  # Orientation
        0x0131: exif_text("Truyvet demo data"),  # Software
        0x0132: taken,  # DateTime
        0x8769: (4, bytes(4)),  # ExifIFD, set below
        0x8825: (4, bytes(4)),  # GPSInfoIFD, set below
    }
    exif_at = 8 + len(directory(first, 8))
    gps_at = exif_at + len(directory(exif, exif_at))
    first |= {0x8769: (4, pack("<I", exif_at)), 0x8825: (4, pack("<I", gps_at))}
    head = b"II*\0" + pack("<I", 8)
    return head + directory(first, 8) + directory(exif, exif_at) + directory(gps, gps_at)


def exif_text(text: str) -> tuple[int, bytes]:
    """Return an ASCII field: type 2, ended by NUL."""
    return 2, text.encode("ascii") + b"\0"


def rationals(*fractions: tuple[int, int]) -> tuple[int, bytes]:
    """Return a RATIONAL field: type 5, numerator and denominator of each fraction."""
    return 5, b"".join(pack("<II", *fraction) for fraction in fractions)


def directory(fields: dict[int, tuple[int, bytes]], offset: int) -> bytes:
    """Return a TIFF directory that stands at `offset`; longer values follow its entries."""
    unit = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}  # type -> bytes of one value
    spill_at = offset + 2 + 12 * len(fields) + 4
    entries, spill = b"", b""
    for tag, (kind, value) in sorted(fields.items()):
        here = value.ljust(INLINE_BYTES, b"\0")
        if len(value) > INLINE_BYTES:
            here = pack("<I", spill_at + len(spill))
            spill += value + bytes(len(value) % 2)
        entries += pack("<HHI", tag, kind, len(value) // unit[kind]) + here
    return pack("<H", len(fields)) + entries + bytes(4) + spill


def main(arguments: list[str]) -> None:
    """Write all files into the folder named by the first argument, or where they are shipped."""
    folder = Path(arguments[0]) if arguments else SHIPPED
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main(sys.argv[1:])
