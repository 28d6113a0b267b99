"""Android's compiled code: versions, counts, checks that hold or do not."""

import hashlib
import struct
import zlib
from dataclasses import dataclass

import pytest

from truyvet.extractors import executable
from truyvet.extractors.fields.field import DAMAGE, Field
from truyvet.extractors.programs import dex
from truyvet.testing import examine, resolve


@dataclass(kw_only=True)
class Code:
    """The head of a DEX file; counts stand where the format puts them."""

    version: bytes = b"035"
    strings: int = 9
    types: int = 7
    methods: int = 5
    classes: int = 3
    rest: bytes = b"rest"

    def content(self) -> bytes:
        numbers = (self.strings, 112, self.types, 0, 0, 0, 0, 0, self.methods, 0, self.classes, 0)
        body = struct.pack("<II", 112, 0x12345678) + bytes(12) + struct.pack("<12I", *numbers)
        body += bytes(8) + self.rest
        body = struct.pack("<I", 36 + len(body)) + body
        signed = hashlib.sha1(body, usedforsecurity=False).digest() + body
        return b"dex\n" + self.version + b"\0" + struct.pack("<I", zlib.adler32(signed)) + signed


def fields(content: bytes) -> list[Field]:
    return list(dex.fields(content))


@pytest.mark.parametrize("version", [b"035", b"037", b"038", b"039", b"040", b"041"])
def test_every_version_is_told(version: bytes) -> None:
    program, _ = fields(Code(version=version).content())
    assert (program.raw, program.facts["form"]) == (version, f"DEX {version.decode()}")


def test_counts_stand_where_the_format_puts_them() -> None:
    content = Code(strings=90_000, types=8_000, methods=65_535, classes=4_000).content()
    facts = fields(content)[0].facts
    assert [facts[name] for name in ("strings", "types", "methods", "classes")] == [
        "90000", "8000", "65535", "4000",
    ]  # fmt: skip
    assert facts["length"] == str(len(content))


def test_the_signature_is_that_of_the_rest_of_the_file() -> None:
    content = Code().content()
    (seen,) = examine(executable, content).of("build-id")
    wanted = hashlib.sha1(content[32:], usedforsecurity=False).digest()
    assert (seen.raw, content[12:32]) == (wanted.hex(), wanted)
    assert seen.facts["bytes"] == "12+20"
    assert resolve(executable, content, ("dex:signature",)) == wanted.hex().encode()


@pytest.mark.parametrize("place", [8, 11, 12, 31, 32, 60, 111, -1])
def test_any_changed_byte_breaks_a_check(place: int) -> None:
    content = bytearray(Code().content())
    content[place] ^= 1
    program, _ = fields(bytes(content))
    assert (program.facts["checks"], program.flag) == ("bad", "metadata")


def test_a_checksum_mended_after_a_change_is_not_enough() -> None:
    content = bytearray(Code().content())
    content[-1] ^= 1
    struct.pack_into("<I", content, 8, zlib.adler32(bytes(content[12:])))
    assert fields(bytes(content))[0].facts["checks"] == "bad"


def test_sound_code_is_not_flagged() -> None:
    program, identity = fields(Code().content())
    assert (program.facts["checks"], program.flag, identity.flag) == ("ok", "", "")


@pytest.mark.parametrize("length", [8, 11, 12, 31, 36, 60, 103])
def test_a_head_that_is_cut_is_damage(length: int) -> None:
    with pytest.raises(DAMAGE):
        fields(Code().content()[:length])


def test_a_version_that_is_no_text_is_damage() -> None:
    found = examine(executable, Code(version=b"\xff\xfe\xfd").content())
    assert (found.observations, found.outcome.status) == ([], "corrupt")


def test_wild_counts_are_told_as_they_stand() -> None:
    assert fields(Code(strings=0xFFFFFFFF).content())[0].facts["strings"] == "4294967295"
