"""The form of an extractor's module: every name, its type, its words."""

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import cast

import msgspec

from ..evidence.scans.locator import BYTES
from ..evidence.scans.observation import MAX_FACT
from ..extractors.interface import Accepts, Extractor, Limits
from ..extractors.settings import Settings
from .messages import Said

_WORD = re.compile(r"[a-z][a-z0-9-]{0,47}")
_SCHEME = re.compile(r"[a-z][a-z0-9-]{0,31}")
_FUNCTIONS = {"configuration": 1, "prepare": 1, "extract": 2, "resolve": 2}
_MAX_LINE = 400  # characters: a long line, but one that a person reads to its end
_NEVER_ZERO = {"wall", "cpu", "memory", "ratio"}
SECRET = "a password that stays here"  # noqa: S105 - looked for in the configuration
"""A password that no configuration may give away."""


def breaches_of_form(module: object) -> tuple[list[Said], bool]:
    """Return what is wrong with a module's form, and whether it can be tried nevertheless."""
    faults = list(_missing(module))
    usable = not faults
    if usable:
        faults = list(_faults(module))
    return [Said(rule="form", text=text) for text in faults], usable


def breaches_of_configuration(module: Extractor, settings: Settings) -> tuple[str, list[Said]]:
    """Return the configuration as JSON, and what is wrong with it."""
    try:
        first = _configuration(module, settings)
        second = _configuration(module, settings)
        open_one = _configuration(
            module, msgspec.structs.replace(settings, passwords=(*settings.passwords, SECRET))
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        return "", [Said(rule="configuration", text=f"raises {type(error).__name__}: {error}")]
    texts = list(_faults_of_words("configuration", first, MAX_FACT, empty=True))
    if first != second:
        texts.append(f"{first} at first, {second} afterwards")
    if any(SECRET in str(value) for value in open_one.values()):
        texts.append("it holds a password")
    shown = {str(name): str(value) for name, value in first.items()}
    text = msgspec.json.encode(shown, order="sorted").decode("utf-8", "replace")
    return text, [Said(rule="configuration", text=one) for one in texts]


def _configuration(module: Extractor, settings: Settings) -> dict[object, object]:
    return dict(cast("Mapping[object, object]", module.configuration(settings)))


def _missing(module: object) -> Iterator[str]:
    """Yield what is not there, or not of its type: such a module cannot be tried."""
    missing = [name for name in _ATTRIBUTES if not hasattr(module, name)]
    missing += [name for name in _FUNCTIONS if not callable(getattr(module, name, None))]
    if missing:
        yield "it has no " + ", ".join(missing)
        return
    for name, wanted in _ATTRIBUTES.items():
        if not isinstance(getattr(module, name), wanted):
            yield f"{name} is {type(getattr(module, name)).__name__}, not {wanted.__name__}"
    if isinstance(getattr(module, "LIMITS", None), Limits):
        yield from _faults_of_limits(cast("Extractor", module).LIMITS)


def _faults(module: object) -> Iterator[str]:
    offered = {name: getattr(module, name) for name in _ATTRIBUTES}
    for name, count in _FUNCTIONS.items():
        try:
            inspect.signature(getattr(module, name)).bind(*range(count))
        except (TypeError, ValueError):
            yield f"{name} does not take {count} arguments"
    if not _WORD.fullmatch(offered["NAME"]):
        yield f"NAME {offered['NAME']!r} is no word"
    if not offered["VERSION"] or not offered["VERSION"].isprintable():
        yield "VERSION is empty or cannot be printed"
    yield from _faults_of_words("KINDS", offered["KINDS"], _MAX_LINE)
    yield from _faults_of_words("STEPS", offered["STEPS"], _MAX_LINE)
    yield from (f"STEPS {one!r} is no scheme" for one in offered["STEPS"] if not _scheme(one))
    if not all(isinstance(one, str) and one and "/" not in one for one in offered["PROGRAMS"]):
        yield "PROGRAMS holds something else than names of programs"
    yield from _faults_of_accepts(offered["ACCEPTS"])


_ATTRIBUTES: dict[str, type] = {
    "NAME": str,
    "VERSION": str,
    "ACCEPTS": Accepts,
    "LIMITS": Limits,
    "KINDS": Mapping,
    "STEPS": Mapping,
    "PROGRAMS": tuple,
}


def _scheme(word: object) -> bool:
    return isinstance(word, str) and bool(_SCHEME.fullmatch(word)) and word != BYTES


def _faults_of_words(
    name: str, words: Mapping[object, object], most: int, *, empty: bool = False
) -> Iterator[str]:
    """Yield what is no word, or no line of at most `most` characters for it."""
    for word, line in words.items():
        if not isinstance(word, str) or not _WORD.fullmatch(word):
            yield f"{name} {word!r} is no word"
        elif not isinstance(line, str):
            yield f"{name} {word} is {type(line).__name__}, not text"
        elif len(line) > most or not (line or empty) or not line.isprintable():
            yield f"{name} {word} is no line of at most {most} characters"


def _faults_of_limits(limits: Limits) -> Iterator[str]:
    for field in fields(limits):
        value: object = getattr(limits, field.name)
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not (whole or (field.name == "wall" and isinstance(value, float))):
            yield f"LIMITS.{field.name} is {type(value).__name__}"
        elif isinstance(value, int | float) and (
            value < 0 or (value == 0 and field.name in _NEVER_ZERO)
        ):
            yield f"LIMITS.{field.name} is {value!r}"


_ACCEPTED = (("media", str), ("magic", bytes), ("names", str), ("collectors", str))


def _faults_of_accepts(accepts: Accepts) -> Iterator[str]:
    given = (accepts.media, accepts.magic, accepts.names, accepts.collectors)
    if not accepts.everything and not any(given):
        yield "ACCEPTS fits no item"
    for name, kind in _ACCEPTED:
        value: object = getattr(accepts, name)
        if not isinstance(value, tuple) or not all(isinstance(one, kind) and one for one in value):
            yield f"ACCEPTS.{name} is no tuple of {kind.__name__}"
        elif name == "names" and any(one != one.lower() for one in accepts.names):
            yield "ACCEPTS.names is not in lower case"
