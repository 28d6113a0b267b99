"""Passwords that an officer gave, and how often they may be tried."""

import hashlib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

MAX_TRIES = 20_000
"""Tries for one item: deriving a key costs about 0.5 ms, and an item may have 100,000 members."""
_TONES = "\u0300\u0301\u0303\u0309\u0323"


class Keys:
    """The passwords for one item; the one that fitted last is tried first."""

    def __init__(self, passwords: tuple[str, ...], tries: int = MAX_TRIES) -> None:
        self._passwords = list(dict.fromkeys(passwords))
        self._left = tries

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._passwords)

    @property
    def exhausted(self) -> bool:
        """Whether no further try is allowed."""
        return self._left <= 0

    def texts(self) -> Iterator[str]:
        """Yield the passwords to try next, as long as tries are left."""
        for password in tuple(self._passwords):
            if self.exhausted:
                return
            self._left -= 1
            yield password

    def encoded(self) -> Iterator[tuple[str, bytes]]:
        """Yield each password with each of its encodings."""
        for password in self.texts():
            for form in dict.fromkeys(_forms(password)):
                yield password, form

    def fitted(self, password: str) -> None:
        """Remember that this one fitted."""
        self._passwords.remove(password)
        self._passwords.insert(0, password)

    def missing(self) -> str:
        """Say why what is encrypted stays closed."""
        if not self._passwords:
            return "encrypted; no password was given"
        if self.exhausted:
            return "encrypted; too many tries, not every password was tried here"
        return f"encrypted; none of {len(self._passwords)} passwords fits"


def _forms(password: str) -> Iterator[bytes]:
    """Yield how a password becomes bytes: as new programs do it, and as Vietnamese Windows did.

    Code page 1258 has few letters that bear a tone: of the others the tone stands apart, and
    keyboards write it apart with every letter.
    """
    yield password.encode("utf-8", "ignore")
    composed = unicodedata.normalize("NFC", password)
    yield b"".join(letter.encode("cp1258", "ignore") or _apart(letter) for letter in composed)
    yield b"".join(map(_apart, composed))


def _apart(letter: str) -> bytes:
    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(part for part in parts if part in _TONES)
    base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return (base + tones).encode("cp1258", "ignore")


@lru_cache(maxsize=8)
def mark(passwords: tuple[str, ...]) -> str:
    """Return a word that changes with the passwords and says next to nothing of them.

    16 bits of a slow hash: a wrong guess fits one time in 65,536, so that it confirms no guess.
    """
    if not passwords:
        return "none"
    joined = "\0".join(passwords).encode("utf-8", "surrogatepass")
    slow = hashlib.pbkdf2_hmac("sha256", joined, b"truyvet/passwords/v1", 100_000)
    return f"{len(passwords)}-{slow[:2].hex()}"
