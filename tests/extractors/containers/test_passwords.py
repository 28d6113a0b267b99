"""Passwords: their order, their encodings, how often they are tried, what is said of them."""

import unicodedata

import pytest

from truyvet.extractors.containers.passwords import MAX_TRIES, Keys, mark


def test_a_password_given_twice_is_tried_once() -> None:
    assert list(Keys(("a", "b", "a")).texts()) == ["a", "b"]


def test_no_passwords_are_no_keys() -> None:
    assert not Keys(())
    assert Keys(("a",))
    assert list(Keys(()).encoded()) == []


@pytest.mark.parametrize(
    ("password", "forms"),
    [
        ("abc", [b"abc"]),
        ("đ", ["đ".encode(), b"\xf0"]),
        ("mật khẩu", ["mật khẩu".encode(), b"m\xe2\xf2t kh\xe2\xd2u"]),
        ("ơ", ["ơ".encode(), b"\xf5"]),
        ("bí", ["bí".encode(), b"b\xed", b"bi\xec"]),
        ("Đỗ Ữ", ["Đỗ Ữ".encode(), b"\xd0\xf4\xde \xdd\xde"]),
        ("lo\u0323", ["lo\u0323".encode(), b"lo\xf2"]),
        ("字", ["字".encode(), b""]),
        ("", [b""]),
    ],
)
def test_a_password_is_tried_in_every_encoding_that_differs(
    password: str, forms: list[bytes]
) -> None:
    assert [form for _, form in Keys((password,)).encoded()] == forms


@pytest.mark.parametrize("password", ["mật khẩu", "Nguyễn Thị Hương", "đường Trường Chinh, Huế"])
def test_the_old_encoding_spells_the_password_for_who_reads_it(password: str) -> None:
    _, old, *_ = (form for _, form in Keys((password,)).encoded())
    assert unicodedata.normalize("NFC", old.decode("cp1258")) == password


def test_each_form_comes_with_the_password_it_is_of() -> None:
    assert [text for text, _ in Keys(("đ", "b")).encoded()] == ["đ", "đ", "b"]


def test_the_order_in_which_passwords_fitted_stays() -> None:
    keys = Keys(("a", "b", "c", "d"))
    keys.fitted("c")
    keys.fitted("d")
    assert list(keys.texts()) == ["d", "c", "a", "b"]


def test_a_password_may_fit_while_all_are_tried() -> None:
    keys, seen = Keys(("a", "b", "c")), []
    for text in keys.texts():
        seen.append(text)
        if text == "b":
            keys.fitted(text)
    assert seen == ["a", "b", "c"]


@pytest.mark.parametrize(("tries", "given"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 3)])
def test_no_more_is_tried_than_allowed(tries: int, given: int) -> None:
    keys = Keys(("a", "b", "c"), tries)
    assert len(list(keys.texts())) == given
    assert keys.exhausted == (tries <= 3)


def test_the_usual_allowance_is_for_many_members() -> None:
    keys = Keys(("a",))
    for _ in range(MAX_TRIES):
        assert list(keys.texts()) == ["a"]
    assert list(keys.texts()) == []


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (Keys(()), "encrypted; no password was given"),
        (Keys(("a",)), "encrypted; none of 1 passwords fits"),
        (Keys(("a", "b", "a")), "encrypted; none of 2 passwords fits"),
        (Keys(("a",), 0), "encrypted; too many tries, not every password was tried here"),
    ],
)
def test_why_something_stays_closed_is_said_without_the_passwords(keys: Keys, said: str) -> None:
    assert keys.missing() == said


@pytest.mark.parametrize("other", [("b",), ("a", "b"), ("b", "a"), ("a\0b",), ("A",)])
def test_the_mark_tells_other_passwords_apart(other: tuple[str, ...]) -> None:
    assert mark(("a",)) != mark(other)


def test_the_mark_counts_the_passwords_and_holds_sixteen_bits_of_them() -> None:
    count, _, rest = mark(("mật khẩu", "0912345678", "\ud800")).partition("-")
    assert count == "3"
    assert len(bytes.fromhex(rest)) == 2
