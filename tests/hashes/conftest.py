"""Where the public vectors stand, and how hypothesis runs in this room."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Time limits per example fail on a busy machine and say nothing about the code.
settings.register_profile("truyvet-hashes", deadline=None)
settings.load_profile("truyvet-hashes")


@pytest.fixture(scope="session")
def vectors() -> Path:
    """Folder of public test vectors: $TRUYVET_SHARED/vectors, else beside the repository."""
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    folder = Path(os.environ.get("TRUYVET_SHARED", beside)) / "vectors"
    if not folder.is_dir():
        pytest.skip(f"the public vectors are not at {folder}; set TRUYVET_SHARED")
    return folder
