"""What every room's tests share: where things lie. Nothing here changes the product.

Tests import `truyvet.…` as users do, from the environment it is installed in.
"""

import configparser
import os
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parent.parent

# No deadline: a busy machine is slow, not wrong. In CI the same examples every time.
settings.register_profile("truyvet", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("truyvet")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout, which is also the root of the package."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public vectors and samples that stands beside the checkout."""
    folder = Path(os.environ.get("TRUYVET_SHARED") or REPOSITORY.parent / "shared")
    if not folder.is_dir():
        pytest.skip("no shared folder beside the checkout; name one in TRUYVET_SHARED")
    return folder


@pytest.fixture(scope="session")
def packaging(repository: Path) -> configparser.ConfigParser:
    """setup.cfg, the one source of the package's facts."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(repository / "setup.cfg", encoding="utf-8")
    return parser


@pytest.fixture(scope="session")
def package_folders(repository: Path, packaging: configparser.ConfigParser) -> dict[str, Path]:
    """The listed packages and the folder of each."""
    names = packaging["options"]["packages"].split()
    return {name: repository.joinpath(*name.split(".")[1:]) for name in names}


@pytest.fixture(scope="session")
def product_files(package_folders: dict[str, Path]) -> list[Path]:
    """Every Python file of the product, and none of tests or benchmarks."""
    return sorted(file for folder in package_folders.values() for file in folder.glob("*.py"))
