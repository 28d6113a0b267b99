"""HAR files: every body an item, and what is broken is named."""

import base64
import json
from typing import Any

import pytest
from tests.extractors.letters.laws import lawful, survives
from tests.extractors.support.specimens import PAGE, browser_log

from truyvet.extractors import har
from truyvet.testing.bench import Examination, examine, resolve

PNG = bytes(range(256))


def entry(url: str = "https://a.example/", text: str | None = "xin chào", **content: Any) -> Any:
    held = content if text is None else {"text": text} | content
    return {
        "startedDateTime": "2026-11-20T02:00:00Z", "time": 3,
        "request": {"method": "GET", "url": url},
        "response": {"status": 200, "content": held},
    }  # fmt: skip


def log(*entries: Any, indent: int | None = None, **more: Any) -> bytes:
    made = {"version": "1.2", "creator": {"name": "x", "version": "1"}, **more}
    return json.dumps({"log": made | {"entries": list(entries)}}, indent=indent).encode()


def looked(content: bytes) -> Examination:
    return lawful(har, content, name="a.har")


def bodies(content: bytes) -> list[tuple[str, bytes | None]]:
    return [(child.name, child.content) for child in looked(content).children]


def problems(content: bytes) -> list[str]:
    return [one.text for one in looked(content).outcome.defects]


def test_bodies_are_items_named_by_their_address() -> None:
    packed = base64.b64encode(PNG).decode()
    content = log(entry(), entry("https://a.example/b.png", packed, encoding="base64"))
    assert bodies(content) == [
        ("https://a.example/", "xin chào".encode()), ("https://a.example/b.png", PNG),
    ]  # fmt: skip


def test_an_entry_is_named_by_its_byte() -> None:
    content = log(entry())
    (child,) = looked(content).children
    start = content.index(b'{"startedDateTime"')
    assert child.found.locator == f"har:{start}/response"


def test_an_answer_is_told_with_what_the_browser_saw() -> None:
    (page, sent) = looked(browser_log()).of("web-response")
    assert page.raw == "https://example.com/"
    assert page.locator[0].startswith("bytes:")
    told = page.facts
    assert told["ip"] == "203.113.131.1"
    assert (told["status"], told["reason"], told["method"]) == ("200", "OK", "GET")
    assert told["date"] == "2026-11-20T09:00:00.123+07:00"
    assert (told["milliseconds"], told["server"]) == ("12.5", "nginx")
    assert sent.raw == "https://example.com/gửi"
    assert sent.locator[0].endswith("/url")


def test_what_was_sent_is_an_item_too() -> None:
    children = looked(browser_log()).children
    assert [child.name for child in children] == [
        "https://example.com/", "https://example.com/gửi (request)", "https://example.com/gửi",
    ]  # fmt: skip
    assert children[0].content == PAGE
    assert children[1].content == b"sdt=0912345678"


def test_the_fields_of_a_form_are_put_together() -> None:
    one = entry(text="")
    one["request"]["postData"] = {"params": [{"name": "a b", "value": "đ"}, {"name": "c"}, 7]}
    assert bodies(log(one)) == [("https://a.example/ (request)", b"a+b=%C4%91&c=")]


def test_a_body_that_was_not_saved_is_told() -> None:
    (seen,) = looked(log(entry(text=None, size=500))).of("web-response")
    assert seen.facts["body"] == "not saved"


def test_who_wrote_it_is_told() -> None:
    content = log(entry(), browser={"name": "Firefox", "version": "140"})
    said = looked(content).of("har-info")
    named = [(seen.facts["role"], json.loads(seen.raw)["name"]) for seen in said]
    assert named == [("creator", "x"), ("browser", "Firefox")]


def test_what_it_holds_is_counted() -> None:
    (seen,) = looked(log(entry(), entry())).of("web-archive")
    assert seen.facts == {"format": "HAR", "entries": "2"}


def test_damaged_base64_is_named_and_kept_as_far_as_it_goes() -> None:
    packed = base64.b64encode(PNG).decode()
    content = log(entry(text=packed[:100] + "*!" + packed[100:], encoding="base64"))
    assert bodies(content)[0][1] == PNG[:-1] or bodies(content)[0][1] == PNG
    assert "its base64 is damaged" in problems(content)[0]


@pytest.mark.parametrize("kept", [0.4, 0.6, 0.8, 0.95])
def test_a_file_that_breaks_off_gives_all_before_the_break(kept: float) -> None:
    content = log(*[entry(f"https://a.example/{n}") for n in range(20)], indent=1)
    cut = content[: int(len(content) * kept)]
    count = len(bodies(cut))
    assert count >= int(20 * kept) - 2
    assert bodies(cut) == bodies(content)[:count]
    (text,) = problems(cut)
    assert "breaks off" in text or "no end" in text


def test_an_entry_that_is_no_json_costs_no_other() -> None:
    content = log(entry(), entry(), entry()).replace(b'"time": 3', b'"time": 3x', 1)
    assert len(bodies(content)) == 2
    assert "no JSON" in problems(content)[0]


def test_what_is_not_utf_8_is_kept_as_bytes() -> None:
    content = log(entry(text="MARK")).replace(b"MARK", b"caf\xe9")
    assert bodies(content) == [("https://a.example/", b"caf\xe9")]


def test_half_a_character_is_kept() -> None:
    content = log(entry(text="MARK")).replace(b"MARK", b"a\\ud83d")
    assert bodies(content)[0][1] == b"a\xed\xa0\xbd"


def test_a_byte_order_mark_is_passed_over() -> None:
    assert len(bodies(b"\xef\xbb\xbf" + log(entry()))) == 1


def test_quotes_and_braces_in_texts_are_no_structure() -> None:
    text = 'a "quoted" {"entries": [{}]} \\" ]}'
    assert bodies(log(entry(text=text))) == [("https://a.example/", text.encode())]


def test_a_page_with_entries_of_its_own_is_no_list_of_entries() -> None:
    content = log(entry(), pages=[{"entries": [{"request": {"url": "x"}}]}])
    assert len(bodies(content)) == 1


@pytest.mark.parametrize("content", [b"{}", b"", b"[1]", b'{"log": 5}', b"\x00\x01"])
def test_what_only_bears_the_name_is_told(content: bytes) -> None:
    found = examine(har, content, name="a.har")
    assert [one.text for one in found.outcome.defects] == ["it does not begin as a HAR file"]


def test_other_json_is_passed_over() -> None:
    found = examine(har, b'{"a": 1}', name="a.json", media_type="application/json")
    assert found.outcome.status == "empty"


def test_a_log_without_entries_is_told() -> None:
    assert problems(b'{"log": {"version": "1.2"}}') == ["at byte 27: the JSON has no entries"]


ODD: tuple[Any, ...] = (
    7, "x", None, [], {"request": 5, "response": []}, {"response": {"content": {"text": 5}}},
    {"request": {"url": ["a"], "postData": {"params": "x"}}},
)  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_odd_entries_stop_nothing(odd: Any) -> None:
    assert len(bodies(log(odd, entry()))) == 1


def test_depth_stops_nothing() -> None:
    deep = log(entry(), entry()).replace(
        b'"time": 3', b'"time": ' + b"[" * 90_000 + b"]" * 90_000, 1
    )
    assert len(bodies(deep)) == 1


@pytest.mark.parametrize("step", ["har:0/x", "har:1/response", "har:x/url", "har:9999999/url",
                                  "har:0/request", "har:-1/url"])  # fmt: skip
def test_a_step_that_leads_nowhere_is_a_lookup_error(step: str) -> None:
    with pytest.raises(LookupError):
        resolve(har, log(entry()), (step,))


def test_damage_stops_nothing() -> None:
    survives(har, browser_log(), name="a.har", media_type="application/json")
