"""What the kit and the processes it tries extractors in say to each other: JSON lines."""

from typing import Literal

import msgspec

from ..extractors.settings import Settings
from .breach import Rule


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What a process is told once, before anything else."""

    module: str
    """Name of the extractor's module."""
    file: str
    """File of the module, where it cannot be imported by its name; else empty."""
    settings: Settings
    """What the officer set."""
    work: str
    """Folder for this process alone: private folders, homes."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do."""

    do: Literal["examine", "resolve", "lookup"]
    """Examine an item; resolve what was found in it; resolve steps that lead nowhere."""
    path: str
    """File with the item's bytes."""
    name: str
    """The item's name."""
    media: str
    """The item's media type."""
    collector: str = ""
    """Which collector brought it."""
    companion: str = ""
    """Text of the item that says how its collection is to be read."""
    lines: str = ""
    """File that takes, or holds, the results of the examination."""
    rounds: int = 1
    """How often to examine."""
    limits: dict[str, int] = {}
    """Limits of the extractor that are to be smaller."""
    text: bool = False
    """Whether the item is given as a text that an earlier extractor took out."""
    most: int = 0
    """How many locators are resolved at most; 0 for all."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A breach that the process saw itself."""

    rule: Rule
    """Which rule."""
    text: str
    """What happened."""


class Amounts(msgspec.Struct, frozen=True, kw_only=True):
    """How much came out of an examination."""

    records: int = 0
    """Observations."""
    children: int = 0
    """Children."""
    text: int = 0
    """Characters of all texts."""
    output: int = 0
    """Bytes of all children."""


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What a process answers."""

    said: Literal["loaded", "ready", "beat", "done", "died"]
    """Module loaded; prepared; alive; order carried out; the process ended."""
    pid: int = 0
    """Of a process that is ready: whom to kill."""
    code: int = 0
    """Of a process that died: its wait status as an exit code, negative for a signal."""
    at: str = ""
    """Of a beat: what is being done."""
    breaches: list[Said] = []
    """What was seen."""
    status: str = ""
    """Status of the outcome."""
    digest: str = ""
    """Hash of all results."""
    amounts: Amounts = Amounts()
    """How much came out."""
    configuration: str = ""
    """Of a loaded module: its configuration as JSON."""
    limits: dict[str, float] = {}
    """Of a loaded module: its limits."""
    name: str = ""
    """Of a loaded module: its name."""
