"""What a name claims: endings and the media types that may stand under them, and deceptive names.

Only endings whose formats are told apart surely have a row; any other ending claims nothing.
"""

import re
from fnmatch import fnmatchcase

EXECUTABLE = (
    "application/vnd.microsoft.portable-executable",
    "application/x-executable",
    "application/x-pie-executable",
    "application/x-sharedlib",
    "application/x-mach-binary",
    "application/x-msdos-program",
    "application/vnd.android.package-archive",
    "application/x-msi",
    "application/x-ms-shortcut",
)
"""Media types that a computer runs."""
UNKNOWN = "application/octet-stream"
"""What is no format that is known: also what is encrypted or damaged."""

_TEXT = (
    "text/*",
    "message/*",
    "multipart/related",
    "image/svg+xml",
    "application/json",
    "application/javascript",
    "application/mbox",
    "application/pgp*",
    "application/warc",
    "application/x-bytecode*",
    "application/x-ndjson",
    "application/x-setupscript",
    "application/x-subrip",
    "application/x-wine-extension-ini",
    UNKNOWN,
)
_ZIPPED = (
    "application/zip",
    "application/epub+zip",
    "application/java-archive",
    "application/vnd.android*",
    "application/vnd.google-earth*",
    "application/vnd.ms-appx",
    "application/vnd.ms-excel*",
    "application/vnd.ms-powerpoint*",
    "application/vnd.ms-word*",
    "application/vnd.oasis*",
    "application/vnd.openxmlformats*",
    "application/wacz",
    "application/x-ios-app",
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OLE = "application/x-ole-storage"
_WEB = ("text/html", "text/xml", "application/xhtml+xml", "text/plain", "text/x-php", "text/*")
_PICTURE = ("image/*",)
_MOVING = ("video/*", "audio/*", UNKNOWN)

_CLAIMS: dict[str, tuple[str, ...]] = {
    "jpg jpeg jpe png gif bmp webp tif tiff heic heif avif ico": _PICTURE,
    "svg": ("image/svg+xml", "text/*"),
    "pdf": ("application/pdf",),
    "doc dot": (
        "application/msword",
        "text/rtf",
        _OLE,
        *_WEB,
        f"{_OFFICE}*",
        "application/vnd.ms-word*",
        "multipart/related",
    ),
    "xls xlt": (
        "application/vnd.ms-excel*",
        _OLE,
        *_WEB,
        "text/csv",
        f"{_OFFICE}*",
        UNKNOWN,
        "multipart/related",
    ),
    "ppt pps pot": ("application/vnd.ms-powerpoint*", _OLE, f"{_OFFICE}*"),
    "docx dotx docm dotm": (f"{_OFFICE}wordprocessingml*", "application/vnd.ms-word*", _OLE),
    "xlsx xltx xlsm xltm xlsb": (f"{_OFFICE}spreadsheetml*", "application/vnd.ms-excel*", _OLE),
    "pptx ppsx potx pptm ppsm": (
        f"{_OFFICE}presentationml*",
        "application/vnd.ms-powerpoint*",
        _OLE,
    ),
    "odt ods odp odg odf ott ots": ("application/vnd.oasis.opendocument*", "text/xml"),
    "rtf": ("text/rtf", "text/plain"),
    "epub": ("application/epub+zip",),
    "zip": (*_ZIPPED, "application/x-msi"),
    "jar apk aar war": (*_ZIPPED, "application/zip"),
    "rar": ("application/vnd.rar",),
    "7z": ("application/x-7z-compressed",),
    "gz tgz": ("application/gzip",),
    "bz2 tbz2": ("application/x-bzip2",),
    "xz txz": ("application/x-xz",),
    "zst": ("application/zstd",),
    "mp4 m4v mov 3gp mkv webm avi wmv flv mpg mpeg": (
        *_MOVING,
        "application/vnd.rn-realmedia",
        "application/ogg",
    ),
    "mp3 wav m4a aac ogg oga opus flac amr wma": (*_MOVING, "application/ogg"),
    "txt log csv tsv md ini conf cfg": (*_TEXT, "application/*+xml"),
    "json": _TEXT,
    "xml": (*_TEXT, "application/*+xml"),
    "html htm xhtml": (*_TEXT, "application/xhtml+xml"),
    "mht mhtml": (*_TEXT,),
    "eml": (*_TEXT,),
    "msg": ("application/vnd.ms-outlook", _OLE, *_TEXT),
    "exe dll sys scr ocx cpl": (
        "application/vnd.microsoft.portable-executable",
        "application/x-*",
        "application/x-msdos-program",
        UNKNOWN,
        "text/plain",
    ),
    "sqlite sqlite3": ("application/vnd.sqlite3", UNKNOWN),
}
_ALLOWED = {ending: media for endings, media in _CLAIMS.items() for ending in endings.split()}

_RUN_WORDS = """
exe scr com bat cmd pif js jse vbs vbe wsf wsh hta lnk msi jar ps1 cpl apk dll reg
"""
_RUN = frozenset(_RUN_WORDS.split())
_SHOWN_WORDS = """
pdf doc docx xls xlsx ppt pptx rtf txt jpg jpeg png gif bmp mp3 mp4 avi mov htm html csv odt zip
rar 7z
"""
_SHOWN = frozenset(_SHOWN_WORDS.split())
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_GAP = re.compile(r"\s{4,}|[\u2800\u3000\u00a0\u3164]{2,}")


def ending_of(name: str) -> str:
    """Return a name's ending in lower case without the dot; empty where it has none."""
    stem, dot, ending = name.strip().rpartition(".")
    return ending.lower() if dot and stem else ""


def contradicts(name: str, media: str) -> str:
    """Return the ending of `name` where it claims what `media` is not, else empty."""
    ending = ending_of(name)
    allowed = _ALLOWED.get(ending)
    if allowed is None or media.startswith("inode/"):
        return ""
    return "" if any(fnmatchcase(media, pattern) for pattern in allowed) else ending


def deceptions(name: str, media: str) -> list[str]:
    """Return in what a name deceives those who read it."""
    found = []
    if _BIDI.search(name):
        found.append("characters that turn the direction of writing")
    parts = [part.strip().lower() for part in name.split(".")]
    if len(parts) > 2 and parts[-1] in _RUN and parts[-2] in _SHOWN:
        found.append(f"double ending .{parts[-2]}.{parts[-1]}")
    if len(parts) > 1 and parts[-1] in _RUN and _GAP.search(name):
        found.append("a gap before the real ending")
    if media in EXECUTABLE and ending_of(name) in _SHOWN:
        found.append(f"a program called .{ending_of(name)}")
    return found
