"""Extractors as source text: a good one, and one for each way of breaking a rule."""

import importlib.util
import sys
from pathlib import Path
from typing import cast

from truyvet.extractors.interface import Extractor

GOOD = '''
"""Finds the word secret, and takes the lines of a text apart."""

import io
import os
import re

from truyvet.evidence.scans.locator import parse_step, span
from truyvet.extractors.interface import Accepts, Limits, Member

NAME = "words"
VERSION = "1"
ACCEPTS = Accepts(names=(".words",))
LIMITS = Limits(wall=20.0, cpu=20, memory=64 << 20)
KINDS = {"word": "the word secret"}
STEPS = {"line": "`line:N`: line N, from 0"}
PROGRAMS = ()


def configuration(settings):
    return {"region": settings.region}


def prepare(settings):
    return re.compile(rb"secret[0-9]")


def extract(view, emit):
    for found in view.prepared.finditer(view.read(0, 1 << 20)):
        emit.observation("word", span(found.start(), len(found[0])), found[0], facts={"at": "x"})
    for number, line in enumerate(lines(view)):
        emit.child(f"line:{number}", line, Member(name=f"{number}"))
    if text := lines(view)[0].decode(errors="replace"):
        if text.encode() == lines(view)[0]:
            emit.text("line:0", text)


def lines(view):
    return view.read(0, 1 << 16).split(b"\\n")[:100]


def resolve(view, step):
    found = re.fullmatch("[0-9]{1,3}", parse_step(step)[1])
    if found is None or int(found[0]) >= len(lines(view)):
        raise LookupError(step)
    return lines(view)[int(found[0])]
'''
SAMPLE = b"a secret1 and a secret2\nsecond line, secret3\n"
"""An item that the good one finds something in."""


def _extracting(body: str, before: str = "") -> str:
    """Return what replaces `extract`: it does as before, then the lines of `body`."""
    indented = "\n".join(f"    {line}" for line in body.strip().split("\n"))
    start = f"{before}\ngood = extract\n\n\ndef extract(view, emit):\n    good(view, emit)\n"
    return f"{start}{indented}\n"


BAD: dict[str, tuple[str, str]] = {
    # what is wrong: (rule, source added to the good one)
    "no constant": ("form", "del KINDS"),
    "no function": ("form", "del resolve"),
    "a name that is no word": ("form", "NAME = 'My Words'"),
    "a version that is a number": ("form", "VERSION = 1"),
    "a kind that is no word": ("form", "KINDS = {'The Word': 'x'}"),
    "a kind without a line": ("form", "KINDS = {'word': ''}"),
    "the scheme of the engine": ("form", "STEPS = {'bytes': 'mine'}"),
    "a function of other arguments": ("form", "def extract(view): pass"),
    "a limit below nothing": ("form", "LIMITS = Limits(wall=-1.0)"),
    "a limit that is a text": ("form", "LIMITS = Limits(records='many')"),
    "fits nothing": ("form", "ACCEPTS = Accepts()"),
    "endings in capitals": ("form", "ACCEPTS = Accepts(names=('.WORDS',))"),
    "programs that are paths": ("form", "PROGRAMS = ('/bin/true',)"),
    "does not load": ("form", "raise RuntimeError('not today')"),
    "does not even parse": ("form", "def def"),
    "configuration by address": (
        "configuration", "def configuration(settings): return {'id': str(hash(os.urandom(8)))}",
    ),
    "configuration by hash order": (
        "configuration", "def configuration(settings): return {'order': str(hash('a'))}",
    ),
    "configuration of numbers": ("configuration", "def configuration(settings): return {'n': 1}"),
    "configuration with passwords": (
        "configuration", "def configuration(settings): return {'p': ' '.join(settings.passwords)}",
    ),
    "configuration that raises": ("configuration", "def configuration(settings): return 1 / 0"),
    "prepare that raises": ("prepare", "def prepare(settings): raise OSError('no rules')"),
    "prepare that dies": ("died", "def prepare(settings): os._exit(3)"),
    "fits no sample": ("samples", "ACCEPTS = Accepts(names=('.other',))"),
    "raises on an empty item": ("crash", _extracting("view.read(0, 1)[0]")),
    "raises on an odd length": ("crash", _extracting("assert view.facts.size % 2 == 0")),
    "segmentation fault": ("died", _extracting("import ctypes\nctypes.string_at(0)")),
    "exits": ("crash", _extracting("raise SystemExit(7)")),
    "ends by an end of its own": (
        "died", _extracting("class Over(BaseException): pass\nraise Over"),
    ),
    "exits at once": ("died", _extracting("os._exit(0)")),
    "endless loop": ("wall", "LIMITS = Limits(wall=0.4)\n" + _extracting("while True: pass")),
    "endless loop in native code": (
        "wall", "LIMITS = Limits(wall=0.4)\nimport ctypes\n" + _extracting(
            "ctypes.CDLL(None).pause()"
        ),
    ),
    "endless look-up": (
        "wall", "LIMITS = Limits(wall=0.4)\ndef resolve(view, step):\n    while True: pass",
    ),
    "hungry for time": (
        "cpu", "LIMITS = Limits(wall=20.0, cpu=1)\nimport time\n" + _extracting(
            "begun = time.process_time()\n"
            "while view.facts.size == 44 and time.process_time() - begun < 1.1: pass"
        ),
    ),
    "hungry for memory": ("memory", _extracting("held = bytearray(100 << 20)")),
    "reads a huge item whole": ("memory", _extracting("view.open().read()")),
    "fills the disk": (
        "disk", _extracting(
            "out = open(view.folder / 'x', 'wb')\nwhile True: out.write(bytes(1 << 16))"
        ),
    ),
    "by the clock": (
        "deterministic", "import time\n" + _extracting(
            "when = str(time.time_ns())\n"
            "emit.observation('word', 'bytes:0+0', b'', facts={'when': when})"
        ),
    ),
    "by the order of hashes": (
        "deterministic", _extracting(
            "for word in {b'secret1', b'secret2', b'second', b'line', b'and', b'cond', b'ret'}:\n"
            "    at = view.read(0, 99).find(word)\n"
            "    if at >= 0: emit.observation('word', span(at, len(word)), word)"
        ),
    ),
    "names its folder": (
        "deterministic", _extracting("emit.problem('partial', '', str(view.folder))"),
    ),
    "remembers the last item": (
        "deterministic", "seen = []\n" + _extracting(
            "seen.append(1)\nemit.problem('partial', '', f'item {len(seen)}')"
        ),
    ),
    "a fact without a word": (
        "record", _extracting("emit.observation('word', 'bytes:0+0', b'', facts={'A B': 'x'})"),
    ),
    "a flag of its own": (
        "record", _extracting("emit.observation('word', 'bytes:0+0', b'', flag='spooky')"),
    ),
    "surer than sure": (
        "record", _extracting("emit.observation('word', 'bytes:0+0', b'', confidence=101)"),
    ),
    "a time that is none": (
        "record", _extracting("emit.child('line:x', None, Member(name='x', modified='today'))"),
    ),
    "a value that is too long": (
        "record", _extracting("emit.observation('word', 'bytes:0+5000', bytes(5000))"),
    ),
    "a problem of its own": ("record", _extracting("emit.problem('tired', '', 'x')")),
    "a kind nobody knows": ("kinds", _extracting("emit.observation('secret', 'bytes:0+0', b'')")),
    "a scheme nobody knows": ("steps", _extracting("emit.observation('word', 'para:0', b'a')")),
    "no scheme": ("steps", _extracting("emit.observation('word', 'here', b'a')")),
    "no step": ("steps", _extracting("emit.observation('word', (), b'a')")),
    "a lying locator": (
        "locator", _extracting("emit.observation('word', 'bytes:0+1', b'!')"),
    ),
    "a locator beyond the end": (
        "locator", _extracting("emit.observation('word', 'bytes:999999+1', b'a')"),
    ),
    "a lying child": ("locator", _extracting("emit.child('line:00', b'other', Member(name='x'))")),
    "a lying text": ("locator", _extracting("emit.text('line:0', 'other')")),
    "a look-up that remembers": (
        "locator", "known = {}\n" + _extracting(
            "known['line:cached'] = b'x'\nemit.child('line:cached', b'x', Member(name='x'))"
        ) + "\nfind = resolve\ndef resolve(view, step):\n"
        "    return known[step] if step in known else find(view, step)",
    ),
    "a look-up that fails oddly": (
        "lookup", "def resolve(view, step):\n    return lines(view)[int(parse_step(step)[1])]",
    ),
    "a look-up that gives text": ("lookup", "def resolve(view, step):\n    return str(step)"),
    "swallows the end": (
        "limits", "good = extract\ndef extract(view, emit):\n"
        "    try: good(view, emit)\n    except BaseException: pass",
    ),
    "goes on after the end": (
        "limits", "def extract(view, emit):\n    for at in range(3):\n"
        "        try: emit.observation('word', span(at, 1), view.read(at, 1))\n"
        "        except BaseException: continue",
    ),
    "leaves files open": ("leftovers", "held = []\n" + _extracting("held.append(open(view.path))")),
    "leaves its view mapped": (
        "leftovers", "held = []\n" + _extracting("held.append(memoryview(view.memory()))"),
    ),
    "leaves threads": (
        "leftovers", "import threading, time\n" + _extracting(
            "threading.Thread(target=time.sleep, args=(30,), daemon=True).start()"
        ),
    ),
    "leaves processes": (
        "leftovers", "PROGRAMS = ('sleep',)\nimport subprocess\nheld = []\n" + _extracting(
            "held.append(subprocess.Popen(['sleep', '30']))"
        ),
    ),
    "forks behind the interpreter": (
        "leftovers", _extracting(
            "import ctypes, time\nif ctypes.CDLL(None).fork() == 0:\n    time.sleep(5); os._exit(0)"
        ),
    ),
    "writes beside its folder": ("writes", _extracting("open(view.folder.parent / 'x', 'w')")),
    "writes to the home": ("writes", _extracting("os.mkdir(os.path.expanduser('~/.words'))")),
    "moves a file out": (
        "writes", _extracting("(view.folder / 'x').touch()\nos.rename(view.folder / 'x', 'here')"),
    ),
    "writes behind the interpreter": (
        "writes", _extracting(
            "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.close(libc.creat(b'trace', 0o600))"
        ),
    ),
    "changes the item": ("writes", _extracting("open(view.path, 'ab').write(b'x')")),
    "changes the item behind the interpreter": (
        "item", _extracting("import ctypes\nctypes.CDLL(None).truncate(bytes(view.path), 1)"),
    ),
    "starts a program": (
        "programs", "import subprocess\n" + _extracting("subprocess.run(['true'])"),
    ),
    "starts a shell": ("programs", _extracting("os.system('true')")),
    "forks": ("programs", _extracting("if os.fork() == 0: os._exit(0)")),
    "makes a socket": ("network", "import socket\n" + _extracting("socket.socket().close()")),
    "looks up a name": (
        "network", "import socket\n" + _extracting("socket.getaddrinfo('localhost', 80)"),
    ),
    "asks the network while preparing": (
        "network", "import socket\ndef prepare(settings):\n"
        "    try: socket.create_connection(('127.0.0.1', 1))\n    except OSError: pass\n"
        "    return re.compile(b'x')",
    ),
}  # fmt: skip


def loaded(folder: Path, source: str, name: str = "words") -> Extractor:
    """Write a module and load it; one that does not load is only told where its file lies."""
    file = folder / f"{name}.py"
    file.write_text(source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = sys.dont_write_bytecode
    try:
        sys.dont_write_bytecode = True
        spec.loader.exec_module(module)
    except (RuntimeError, SyntaxError):
        module.__file__ = str(file)
    finally:
        sys.dont_write_bytecode = before
    return cast("Extractor", module)
