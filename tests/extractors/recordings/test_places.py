"""Positions of ISO 6709: every form and width, against the same place computed here."""

import random

import pytest

from truyvet.extractors.recordings.places import position


@pytest.mark.parametrize(
    ("written", "shown", "altitude"),
    [
        ("+21.0285+105.8542/", "21.028500,105.854200", ""),
        ("+21.0285+105.8542", "21.028500,105.854200", ""),
        ("+21+105/", "21.000000,105.000000", ""),
        ("+2101.71+10551.252/", "21.028500,105.854200", ""),
        ("+210142.6+1055115.12/", "21.028500,105.854200", ""),
        ("-33.8688+151.2093+010.000/", "-33.868800,151.209300", "10.0"),
        ("+00.0000-000.0000-012.5/", "0.000000,0.000000", "-12.5"),
        ("+21.0285+105.8542+0.0CRSWGS_84/", "21.028500,105.854200", "0.0"),
        ("  +21.0285+105.8542/\n", "21.028500,105.854200", ""),
        ("+90+180/", "90.000000,180.000000", ""),
        ("-90-180/", "-90.000000,-180.000000", ""),
    ],
)
def test_every_form_is_read(written: str, shown: str, altitude: str) -> None:
    assert position(written) == (shown, altitude)


@pytest.mark.parametrize(
    "written",
    ["", "21.0285,105.8542", "+21.0285", "21.0285+105.8542/", "+21.0285+105.8542/x", "+1.5+105.8/",
     "+210+105/", "+21.0+1058/", "+21.0+10/", "+91.0+105.0/", "+21.0+181.0/", "+21.+105./",
     "++21+105/",
     "+21.0285 +105.8542/", "Hà Nội", "+2101712+105/", "+21.0+105.8/" * 2],
)  # fmt: skip
def test_what_is_none_has_no_normal_form_and_no_altitude(written: str) -> None:
    assert position(written) == ("", "")


def test_one_place_reads_the_same_in_its_three_widths() -> None:
    source = random.Random(2)
    for _ in range(300):
        (lat, lon), minute, second = (source.randrange(90), source.randrange(180)), 0, 0
        minute, second = source.randrange(60), source.randrange(60)
        below = minute / 60 + second / 3600
        written = f"{minute + second / 60:09.6f}"
        north, east = source.choice("+-"), source.choice("+-")
        forms = {
            f"{north}{lat + below:09.6f}{east}{lon + below:010.6f}/",
            f"{north}{lat:02d}{written}{east}{lon:03d}{written}/",
            f"{north}{lat:02d}{minute:02d}{second:02d}{east}{lon:03d}{minute:02d}{second:02d}/",
        }
        told = [tuple(map(float, position(form)[0].split(","))) for form in forms]
        for one in told:
            assert one == pytest.approx(told[0], abs=2e-6)
