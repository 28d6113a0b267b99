"""Lists as they really come: odd heads, odd lines, odd encodings; none dropped silently."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from truyvet.extractors.hashlists.importing import Imported, Order, import_list
from truyvet.extractors.hashlists.lines import checksums, hashdeep, is_blank, is_checksum
from truyvet.extractors.hashlists.reading import NotAList, rows_of
from truyvet.extractors.hashlists.rows import EMPTY_FILE, algorithm_named, chosen, refused, unnamed
from truyvet.extractors.hashlists.sets import stored
from truyvet.extractors.hashlists.tables import cells_of, delimiter_of, table
from truyvet.hashes.hashset import WIDTHS

WHEN = "2026-03-14T02:15:00.000000Z"


def digest(algorithm: str, text: str = "a") -> str:
    """The digest of a text, in hexadecimal."""
    return hashlib.new(algorithm, text.encode(), usedforsecurity=False).hexdigest()


M, S, L, X = (digest(name) for name in ("md5", "sha1", "sha256", "sha512"))
M2, S2, L2, X2 = (digest(name, "b") for name in ("md5", "sha1", "sha256", "sha512"))
Bring = Callable[..., Imported]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Import a list given as text or bytes."""

    def bring(content: str | bytes, **order: str) -> Imported:
        source = tmp_path / "list.txt"
        source.write_bytes(content.encode() if isinstance(content, str) else content)
        given: dict[str, Any] = {"name": "A", "known": "good", "created": WHEN} | order
        return import_list(source, tmp_path / "sets", Order(**given))

    return bring


def heads(result: Imported) -> list[tuple[str, int]]:
    """What sets came of it, and how many digests each has."""
    return [(head.algorithm, head.count) for head in result.heads]


# What: text, kind, sets, refused lines.
LISTS: dict[str, tuple[str, str, list[tuple[str, int]], list[int]]] = {
    "first rows without a digest": (
        f"name,sha256\na,\nb,\nc,\nd,{L}\n",
        "CSV",
        [("sha256", 1)],
        [2, 3, 4],
    ),
    "PowerShell's table": (
        f'#TYPE X\n"Algorithm","Hash","Path"\n"SHA256","{L.upper()}","C:\\a, b.exe"\n'
        f'"SHA256","{L2.upper()}","D:\\c"\n',
        "CSV",
        [("sha256", 2)],
        [],
    ),
    "certutil": (
        f"SHA256 hash of a.exe:\n{L}\nCertUtil: command completed.\n",
        "digests",
        [("sha256", 1)],
        [1, 3],
    ),
    "MISP": (
        f"uuid,event_id,category,type,value\nx,1,Payload,sha256,{L}\ny,1,Payload,md5,{M}\n",
        "CSV",
        [("md5", 1), ("sha256", 1)],
        [],
    ),
    "a value that is a digest or not": (
        f"type,value\nsha256,{L}\ndomain,example.com\n",
        "CSV",
        [("sha256", 1)],
        [3],
    ),
    "names with blanks": (
        f"File Name;SHA-256 Hash;Size\na b.exe;{L};1\nc;{L2};2\n",
        "CSV",
        [("sha256", 2)],
        [],
    ),
    "a column of another hash": (
        f"imphash,sha256_hash\n{M},{L}\n{M2},{L2}\n",
        "CSV",
        [("sha256", 2)],
        [],
    ),
    "only another hash by its name": (f"name,imphash,file\na,{M},{M2}\n", "CSV", [("md5", 1)], []),
    "pipes": (f"a|{S}|1\nb|{S2}|2\n", "CSV", [("sha1", 2)], []),
    "short rows": (f"name,md5,size\na,{M},1\nb\nc,{M2}\n", "CSV", [("md5", 2)], [3]),
    "quotes not closed": (f'name,md5\n"a,{M}\nb,{M2}\n', "CSV", [("md5", 1)], [2]),
    "a head between rows": (f"name,md5\na,{M}\nname,md5\nb,{M2}\n", "CSV", [("md5", 2)], [3]),
    "comments between": (f"# one\n{M}\n; two\n# three\n\n{M2}\n", "digests", [("md5", 2)], []),
    "blanks around": (f"   {M}   \n\t{M2}\t\n", "digests", [("md5", 2)], []),
    "a digest in its middle": (f"x {M}\n{M2}  b\n", "checksums", [("md5", 1)], [1]),
    "two digests": (f"{M} {S}\n{M2} {S2}\n", "checksums", [("md5", 2)], []),
    "binary mode": (f"{S} *a\n{S2} *b\n", "checksums", [("sha1", 2)], []),
    "tabs before names": (f"{S}\ta\n{S2}\tb\n", "checksums", [("sha1", 2)], []),
    "a name of digits": (f"{S}  {M}\n", "checksums", [("sha1", 1)], []),
    "escaped names": (f"\\{L}  a\\nb\n\\{L2}  c\\\\d\n", "checksums", [("sha256", 2)], []),
    "BSD of several": (
        f"MD5 (a) = {M}\nSHA1 (a) = {S}\nSHA256 (a) = {L}\nSHA512 (a) = {X}\n",
        "checksums",
        [("md5", 1), ("sha1", 1), ("sha256", 1), ("sha512", 1)],
        [],
    ),
    "BSD with another": (
        f"RMD160 (a) = {S}\nSHA256 (a) = {L}\n",
        "checksums",
        [("sha256", 1)],
        [1],
    ),
    "BSD of half a SHA-512": (
        f"SHA512/256 (a) = {L}\nSHA256 (b) = {L2}\n",
        "checksums",
        [("sha256", 1)],
        [1],
    ),
    "BSD with a wrong length": (
        f"SHA256 (a) = {S}\nSHA256 (b) = {L2}\n",
        "checksums",
        [("sha256", 1)],
        [1],
    ),
    "a name with a bracket": (f"SHA256 (a) = (b) = {L}\n", "checksums", [("sha256", 1)], []),
    "OpenSSL": (f"SHA2-512(a)= {X}\nSHA512(b)= {X2}\n", "checksums", [("sha512", 2)], []),
    "hashdeep twice": (
        f"%%%% HASHDEEP-1.0\n%%%% size,md5,filename\n1,{M},a\n"
        f"%%%% HASHDEEP-1.0\n%%%% size,sha1,filename\n2,{S2},b\n",
        "hashdeep",
        [("md5", 1), ("sha1", 1)],
        [],
    ),
    "hashdeep cut off": (
        f"%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n1,{M},{L},a\n2,{M2}\n",
        "hashdeep",
        [("sha256", 1)],
        [4],
    ),
    "hashdeep with other columns": (
        "%%%% HASHDEEP-1.0\n%%%% size,md5,tiger,whirlpool,filename\n"
        f"1,{M},{'a' * 48},{'b' * 128},c,d\n",
        "hashdeep",
        [("md5", 1)],
        [],
    ),
}


@pytest.mark.parametrize("what", LISTS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_list_is_read_and_each_line_without_a_digest_is_named(
    bring: Bring, what: str, end: str
) -> None:
    text, kind, sets, bad = LISTS[what]
    result = bring(text.replace("\n", end))
    assert (result.kind, heads(result)) == (kind, sets)
    assert [number for number, _ in result.listed] == bad
    assert result.refused == len(bad)


@pytest.mark.parametrize("what", LISTS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_of_encodings_change_nothing(bring: Bring, what: str, encoding: str) -> None:
    text, kind, sets, bad = LISTS[what]
    result = bring(text.encode(encoding))
    assert (result.kind, heads(result), result.refused) == (kind, sets, len(bad))


@pytest.mark.parametrize("what", LISTS)
def test_capitals_change_nothing_but_the_line(bring: Bring, what: str) -> None:
    text, _, sets, _ = LISTS[what]
    for one in (M, S, L, X, M2, S2, L2, X2):
        text = text.replace(one, one.upper())
    assert heads(bring(text)) == sets


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n\t\n",
        b"#only\n#comments\n",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"a" * 31,
        b"a" * 33,
        b"g" * 64,
        L.encode()[:-1],
        b"\0" * 100,
        b"MZ\x90\0" + b"x" * 100,
        L.encode("utf-16-le"),
        b"%%%% HASHDEEP-1.0",
        b"%%%% HASHDEEP-1.0\n%%%% size,md5,filename\n",
        b"name,md5\na,\n",
        b"SHA384 (a) = " + b"a" * 96,
        b"SQLite format 3\0",
        b"<html><body>404</body></html>",
        b'{"sha256": 1}',
        b"\r\r\r",
    ],
)
def test_what_gives_no_digest_is_refused_with_a_reason(
    bring: Bring, tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(NotAList) as caught:
        bring(content)
    assert str(caught.value)
    assert str(tmp_path) not in str(caught.value)
    assert stored(tmp_path / "sets") == []


@pytest.mark.parametrize("algorithm", WIDTHS)
def test_only_the_asked_digest_is_taken(bring: Bring, algorithm: str) -> None:
    text = f"MD5 (a) = {M}\nSHA1 (a) = {S}\nSHA256 (a) = {L}\nSHA512 (a) = {X}\nBLAKE3 (a) = {L2}\n"
    result = bring(text, algorithm=algorithm)
    assert heads(result) == [(algorithm, 1)]
    assert result.refused == 4
    assert all(f"no {algorithm} in it" in why for _, why in result.listed)


@pytest.mark.parametrize("algorithm", WIDTHS)
def test_the_empty_file_is_left_out_of_bad_sets_only(bring: Bring, algorithm: str) -> None:
    text = f"{algorithm}\n{EMPTY_FILE[algorithm]}\n{'ab' * WIDTHS[algorithm]}\n"
    assert heads(bring(text, known="good", algorithm=algorithm)) == [(algorithm, 2)]
    bad = bring(text, known="bad", algorithm=algorithm)
    assert heads(bad) == [(algorithm, 1)]
    assert "an empty file" in bad.listed[0][1]


def test_the_empty_file_alone_makes_no_bad_set(bring: Bring) -> None:
    with pytest.raises(NotAList, match="empty file"):
        bring(EMPTY_FILE["sha256"], known="bad")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SHA-256", "sha256"),
        ("sha_256", "sha256"),
        ("SHA2-256", "sha256"),
        ("sha256 hash", "sha256"),
        ("sha256_hash", "sha256"),
        ("MD5", "md5"),
        ("md5sum", "md5"),
        ("MD5 checksum", "md5"),
        ("SHA-1", "sha1"),
        ("sha1_digest", "sha1"),
        ("BLAKE3", "blake3"),
        ("sha512", "sha512"),
        ("SHA-512 hex", "sha512"),
        ("sha3-256", ""),
        ("sha224", ""),
        ("imphash", ""),
        ("ssdeep", ""),
        ("blake2b", ""),
        ("hash", ""),
        ("", ""),
        ("sha512/256", ""),
        ("my sha256", ""),
    ],
)
def test_names_of_digests_are_known_in_their_spellings(text: str, name: str) -> None:
    assert algorithm_named(text) == name


@pytest.mark.parametrize(
    ("size", "default", "name"),
    [
        (32, "", "md5"),
        (40, "", "sha1"),
        (64, "", "sha256"),
        (128, "", "sha512"),
        (64, "blake3", "blake3"),
        (32, "blake3", "md5"),
        (64, "md5", "sha256"),
        (48, "", ""),
        (96, "", ""),
        (0, "", ""),
        (56, "sha256", ""),
    ],
)
def test_a_digest_without_a_name_is_known_by_its_length(size: int, default: str, name: str) -> None:
    assert unnamed("a" * size, default) == name


def test_a_shown_line_is_short_and_has_no_control_signs() -> None:
    told = refused("no digest", "\x1b[2J" + "x" * 500 + "\udcff")
    assert "\x1b" not in told
    assert len(told) < 120


@pytest.mark.parametrize("line", ["", " ", "\t", "# x", "  # x", "; x", ";"])
def test_blank_lines_and_comments_hold_nothing_to_refuse(line: str) -> None:
    assert is_blank(line)
    assert list(checksums(iter([(1, line)]), "")) == []
    assert list(hashdeep(iter([(1, line)]))) == []


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        (M, True),
        (f"{M}  a", True),
        (f"{M}a", False),
        (f"a{M}", False),
        (f"{M},a", False),
        ("a" * 50, False),
        (f"MD5 (a) = {M}", True),
        (f"MD5(a)={M}", True),
        (f"XYZ (a) = {M}", True),
        (f"MD5 a = {M}", False),
    ],
)
def test_a_line_of_checksums_is_told_from_others(line: str, is_one: bool) -> None:
    assert is_checksum(line) is is_one


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [
        ("a,b,c", ","),
        ("a;b", ";"),
        ("a\tb", "\t"),
        ("a|b", "|"),
        ("a", ""),
        ("", ""),
        ("a,b;c;d", ";"),
        ("a b", ""),
    ],
)
def test_the_commonest_sign_parts_the_cells(line: str, delimiter: str) -> None:
    assert delimiter_of(line) == delimiter


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("a, b ,c", ["a", "b", "c"]),
        ('"a, b",c', ["a, b", "c"]),
        ('"a ""b""",c', ['a "b"', "c"]),
        ("", []),
        ('"open', ["open"]),
        (",,", ["", "", ""]),
        ("a\0b,c", ["a\0b", "c"]),
        ("x" * 200_000 + ",y", ["x" * 200_000 + ",y"]),
    ],
)
def test_cells_of_a_line(line: str, cells: list[str]) -> None:
    assert cells_of(line, ",") == cells


def test_a_table_without_rows_gives_none() -> None:
    assert list(table(iter([]), "")) == []
    assert list(table(iter([(1, "name,md5"), (2, "")]), "")) == []


def test_rows_of_two_digests_give_the_stronger() -> None:
    rows = [
        (1, {"md5": M, "sha1": S}),
        (2, {"md5": M, "blake3": L}),
        (3, {"sha512": X, "sha256": L}),
    ]
    assert list(chosen(rows, "", bad=False)) == [
        (1, {"sha1": S}),
        (2, {"blake3": L}),
        (3, {"sha256": L}),
    ]


def test_a_kind_is_told_without_reading_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text(f"{M}\n" + "x\n" * 500)
    kind, rows = rows_of(path, "")
    assert kind == "digests"
    assert next(rows) == (1, {"md5": M})
    rows.close()  # type: ignore[attr-defined]


def test_a_list_whose_first_digest_comes_late_is_none(bring: Bring) -> None:
    with pytest.raises(NotAList, match="first 200 lines"):
        bring("word\n" * 201 + f"{M}\n")
