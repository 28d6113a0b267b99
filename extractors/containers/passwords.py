"""Passwords that an officer gave, and how often they may be tried."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache

MAX_TRIES = 20_000
"""Tries for one item: deriving a key costs about 0.5 ms, and an item may have 100,000 members."""
ENCODINGS = ("utf-8", "cp1258")
"""How a password becomes bytes: as new programs do it, and as Vietnamese Windows did."""


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
            forms = (password.encode(encoding, "ignore") for encoding in ENCODINGS)
            for form in dict.fromkeys(forms):
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
