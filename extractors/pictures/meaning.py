"""What the properties of XMP mean, and which programs edit pictures."""

import re

from ..fields import times
from ..fields.field import Field

_KINDS = {
    "dc/creator": "author", "dc/title": "title", "dc/description": "description",
    "dc/rights": "copyright", "dc/subject": "keyword", "dc/publisher": "author",
    "photoshop/Headline": "title", "photoshop/CaptionWriter": "author",
    "xmp/CreatorTool": "application", "xmpMM/History/stEvt/softwareAgent": "application",
    "x/xmptk": "application", "tiff/Software": "application",
    "xmpMM/DocumentID": "document-id", "xmpMM/InstanceID": "document-id",
    "xmpMM/OriginalDocumentID": "document-id", "xmpMM/DerivedFrom/stRef/documentID": "document-id",
    "aux/SerialNumber": "serial", "aux/LensSerialNumber": "serial",
    "exifEX/BodySerialNumber": "serial", "exifEX/LensSerialNumber": "serial",
    "tiff/Model": "camera", "tiff/Artist": "author", "aux/OwnerName": "author",
    "xmp/CreateDate": "created", "photoshop/DateCreated": "created",
    "exif/DateTimeOriginal": "created", "exif/DateTimeDigitized": "digitised",
    "xmp/ModifyDate": "modified", "xmp/MetadataDate": "modified", "tiff/DateTime": "modified",
    "dc/date": "created", "xmpMM/History/stEvt/when": "modified",
}  # fmt: skip
_TIMES = frozenset({"created", "digitised", "modified"})
_WRITTEN = frozenset({"author", "title", "description", "copyright", "keyword"})
_INDEX = re.compile(r"\[\d+\]")
_MADE = re.compile(r"trainedAlgorithmicMedia|algorithmicMedia\Z", re.IGNORECASE)
_EDITORS = re.compile(
    r"photoshop|lightroom|gimp|affinity|paint\.?net|paintshop|pixelmator|snapseed|picsart|meitu"
    r"|b612|faceapp|facetune|remini|canva|capcut|inkscape|illustrator|acdsee|darktable"
    r"|capture one|luminar|corel|photoscape|fotor|polarr|vsco|photodirector|graphicconverter"
    r"|stable diffusion|midjourney|dall[-·]?e|firefly",
    re.IGNORECASE,
)


def is_editor(software: str) -> bool:
    """Tell whether this is a program that changes or makes up pictures, by its usual names."""
    return _EDITORS.search(software) is not None


def of_xmp(step: str, value: str) -> Field:
    """Return a property of XMP as the field it means; `step` begins with `xmp:`."""
    kind = _KINDS.get(_INDEX.sub("", step[4:]), "metadata")
    if kind in _TIMES:
        return times.timed(kind, step, value.encode(), times.normal(value), {})
    return Field(
        kind=kind,
        step=step,
        raw=value.encode(),
        flag="metadata" if step.endswith("DigitalSourceType") and _MADE.search(value) else "",
        text=kind in _WRITTEN,
    )
