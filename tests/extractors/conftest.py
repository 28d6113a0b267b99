"""What the tests of the extractors share: real samples and the builder of hostile files."""

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

_HERE = Path(__file__).resolve().parent
_BUILDER = "truyvet_tests_hostile"


@pytest.fixture(scope="session")
def samples() -> Path:
    """Return the folder of real samples with known answers; skip where it is missing."""
    named = os.environ.get("TRUYVET_SAMPLES")
    folder = Path(named) if named else _HERE.parents[2] / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip(f"no samples at {folder}: set TRUYVET_SAMPLES to their folder")
    return folder


@pytest.fixture(scope="session")
def hostile() -> ModuleType:
    """Return the builder of hostile files, the module `hostile.py` beside this file."""
    if _BUILDER not in sys.modules:
        spec = importlib.util.spec_from_file_location(_BUILDER, _HERE / "hostile.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[_BUILDER] = module
        spec.loader.exec_module(module)
    return sys.modules[_BUILDER]
