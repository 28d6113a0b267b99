"""What does not fit together: editors, clocks, changes, thumbnails; and what does fit."""

from collections.abc import Mapping

import pytest
from tests.extractors.pictures.build import with_exif
from tests.extractors.pictures.ifd import Directory, Tag, block, ratios, text

from truyvet.extractors import image
from truyvet.extractors.fields import times
from truyvet.extractors.fields.field import Field
from truyvet.extractors.pictures import oddities
from truyvet.testing import examine

CAMERA = Field(kind="camera", step="exif:camera", raw=b"EOS R5")


def timed(role: str, moment: str, step: str = "") -> Field:
    return times.timed(role, step or f"exif:Exif/{role}", moment.encode(), times.normal(moment), {})


def software(name: str, step: str = "exif:IFD0/Software") -> Field:
    return Field(kind="application", step=step, raw=name.encode())


def found(*seen: Field) -> dict[str, Field]:
    return {each.step.rpartition("/")[2]: each for each in oddities.fields(seen)}


@pytest.mark.parametrize(
    ("camera", "created", "modified", "flag"),
    [
        (True, "2026-03-14T09:15:00", "2026-03-15T10:00:00", "metadata"),
        (True, "2026-03-14T09:15:00", "2026-03-13T10:00:00", "metadata"),
        (True, "2026-03-14T09:15:00", "2026-03-14T09:15:00", ""),
        (True, "2026-03-14T09:15:00", "", ""),
        (True, "", "2026-03-14T09:15:00", ""),
        (True, "2026-03-14T09:15:00", "2026-03-15T10:00:00Z", ""),
        (True, "2026-03-14T09:15:00+07:00", "2026-03-14T02:15:00Z", ""),
        (True, "2026-03-14T09:15:00+07:00", "2026-03-14T09:15:00Z", "metadata"),
        (False, "2026-03-14T09:15:00", "2026-03-15T10:00:00", ""),
        (False, "", "", ""),
    ],
)
def test_an_editor_asks_for_attention_only_where_a_cameras_times_differ(
    camera: bool, created: str, modified: str, flag: str
) -> None:
    seen = [software("Adobe Photoshop 24.0"), *([CAMERA] if camera else [])]
    seen += [timed("created", created)] if created else []
    seen += [timed("modified", modified)] if modified else []
    assert found(*seen)["editor"].flag == flag


def test_an_editor_names_where_it_stands() -> None:
    seen = found(
        software("17.4"), software("GIMP", "xmp:xmp/CreatorTool"), software("Canva", "x:y")
    )
    assert (seen["editor"].raw, seen["editor"].facts["at"]) == (b"GIMP", "xmp:xmp/CreatorTool")


def test_the_name_of_an_editor_in_a_caption_means_nothing() -> None:
    assert found(Field(kind="description", step="exif:IFD0/ImageDescription", raw=b"GIMP")) == {}


@pytest.mark.parametrize(
    ("created", "modified", "odd"),
    [
        ("2026-03-14T09:15:00", "2026-03-14T09:14:59", True),
        ("2026-03-14T09:15:00", "2026-03-14T09:15:00", False),
        ("2026-03-14T09:15:00", "2026-03-14T09:15:01", False),
        ("2026-03-14T09:15:00+07:00", "2026-03-14T03:00:00+07:00", True),
        ("2026-03-14T09:15:00+07:00", "2026-03-14T02:15:00Z", False),
        ("2026-03-14T09:15:00", "2026-03-14T02:00:00Z", False),
    ],
)
def test_a_change_before_the_making_is_odd_where_both_clocks_are_one(
    created: str, modified: str, odd: bool
) -> None:
    seen = found(timed("created", created), timed("modified", modified))
    assert ("changed-before-made" in seen) == odd


@pytest.mark.parametrize("step", ["xmp:xmp/CreateDate", "iptc:2/55", "exif:GPS/GPSDateTime"])
def test_only_the_cameras_own_clock_is_compared(step: str) -> None:
    assert (
        found(
            timed("created", "2026-03-14T09:15:00", step), timed("modified", "2025-01-01T00:00:00")
        )
        == {}
    )


def satellites(moment: str) -> Field:
    return timed("created", moment, "exif:GPS/GPSDateTime")


@pytest.mark.parametrize(
    ("taken", "odd"),
    [
        ("2026-03-14T09:15:00", False), ("2026-03-14T09:20:00", False),
        ("2026-03-14T09:20:01", True),
        ("2026-03-14T02:15:00", False), ("2026-03-14T07:45:00", False),
        ("2026-03-14T08:00:00", False),
        ("2026-03-14T09:40:00", True), ("2026-03-15T09:15:00", True),
        ("2026-03-13T14:15:00", False),
        ("2026-03-14T16:15:00", False), ("2026-03-14T17:15:00", True),
    ],
)  # fmt: skip
def test_a_local_clock_may_differ_from_the_satellites_by_a_zone_in_use(
    taken: str, odd: bool
) -> None:
    seen = found(timed("created", taken), satellites("2026-03-14T02:15:00Z"))
    assert ("clock" in seen) == odd


@pytest.mark.parametrize(
    ("taken", "odd"),
    [("2026-03-14T09:15:00+07:00", False), ("2026-03-14T09:20:00+07:00", False),
     ("2026-03-14T09:20:01+07:00", True), ("2026-03-14T09:15:00+08:00", True)],
)  # fmt: skip
def test_a_clock_with_a_zone_may_differ_by_minutes_only(taken: str, odd: bool) -> None:
    seen = found(timed("created", taken), satellites("2026-03-14T02:15:00Z"))
    assert ("clock" in seen) == odd


@pytest.mark.parametrize("moment", ["", "hôm nay"])
def test_a_time_that_is_none_is_compared_with_nothing(moment: str) -> None:
    assert found(timed("created", moment), satellites("2026-03-14T02:15:00Z")) == {}


@pytest.mark.parametrize(
    ("apart", "odd"),
    [((0, 0), False), ((22, 64), False), ((64, 22), False), ((23, 23), True), ((64, 64), True)],
)
def test_a_thumbnail_is_odd_where_both_hashes_differ(apart: tuple[int, int], odd: bool) -> None:
    assert bool(list(oddities.thumbnail(apart))) == odd


def test_every_oddity_says_why_and_is_half_believed() -> None:
    seen = found(
        software("GIMP"), timed("created", "2026-03-14T09:15:00"),
        timed("modified", "2025-01-01T00:00:00"), satellites("2020-01-01T00:00:00Z"),
    )  # fmt: skip
    assert set(seen) == {"editor", "changed-before-made", "clock"}
    assert all(each.facts["why"] and each.confidence == 50 for each in seen.values())


def flags(tags: list[Tag], inner: Mapping[str, Directory]) -> dict[str, str]:
    content = with_exif(block(Directory(tags=tags, inner=dict(inner))))
    return {seen.locator[0]: seen.flag for seen in examine(image, content).of("oddity")}


def test_a_photoshop_file_that_is_no_photograph_asks_for_no_attention() -> None:
    tags = [text(0x0131, "Adobe Photoshop 24.0"), text(0x0132, "2026:03:14 10:00:00")]
    assert flags(tags, {}) == {"image:oddity/editor": ""}


def test_a_photograph_changed_later_by_an_editor_asks_for_attention() -> None:
    tags = [text(0x010F, "Canon"), text(0x0110, "EOS R5"), text(0x0131, "Adobe Photoshop 24.0"),
            text(0x0132, "2026:03:15 10:00:00")]  # fmt: skip
    taken = {"Exif": Directory(tags=[text(0x9003, "2026:03:14 09:15:00")])}
    assert flags(tags, taken) == {"image:oddity/editor": "metadata"}


def test_a_photograph_of_a_sound_camera_has_no_oddity() -> None:
    tags = [text(0x010F, "Canon"), text(0x0110, "EOS R5"), text(0x0132, "2026:03:14 09:15:00")]
    inner = {
        "Exif": Directory(tags=[text(0x9003, "2026:03:14 09:15:00"), text(0x9011, "+07:00")]),
        "GPS": Directory(tags=[ratios(7, (2, 1), (15, 1), (4, 1)), text(29, "2026:03:14")]),
    }
    assert flags(tags, inner) == {}
