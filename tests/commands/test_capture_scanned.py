"""What a scan finds in captured pages: who can be called, where money goes, what sites share."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.site import charsets, odd, scams
from tests.site.site import Site

LEGACY = ("/charset/tcvn3", "/charset/viscii", "/charset/windows-1258", "/charset/utf-16-le-bom")
CODED = ("/odd/coding/gzip", "/odd/coding/br", "/odd/coding/zstd", "/odd/chunked")


@dataclass(frozen=True, kw_only=True)
class Scanned:
    """A case with captured pages, examined."""

    site: Site
    officer: Officer
    observations: list[dict[str, Any]] = field(repr=False)

    def seen(self, kind: str, url: str = "") -> list[dict[str, Any]]:
        """Return observations of a kind, in the body of this address alone where one is named."""
        return [
            one
            for one in self.observations
            if one["kind"] == kind and (not url or one["path"].endswith(f"/capture.warc/{url}"))
        ]

    def raws(self, kind: str, url: str = "") -> set[str]:
        """Return what they say."""
        return {one["raw"] for one in self.seen(kind, url)}


@pytest.fixture(scope="module")
def scanned(template: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanned]:
    place = tmp_path_factory.mktemp("scanned-web") / "an"
    shutil.copytree(str(template), place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys").with_(TRUYVET_CASE="vu-01")
    with Site() as site:
        urls = [site.url(scams.FIRST), site.other_url(scams.SECOND)]
        urls += [site.url(path) for path in (*LEGACY, *CODED)]
        an.does("collect", "web", *urls, "--allow-private")
        an.run("scan", timeout=120)
        yield Scanned(site=site, officer=an, observations=an.reads("observations"))


def test_the_phone_is_seen_as_the_page_writes_it(scanned: Scanned) -> None:
    assert scanned.raws("page-phone", scanned.site.url(scams.FIRST))
    assert scams.PHONE in scanned.raws("phone", scanned.site.url(scams.FIRST))


def test_the_account_is_seen_in_the_words_and_in_the_picture(scanned: Scanned) -> None:
    accounts = scanned.raws("bank-account", scanned.site.url(scams.FIRST))
    assert scams.ACCOUNT in accounts
    (code,) = scanned.seen("vietqr", scanned.site.url(scams.QR))
    assert scams.ACCOUNT in code["raw"]
    assert (code["facts"]["bin"], code["facts"]["merchant"]) == (scams.BIN, scams.HOLDER)
    assert scanned.raws("bank-account", scanned.site.url(scams.QR)) == {scams.ACCOUNT}


def test_ids_that_two_sites_share_are_seen_on_both(scanned: Scanned) -> None:
    first = scanned.raws("tracker-id", scanned.site.url(scams.FIRST))
    second = scanned.raws("tracker-id", scanned.site.other_url(scams.SECOND))
    assert first & second == {scams.GA, scams.GTM, scams.OLD_GA}
    assert first - second == {scams.PIXEL, scams.ADSENSE}


def test_the_icon_has_the_same_hash_on_both(scanned: Scanned) -> None:
    hashes = [one["raw"] for one in scanned.seen("favicon-hash")]
    assert len(hashes) == 2
    assert len(set(hashes)) == 1


def test_one_value_leads_to_both_sites(scanned: Scanned) -> None:
    found = scanned.officer.reads("observations", "--value", scams.GA)
    hosts = {one["path"].split("/")[3] for one in found if one["kind"] == "tracker-id"}
    assert hosts == {f"127.0.0.1:{scanned.site.port(name)}" for name in ("plain", "other")}


def test_title_language_and_date_are_told(scanned: Scanned) -> None:
    url = scanned.site.url(scams.FIRST)
    assert any("Sen Vàng" in title for title in scanned.raws("page-title", url))
    assert scanned.raws("page-language", url) == {"vi"}
    assert scams.PUBLISHED in scanned.raws("page-date", url)


def test_mail_profiles_and_forms_are_told(scanned: Scanned) -> None:
    url = scanned.site.url(scams.FIRST)
    assert scams.MAIL in scanned.raws("page-email", url)
    assert len(scanned.raws("page-profile", url)) >= 4
    assert scanned.seen("page-form", url)


@pytest.mark.parametrize("path", LEGACY)
def test_old_encodings_are_read(scanned: Scanned, path: str) -> None:
    phones = {one["normal"] for one in scanned.seen("phone", scanned.site.url(path))}
    assert "+84900000010" in phones
    text = scanned.officer.does("web", "text", scanned.site.url(path))
    assert charsets.WORDS in text


@pytest.mark.parametrize("path", CODED)
def test_bodies_are_read_without_their_coding(scanned: Scanned, path: str) -> None:
    url = scanned.site.url(path)
    assert "Lạ" in scanned.raws("page-title", url)
    assert "0900 000 010" in scanned.raws("phone", url)
    assert odd.CONTENT.decode().count("0900 000 010") == 1


def test_a_page_observation_leads_back_to_its_bytes(scanned: Scanned) -> None:
    (one, *_) = scanned.seen("tracker-id", scanned.site.url(scams.FIRST))
    shown = scanned.officer.does("show", one["observation"])
    assert scams.GA in shown


def test_the_case_verifies_after_the_scan(scanned: Scanned) -> None:
    assert "INVALID" not in scanned.officer.does("verify")


def test_our_own_records_of_a_capture_are_not_taken_for_what_the_page_says(
    scanned: Scanned,
) -> None:
    seen = [one for one in scanned.observations if one["extractor"] == "entities"]
    parts = {one["path"].rpartition("/")[2] for one in seen if "capture.warc/" not in one["path"]}
    assert parts <= {"capture.warc"}


def test_the_server_s_address_and_the_words_of_its_heads_are_seen_in_the_archive(
    scanned: Scanned,
) -> None:
    seen = [one for one in scanned.seen("ipv4") if one["path"].endswith("/capture.warc")]
    assert "127.0.0.1" in {one["normal"] for one in seen if one["extractor"] == "warc"}
