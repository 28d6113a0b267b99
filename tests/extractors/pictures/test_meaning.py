"""What properties of XMP mean, and which programs change pictures."""

import pytest

from truyvet.extractors.pictures.meaning import is_editor, of_xmp


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("dc/creator", "author"), ("dc/creator[2]", "author"), ("dc/title", "title"),
        ("dc/description", "description"), ("dc/rights", "copyright"), ("dc/subject[9]", "keyword"),
        ("xmp/CreatorTool", "application"), ("xmpMM/DocumentID", "document-id"),
        ("xmpMM/History[3]/stEvt/softwareAgent", "application"),
        ("xmpMM/DerivedFrom/stRef/documentID", "document-id"), ("aux/SerialNumber", "serial"),
        ("exifEX/BodySerialNumber", "serial"), ("tiff/Model", "camera"), ("x/xmptk", "application"),
        ("dc/format", "metadata"), ("creator", "metadata"), ("dc/creator/dc/creator", "metadata"),
    ],
)  # fmt: skip
def test_a_property_means_what_its_path_says(path: str, kind: str) -> None:
    assert of_xmp(f"xmp:{path}", "value").kind == kind


@pytest.mark.parametrize(
    ("path", "role"),
    [("xmp/CreateDate", "created"), ("photoshop/DateCreated", "created"),
     ("exif/DateTimeDigitized", "digitised"), ("xmp/ModifyDate", "modified"),
     ("xmp/MetadataDate", "modified"), ("xmpMM/History[2]/stEvt/when", "modified")],
)  # fmt: skip
def test_a_property_of_time_is_a_time_with_its_role(path: str, role: str) -> None:
    seen = of_xmp(f"xmp:{path}", "2026-03-14T09:15+07:00")
    assert (seen.kind, seen.facts["role"], seen.normal) == (
        "media-time",
        role,
        "2026-03-14T02:15:00Z",
    )


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        ("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", "metadata"),
        ("http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
        "metadata"),
        ("http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia", "metadata"),
        ("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture", ""),
    ],
)  # fmt: skip
def test_a_picture_that_says_a_machine_made_it_up_is_flagged(value: str, flag: str) -> None:
    assert of_xmp("xmp:Iptc4xmpExt/DigitalSourceType", value).flag == flag


def test_the_words_of_a_made_up_picture_mean_nothing_elsewhere() -> None:
    assert of_xmp("xmp:dc/title", "trainedAlgorithmicMedia").flag == ""


@pytest.mark.parametrize(
    "software",
    ["Adobe Photoshop CC 2019 (Windows)", "GIMP 2.10.34", "Snapseed 2.0", "PicsArt", "CapCut",
     "Adobe Lightroom Classic 12.3", "paint.net 5.0", "meitu", "FaceApp", "DALL-E 3", "DALL·E",
     "Stable Diffusion XL", "Inkscape 1.2", "adobe firefly", "VSCO", "B612", "Canva"],
)  # fmt: skip
def test_a_program_that_changes_pictures_is_known(software: str) -> None:
    assert is_editor(software)


@pytest.mark.parametrize(
    "software",
    ["", "E775v1.3u", "17.4.1", "HDR+ 1.0.540104767zd", "spes_global-user 13", "Windows 10",
     "G991BXXU5CVDD", "Digital Camera FinePixS1Pro Ver1.00", "ExifTool 12.57", "MediaTek Camera"],
)  # fmt: skip
def test_the_program_of_a_camera_changes_nothing(software: str) -> None:
    assert not is_editor(software)
