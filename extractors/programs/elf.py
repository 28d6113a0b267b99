"""Fields of ELF programs (System V ABI, gABI chapters 4 and 5), read by pyelftools."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from ..fields.field import Field

MAX_NAMES = 2_000
"""Libraries, sections or compilers that are told."""
_DYNAMIC = {
    "DT_NEEDED": ("library", "needed"),
    "DT_SONAME": ("original-name", "soname"),
    "DT_RPATH": ("library-path", "rpath"),
    "DT_RUNPATH": ("library-path", "runpath"),
}


def fields(file: BinaryIO) -> Iterator[Field]:
    """Yield the fields of an ELF file; ELFError and its like where it is damaged."""
    from elftools.elf.elffile import ELFFile

    elf: Any = ELFFile(file)
    head = elf.header
    sections = [section for _, section in zip(range(MAX_NAMES), elf.iter_sections(), strict=False)]
    names = [section.name for section in sections]
    facts = {
        "form": f"ELF{elf.elfclass}",
        "machine": elf.get_machine_arch(),
        "type": str(head["e_type"]).removeprefix("ET_").lower(),
        "order": "little" if elf.little_endian else "big",
        "entry": hex(head["e_entry"]),
        "stripped": "no" if ".symtab" in names else "yes",
        "static": "" if any(each["p_type"] == "PT_DYNAMIC" for each in _segments(elf)) else "yes",
    }
    yield Field(kind="program", step="elf:machine", raw=facts["machine"].encode(), facts=facts)
    unread: list[int] = []
    yield from _of_segments(elf, unread)
    yield from _of_sections(sections)
    if unread:
        raise ValueError("names that are no UTF-8")


def _segments(elf: Any) -> list[Any]:
    return [each for _, each in zip(range(MAX_NAMES), elf.iter_segments(), strict=False)]


def _tags(segment: Any, unread: list[int]) -> Iterator[Any]:
    """Yield the tags of a dynamic segment; `unread` takes those whose name the library refuses."""
    for number in range(MAX_NAMES):
        try:
            tag = segment.get_tag(number)
        except UnicodeDecodeError:
            unread.append(number)  # it must not hide the other names
            continue
        if tag.entry.d_tag == "DT_NULL":
            return
        yield tag


def _of_segments(elf: Any, unread: list[int]) -> Iterator[Field]:
    counts: dict[str, int] = {}
    for segment in _segments(elf):
        if segment["p_type"] == "PT_INTERP":
            raw = segment.get_interp_name().encode("utf-8", "surrogateescape")
            yield Field(kind="library", step="elf:interpreter", raw=raw)
        elif segment["p_type"] == "PT_NOTE":
            yield from _notes(segment)
        elif segment["p_type"] == "PT_DYNAMIC":
            for tag in _tags(segment, unread):
                kind, word = _DYNAMIC.get(tag.entry.d_tag, ("", ""))
                value = getattr(tag, word, "") if kind else ""
                if value:
                    number = counts[word] = counts.get(word, -1) + 1
                    raw = value.encode("utf-8", "surrogateescape")
                    yield Field(kind=kind, step=f"elf:{word}/{number}", raw=raw)


def _notes(segment: Any) -> Iterator[Field]:
    for _, note in zip(range(MAX_NAMES), segment.iter_notes(), strict=False):
        if note["n_type"] == "NT_GNU_BUILD_ID":
            identity = str(note["n_desc"])
            yield Field(
                kind="build-id", step="elf:build-id", raw=identity.encode(), normal=identity
            )


def _of_sections(sections: list[Any]) -> Iterator[Field]:
    """Yield the compilers, which write their names into `.comment`."""
    for section in sections:
        if section.name == ".comment" and section["sh_size"] < 1 << 16:
            for number, raw in enumerate(section.data().split(b"\0")[:MAX_NAMES]):
                if raw:
                    yield Field(kind="application", step=f"elf:comment/{number}", raw=raw)
        if section.name.startswith("UPX") or section.name == ".packed":
            raw = section.name.encode("utf-8", "surrogateescape")
            yield Field(kind="packer", step="elf:packer", raw=raw, flag="metadata")
