"""What scripts import by name (ECMAScript modules) and what web app manifests list.

Only what is written out: what a script puts together when it runs, a browser alone finds.
"""

import re

import msgspec

from .gathering import Gathered

_IMPORT = re.compile(
    r"""(?<![\w.$])(?:import\s*+\(?+|from)\s*+"""
    r"""(?:"((?:https?:/)?\.{0,2}/[^"\\\s]{1,500})"|'((?:https?:/)?\.{0,2}/[^'\\\s]{1,500})')"""
)


class _Icon(msgspec.Struct):
    src: str = ""


class _Manifest(msgspec.Struct):
    icons: list[_Icon] = []
    screenshots: list[_Icon] = []


def read_script(text: str, gathered: Gathered) -> None:
    """Gather the modules that a script imports by an address."""
    for found in _IMPORT.finditer(text):
        gathered.add(found[1] or found[2], "script")
        if gathered.over:
            return


def read_manifest(content: bytes, gathered: Gathered) -> None:
    """Gather the icons of a web app manifest (W3C Web Application Manifest)."""
    try:
        manifest = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=_Manifest)
    except (msgspec.MsgspecError, ValueError):
        gathered.problem("not a manifest")
        return
    for icon in manifest.icons:
        gathered.add(icon.src, "icon")
    for picture in manifest.screenshots:
        gathered.add(picture.src, "image")
