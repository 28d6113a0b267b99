"""The Vietnamese words of examinations: how complete they are, and what asks for attention."""

EXAMINATION: dict[str, str] = {
    # Examination: the statement that opens the report, and its details in part 3
    "examined": "Tính đầy đủ của việc khám nghiệm",
    "examined.none": "Chưa mục nào được khám nghiệm: hồ sơ có {items} mục và chưa ghi nhận lần "
    "khám nghiệm nào.",
    "examined.part": "Trong {items} mục, đã khám nghiệm đầy đủ {full} mục, khám nghiệm được một "
    "phần {partly} mục, chưa khám nghiệm {left} mục; {without} mục không có nội dung để "
    "khám nghiệm.",
    "examined.whole": "Đã khám nghiệm đầy đủ toàn bộ {full} mục có nội dung, trong tổng số {items} "
    "mục; {without} mục không có nội dung để khám nghiệm.",
    "examined.unsure": "Các con số này không chắc chắn: có bản ghi, bảng kê hoặc danh sách kết quả "
    "khám nghiệm bị thiếu hoặc không đúng như bản ghi nêu (phần 2, 3 và 6).",
    "examined.items": "Mục dữ liệu",
    "examined.full": "Đã khám nghiệm đầy đủ",
    "examined.partly": "Khám nghiệm một phần",
    "examined.left": "Chưa khám nghiệm",
    "examined.without": "Không có nội dung",
    "examined.because": "Lý do",
    "because.not_collected": "không lấy được nội dung khi thu thập: {count} mục",
    "because.never": "chưa lần khám nghiệm nào xét đến (đưa vào sau lần khám nghiệm gần nhất, hoặc "
    "lần khám nghiệm kết thúc sớm): {count} mục",
    "because.unexamined": "đã xét đến nhưng không bộ trích xuất nào khám nghiệm được: {count} mục",
    "because.statuses": "số lượt khám nghiệm (một mục, một bộ trích xuất) còn sót lại, theo tình "
    "trạng",
    "because.left_out": "các bộ trích xuất chưa từng được yêu cầu trong hồ sơ này",
    "because.unfinished": "lần khám nghiệm chưa hoàn tất, chưa được ghi nhận và chưa được tính: "
    "{count}",
    "because.strangers": "kết quả khám nghiệm của mục không có trong bảng kê nào, không được tính: "
    "{count} mục",
    "examined.means": "“Đầy đủ” nghĩa là mọi bộ trích xuất được yêu cầu đã chạy xong và không để "
    "sót gì; không có nghĩa là không còn gì khác để tìm. Chi tiết ở phần 3, các dấu hiệu đáng chú "
    "ý ở phần 4.",
    "scans": "Các lần khám nghiệm",
    "scans.none": "Chưa có lần khám nghiệm nào.",
    "scan.at": "Khám nghiệm tại bản ghi {seq}",
    "scan.by": "Người khám nghiệm",
    "scan.recorded": "Ghi nhận lúc",
    "scan.status": "Tình trạng",
    "scan.items": "Số mục đã xét",
    "scan.confinement": "Biện pháp cách ly tiến trình",
    "scan.extractors": "Bộ trích xuất và phiên bản ({count})",
    "scan.outcomes": "Danh sách kết quả (SHA-256)",
    "scan.root": "Gốc trên {count} dòng",
    "scan.outcomes.damaged": "Danh sách kết quả không phải là danh sách mà bản ghi nêu tên.",
    "scan.outcomes.missing": "Danh sách kết quả bị thiếu hoặc không đọc được.",
    "scan.observations.damaged": "Danh sách dữ kiện không phải là danh sách mà bản ghi nêu tên.",
    "scan.observations.missing": "Danh sách dữ kiện bị thiếu hoặc không đọc được.",
    "scan.unfinished": "Các lần khám nghiệm chưa hoàn tất: chưa được ghi nhận và chưa được chứng "
    "minh.",
    "scan.asked": "Số bộ trích xuất được yêu cầu",
    "scanned.complete": "đầy đủ",
    "scanned.partial": "có mục còn sót lại",
    "scanned.closed": "kết thúc trước khi xét hết các mục",
    "confinement.privileges": "không thể có thêm đặc quyền",
    "confinement.network": "không có mạng",
    "confinement.files": "không mở được tệp khác",
    "confinement.calls": "không chạy được chương trình khác",
    "confinement.none": "không có",
    "extractors": "Kết quả theo bộ trích xuất",
    "extractors.about": "Mỗi mục được tính theo lần khám nghiệm mới nhất của bộ trích xuất ấy. Cột "
    "“không còn gì” gồm: có dữ kiện, không có gì, không thuộc loại mà bộ trích xuất xử lý.",
    "extractor": "Bộ trích xuất",
    "extractor.examined": "Không còn gì",
    "extractor.short": "Còn sót lại",
    "short": "Những mục còn sót lại",
    "short.none": "Không lượt khám nghiệm nào để sót.",
    "short.listed": "Liệt kê {listed} lượt. Không liệt kê: {unlisted}; danh sách kết quả của lần "
    "khám nghiệm nêu đủ.",
    "short.status": "Tình trạng",
    "short.reason": "Lý do",
    "outcome.skipped": "bỏ qua hoặc chưa chạy",
    "outcome.partial": "chỉ được một phần",
    "outcome.timeout": "quá thời gian",
    "outcome.memory": "quá bộ nhớ",
    "outcome.crash": "bộ trích xuất hỏng giữa chừng",
    "outcome.encrypted": "bị mã hóa",
    "outcome.corrupt": "dữ liệu hỏng",
    "outcome.unsupported": "chưa hỗ trợ",
    "outcome.bomb": "vượt giới hạn giải nén (bom nén)",
    "outcome.ok": "có dữ kiện",
    "outcome.empty": "không có gì",
    "outcome.not_applicable": "không thuộc loại xử lý",
    "collected": "Khi thu thập",
    # 4 What asks for attention
    "attention": "Những dấu hiệu đáng chú ý",
    "attention.about": "Do máy nêu ra để người có thẩm quyền xem xét; tự nó không phải là kết "
    "luận. Lệnh truyvet show MÃ đọc lại từ byte gốc.",
    "attention.none": "Các lần khám nghiệm không nêu dấu hiệu nào.",
    "attention.unscanned": "Chưa khám nghiệm nên chưa rõ.",
    "attention.unsure": "Có danh sách dữ kiện bị thiếu hoặc không đúng như bản ghi nêu: không biết "
    "chắc đã đủ dấu hiệu.",
    "attention.cut": "Liệt kê {listed} dữ kiện. Không liệt kê: {unlisted}; danh sách dữ kiện của "
    "lần khám nghiệm nêu đủ.",
    "attention.name": "Mã",
    "attention.flag": "Dấu hiệu",
    "attention.value": "Giá trị",
    "flag.yara": "khớp quy tắc YARA",
    "flag.known-bad": "tệp xấu đã biết",
    "flag.mismatch": "nội dung không đúng với tên",
    "flag.encrypted": "có mã hóa",
    "flag.macros": "có macro",
    "flag.script": "có lệnh tự chạy",
    "flag.metadata": "siêu dữ liệu bất thường",
    "flag.bomb": "bom nén",
    "mark.tag": "Nhãn",
    "mark.note": "Ghi chú",
    "mark.entry": "bản ghi {seq}",
}
