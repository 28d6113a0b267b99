"""Who wrote to whom, as the header of a message says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.links.statement import contradictions, statement_of
from truyvet.evidence.scans.observation import Observation
from truyvet.extractors import mail
from truyvet.extractors.letters.fields import parse_block
from truyvet.extractors.letters.headers import MAX_DETAIL, message, sayings
from truyvet.testing import examine, resolve

DATE = "Date: Sat, 14 Mar 2026 09:15:00 +0700\n"


def links(header: str) -> list[Observation]:
    """Examine a message; each link is followed back to the recipient's address."""
    content = (header + "\nhello\n").encode()
    found = examine(mail, content, name="a.eml", media_type="message/rfc822").of("link")
    for seen in found:
        assert resolve(mail, content, seen.locator) == seen.value()
    return found


def test_the_author_wrote_to_every_recipient() -> None:
    found = links(
        "From: An <An@x.vn>\nTo: Bình <binh@y.vn>, hoa@z.vn\nCc: cuc@w.vn\nBcc: d@v.vn\n"
        f"Subject: =?utf-8?b?Q2jDoG8=?=\nMessage-ID: <1@x>\n{DATE}"
    )
    assert [seen.normal for seen in found] == [
        f"email:an@x.vn messaged email:{name}"
        for name in ("binh@y.vn", "hoa@z.vn", "cuc@w.vn", "d@v.vn")
    ]
    first, _, copy, hidden = map(statement_of, found)
    assert first.since == "2026-03-14T02:15:00Z"
    assert first.facts == {"subject-line": "Chào", "message-id": "<1@x>"}
    assert (copy.facts["to"], hidden.facts["to"]) == ("cc", "bcc")


def test_the_link_stands_at_the_recipients_address() -> None:
    (seen,) = links("From: a@x.vn\nTo: Bình <Binh@Y.vn>\n")
    assert (seen.raw, seen.locator[0].partition(":")[0]) == ("Binh@Y.vn", "bytes")


def test_who_is_named_twice_was_written_to_once() -> None:
    assert len(links("From: a@x.vn\nTo: b@y.vn, B@Y.VN\nCc: b@y.vn\n")) == 1


@pytest.mark.parametrize(
    "header",
    ["To: b@y.vn\nSubject: x\n", "From: a@x.vn\nSubject: x\n", "From: a@x.vn\nTo: a@x.vn\n",
     "From: nobody\nTo: b@y.vn\n", "From: a@x.vn\nTo: undisclosed-recipients:;\n"],
)  # fmt: skip
def test_where_one_end_lacks_nobody_wrote(header: str) -> None:
    assert links(header) == []


def test_a_time_without_a_zone_is_no_time() -> None:
    (seen,) = links("From: a@x.vn\nTo: b@y.vn\nDate: Sat, 14 Mar 2026 09:15:00\n")
    assert "since" not in seen.facts


def test_long_subjects_are_cut() -> None:
    (seen,) = links("From: a@x.vn\nTo: b@y.vn\nSubject: " + "x" * 5000 + "\n")
    assert len(seen.facts["subject-line"]) == MAX_DETAIL


def test_many_recipients_are_each_written_to() -> None:
    to = ", ".join(f"n{n}@y.vn" for n in range(300))
    content = f"From: a@x.vn\nTo: {to}\n\n".encode()
    found = [said for said in sayings(parse_block(content, 0, len(content))) if said.kind == "link"]
    assert len(found) == 300


def test_a_message_links_two_addresses() -> None:
    said = message("A@x.vn", "b@y.vn", {"since": "2026", "to": "cc"})
    assert said is not None
    assert (str(said.subject), said.since, said.facts) == ("email:a@x.vn", "2026", {"to": "cc"})
    assert message("a@x.vn", "b", {}) is None


@pytest.mark.parametrize(
    ("header", "ends"),
    [
        ('From: "Lê, An" <AN@X.vn>\nTo: "B; C" <b@y.vn>\n', "an@x.vn b@y.vn"),
        ("From: a@x.vn\nTo: team: b@y.vn, c@z.vn;\n", "a@x.vn b@y.vn"),
        ("From: a@x.vn\nTo:\n b@y.vn,\n c@z.vn\n", "a@x.vn b@y.vn"),
        ("From: a@x.vn, z@x.vn\nTo: b@y.vn\n", "a@x.vn b@y.vn"),
        ("From: a@x.vn\nFrom: z@x.vn\nTo: b@y.vn\n", "a@x.vn b@y.vn"),
        ("From: =?utf-8?q?=C4=90=E1=BB=A9c?= <a@x.vn>\nTo: b@y.vn\n", "a@x.vn b@y.vn"),
        ("FROM: a@x.vn\ntO: b@y.vn\n", "a@x.vn b@y.vn"),
        ("From: a@x.vn\nBcc: b@y.vn\n", "a@x.vn b@y.vn"),
    ],
)
def test_addresses_are_read_however_they_are_written(header: str, ends: str) -> None:
    said = statement_of(links(header)[0])
    assert f"{said.subject.value} {said.object.value}" == ends


@pytest.mark.parametrize("field", ["Reply-To", "Sender", "Resent-To", "Delivered-To", "X-To"])
def test_only_recipients_are_written_to(field: str) -> None:
    assert links(f"From: a@x.vn\n{field}: b@y.vn\n") == []


@pytest.mark.parametrize(
    ("date", "since"),
    [("Sat, 14 Mar 2026 09:15:00 +0700", "2026-03-14T02:15:00Z"),
     ("14 Mar 2026 09:15 -0500", "2026-03-14T14:15:00Z"), ("hôm qua", None), ("", None),
     ("Sat, 31 Feb 2026 09:15:00 +0700", None), ("Fri, 31 Dec 9999 23:59:59 -1200", None)],
)  # fmt: skip
def test_the_time_is_in_utc_or_there_is_none(date: str, since: str | None) -> None:
    (seen,) = links(f"From: a@x.vn\nTo: b@y.vn\nDate: {date}\n")
    assert seen.facts.get("since") == since


def test_a_statement_is_the_same_from_the_observation() -> None:
    for seen in links(f"From: a@x.vn\nTo: b@y.vn\nCc: c@z.vn\n{DATE}"):
        said = statement_of(seen)
        assert seen.normal == f"{said.subject} messaged {said.object}"
        assert not list(contradictions(said))


def test_each_recipient_stands_at_his_own_bytes() -> None:
    found = links("From: a@x.vn\nTo: b@y.vn, Hoa <c@z.vn>\nCc: d@w.vn\n")
    assert [seen.raw for seen in found] == ["b@y.vn", "c@z.vn", "d@w.vn"]
    assert len({seen.locator for seen in found}) == 3


def test_a_list_of_ten_thousand_is_read() -> None:
    to = ",\n ".join(f"n{n}@y.vn" for n in range(10_000))
    content = f"From: a@x.vn\nTo: {to}\nSubject: {'x' * 900}\n\n".encode()
    found = [said for said in sayings(parse_block(content, 0, len(content))) if said.kind == "link"]
    assert len({said.normal for said in found}) == len(found) > 300


@pytest.mark.parametrize("subject", ["\x1b[2J", "a\0b", "\u202evn", "=?utf-8?b?////?=", "=?x?"])
def test_a_hostile_subject_is_only_a_detail(subject: str) -> None:
    (seen,) = links(f"From: a@x.vn\nTo: b@y.vn\nSubject: {subject}\n")
    assert seen.normal == "email:a@x.vn messaged email:b@y.vn"
    assert statement_of(seen).facts.keys() <= {"subject-line"}


@given(st.binary(max_size=120), st.binary(max_size=120))
def test_no_header_breaks_it(sender: bytes, to: bytes) -> None:
    content = b"From: " + sender + b"\nTo: " + to + b"\n\n"
    for said in sayings(parse_block(content, 0, len(content))):
        if said.kind == "link":
            assert "@" in said.facts["subject"]
            assert said.facts["subject"] != said.facts["object"]
