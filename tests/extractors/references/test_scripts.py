"""What scripts import and manifests list."""

import pytest
from tests.extractors.references.reads import found, uses


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("import a from './a.js'", ["/dir/a.js"]),
        ('import{b as c,d}from"../b.js";import"/c.js"', ["/b.js", "/c.js"]),
        ("export * from './e.js';export {x} from \"https://cdn.vn/x.js\"",
         ["/dir/e.js", "https://cdn.vn/x.js"]),
        ("const m = await import('./late.js')", ["/dir/late.js"]),
        ("import vue from 'vue'; import x from '@/x.js'", []),
        ("Array.from('/no.js'); obj.import('/no.js'); const important='/no.js'", []),
        ("import(`./${name}.js`)", []),
    ],
)  # fmt: skip
def test_a_script_imports(script: str, expected: list[str]) -> None:
    assert uses(script, "text/javascript") == [("script", url) for url in expected]


@pytest.mark.parametrize("unit", ["import a,", "import{ ", "from ", "import\n", 'import "'])
def test_a_hostile_script_is_read_once(unit: str) -> None:
    assert uses(unit * 200_000, "application/javascript") == []


def test_a_manifest_lists_its_icons() -> None:
    manifest = (
        '\ufeff{"name":"x","icons":[{"src":"i.png","sizes":"1x1"}],"screenshots":[{"src":"/s"}]}'
    )
    expected = [("icon", "/dir/i.png"), ("image", "/s")]
    assert uses(manifest, "application/manifest+json") == expected
    named = found(manifest, "application/json", url="https://ex.vn/dir/manifest.json")
    assert len(named.references) == 2
    assert uses(manifest, "application/json") == []


def test_a_damaged_manifest_is_said() -> None:
    assert found('{"icons":[', "application/manifest+json").problem == "not a manifest"
    assert found('{"icons":5}', "application/manifest+json").problem == "not a manifest"
