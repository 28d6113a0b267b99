"""The members' guide: `readme.md`, for whoever gets a bundle and has no truyvet; in two languages.

It is signed with the rest, and claims nothing: what it tells is told from the lines beside it.
"""

from collections.abc import Mapping

from ...evidence.acts import CaseOpen
from ...evidence.links.relation import RELATIONS
from ...evidence.links.statement import Statement
from ...evidence.scans.locator import Locator, shown
from ..visible import plain
from .form import Proof
from .handchecks import CHECKS, START

_VI = """# Gói chứng minh liên kết

Vụ việc {number}, “{title}” ({case}). Lập lúc {made} bởi {maker}, {unit}.
Câu hỏi, theo lời người lập: `{question}`

Gói này chứng minh từng bước của đường liên kết dưới đây bằng chính các dòng dữ liệu đã ký của vụ
việc. Không cần có vụ việc, không cần mạng.

Kiểm tra bằng truyvet: `truyvet verify GÓI.zip --key KHÓA.pub.json --checkpoint MỐC-ĐÃ-GIỮ`

Kiểm tra bằng tay: giải nén vào một thư mục trống, đứng trong thư mục đó, chạy lần lượt từng khối
lệnh ở cuối (cần GNU coreutils, jq, OpenSSL 1.1.1 trở lên). Khối nào in ra chữ hoặc kết thúc khác 0
là có sai lệch.

Không chứng minh được: nguồn đúng như vẻ ngoài của nó; thời điểm (là giờ của máy đã ghi); người ký
là ai nếu không có khóa tin cậy; và không có gì khác trong vụ việc nói ngược lại (lời khai đã rút,
quyết định đã hủy, khóa đã thu hồi mà gói không mang theo).
"""
_EN = """# Proof of links

Case {number}, “{title}” ({case}). Made {made} by {maker}, {unit}.
Question, as its maker tells: `{question}`

This bundle proves every step of the paths below with the signed lines of the case themselves.
Neither the case nor a network is needed.

Check it with truyvet: `truyvet verify BUNDLE.zip --key KEY.pub.json --checkpoint KEPT`

Check it by hand: unpack it into an empty folder, stand there, and run the blocks at the end one
after the other (GNU coreutils, jq, OpenSSL 1.1.1 or newer). A block that prints something or ends
with a status other than 0 has found something wrong.

Not proved: that the sources were what they seemed; when things happened (times are those of the
recording computer); who the signers are, without keys you trust; and that nothing else in the case
speaks against it (statements retracted, decisions undone, keys revoked that the bundle leaves out).
"""
_PLACES = """
## Các tệp · Files

- `proof.json`, `proof.sig.json`: {about}
- `checkpoint`: đầu sổ nhật ký đã ký · the signed head of the ledger
- `entries/SEQ.json`: các mục nhật ký đã ký · signed entries
- `lines/ENTRY-LIST-N.json`: dòng của các danh sách · lines of lists
- `items/SHA256`: nội dung vật chứng, nếu có · the bytes of items, if any
"""
_ABOUT = "gói nói gì và chữ ký của người lập · what the bundle claims, and its maker's signature"


def readme(
    proof: Proof, texts: Mapping[str, str], labels: Mapping[str, str], opening: CaseOpen
) -> bytes:
    """Return the guide to a bundle.

    `texts` tells what each statement says, by short name, `labels` what nodes are called.
    """

    def called(node: str) -> str:
        label = labels.get(node)
        return f"`{_safe(node)}`" + (f" (`{_safe(label)}`)" if label else "")

    facts = {
        "number": _safe(opening.number),
        "title": _safe(opening.title),
        "case": proof.case,
        "made": proof.made.utc,
        "maker": _safe(proof.maker.name),
        "unit": _safe(proof.maker.unit),
        "question": _safe(proof.question),
    }
    parts = [_VI.format(**facts), _EN.format(**facts), _PLACES.format(about=_ABOUT)]
    parts.append("\n## Các đường · Paths\n")
    for number, walk in enumerate(proof.paths, 1):
        parts.append(f"\n{number}. " + " → ".join(map(called, walk)) + "\n")
    parts.append("\n## Các bước · Hops\n")
    for hop in proof.hops:
        parts.append(f"\n### {called(hop.left)} – {called(hop.right)}\n\n")
        for link in hop.links:
            title = RELATIONS[link.relation].title
            parts.append(
                f"- {called(link.subject)} **{title}** {called(link.object)}"
                f" ({len(link.statements)} / {link.total})\n"
            )
            parts += [f"  - {name} `{_safe(texts.get(name, ''))}`\n" for name in link.statements]
    if proof.decisions:
        listed = ", ".join(map(str, proof.decisions))
        parts.append(f"\nLà một theo quyết định · One by the decisions of entries: {listed}\n")
    parts.append("\n## Kiểm tra bằng tay · Check by hand\n")
    for name, lines in {"start": START, **CHECKS}.items():
        parts.append(f"\n```sh check={name}\n{lines}```\n")
    return "".join(parts).encode()


def said_text(
    statement: Statement | None, *, raw: str, said_by: str, place: str, locator: Locator
) -> str:
    """Return in one line what the guide tells of a statement, or of a mention, which has none.

    `place` is the item it rests on, empty if none; `raw` what stands there.
    """
    details = list[str]()
    if statement is not None:
        until = f"– {statement.until}" if statement.until else ""
        details += [statement.since, until, statement.grade]
        details += [f"{name} {text}" for name, text in statement.facts.items()]
    details += [f"“{raw}”" if raw else "", statement.note if statement else "", said_by]
    if place:
        details.append(f"{place}: {shown(locator)}")
    return ", ".join(text for text in details if text)


def _safe(text: str) -> str:
    """Return foreign text as it may stand between backticks, on one line."""
    return plain(text).replace("`", "ˋ")[:1000]
