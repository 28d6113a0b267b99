"""Manifests: package, rights, components; which combinations are a reason to look."""

import itertools

import pytest
from tests.extractors.programs.made_axml import (
    BOOLEAN,
    DECIMAL,
    REFERENCE,
    Node,
    Value,
    bound,
    document,
    manifest,
    right,
)  # fmt: skip

from truyvet.extractors import executable
from truyvet.extractors.fields.field import Field
from truyvet.extractors.programs.manifest import fields, risks
from truyvet.testing import examine, resolve


def read(root: Node) -> dict[str, Field]:
    return {each.step: each for each in fields(document(root))}


def names(rights: set[str]) -> set[str]:
    return {each.facts["name"] for each in risks(rights)}


def test_a_package_has_its_versions() -> None:
    seen = read(manifest(versionName="1.2.3", versionCode=(DECIMAL, 12)))["axml:manifest/0/package"]
    assert (seen.kind, seen.normal) == ("package", "vn.example.bank")
    assert (seen.facts["version"], seen.facts["code"]) == ("1.2.3", "12")


@pytest.mark.parametrize(
    "element", ["uses-permission", "uses-permission-sdk-23", "uses-permission-sdk-m"]
)
def test_rights_are_asked_for_in_every_way(element: str) -> None:
    seen = read(manifest(right("READ_SMS", element)))[f"axml:{element}/0"]
    assert (seen.kind, seen.raw, seen.normal) == (
        "permission", b"android.permission.READ_SMS", "READ_SMS",
    )  # fmt: skip


def test_a_right_of_somebody_else_keeps_its_whole_name() -> None:
    seen = read(manifest(right("com.example.permission.C2D")))["axml:uses-permission/0"]
    assert seen.normal == "com.example.permission.C2D"


@pytest.mark.parametrize("kind", ["activity", "activity-alias", "service", "receiver", "provider"])
def test_components_are_told_with_their_rights(kind: str) -> None:
    given: dict[str, Value] = {
        "name": "vn.example.A",
        "permission": "p",
        "exported": (BOOLEAN, 1),
        "authorities": "vn.a",
    }
    seen = read(manifest(Node("application", {}, [Node(kind, given)])))[f"axml:{kind}/0"]
    assert dict(seen.facts) == {
        "type": kind, "permission": "p", "exported": "true", "authorities": "vn.a",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("action", "told"),
    [("android.provider.Telephony.SMS_RECEIVED", True), ("android.intent.action.MAIN", False),
     ("android.provider.Telephony.WAP_PUSH_RECEIVED", True), ("RECEIVED", False)],
)  # fmt: skip
def test_events_that_arrive_are_told(action: str, told: bool) -> None:
    receiver = Node("receiver", {"name": "r"}, [Node("action", {"name": action})])
    assert ("axml:action/0" in read(manifest(receiver))) == told


def test_hosts_whose_links_are_opened_are_told() -> None:
    seen = read(manifest(Node("data", {"host": "vietcombank.example.vn"})))["axml:data/0"]
    assert (seen.kind, seen.raw, seen.text) == ("host", b"vietcombank.example.vn", True)


@pytest.mark.parametrize(
    ("label", "told"),
    [("Ngân hàng số", True), ("@7f010001", False), ((REFERENCE, 0x7F010001), False)],
)
def test_a_label_is_a_title_unless_it_stands_elsewhere(
    label: str | tuple[int, int], told: bool
) -> None:
    found = read(manifest(Node("application", {"label": label})))
    assert ("axml:application/0/label" in found) == told


@pytest.mark.parametrize("word", ["debuggable", "usesCleartextTraffic", "allowBackup"])
@pytest.mark.parametrize("value", [0, 1])
def test_switches_of_an_application_are_told_where_they_are_on(word: str, value: int) -> None:
    found = read(manifest(Node("application", {word: (BOOLEAN, value)})))
    assert (f"axml:application/0/{word}" in found) == bool(value)


@pytest.mark.parametrize(
    "empty",
    [Node("manifest"), manifest(Node("uses-permission")), manifest(Node("service")), Node("x")],
)
def test_elements_without_what_matters_are_nothing(empty: Node) -> None:
    assert set(read(empty)) <= {"axml:manifest/0/package"}


COMBINATIONS = {
    "overlay-accessibility": {"BIND_ACCESSIBILITY_SERVICE", "SYSTEM_ALERT_WINDOW"},
    "sms-accessibility": {"BIND_ACCESSIBILITY_SERVICE", "READ_SMS"},
    "notice-stealing": {"BIND_NOTIFICATION_LISTENER_SERVICE", "SEND_SMS"},
    "device-admin-sms": {"BIND_DEVICE_ADMIN", "RECEIVE_SMS"},
    "dropper": {"BIND_ACCESSIBILITY_SERVICE", "REQUEST_INSTALL_PACKAGES"},
    "sms-network": {"RECEIVE_SMS", "INTERNET", "RECEIVE_BOOT_COMPLETED"},
    "call-taking": {"CALL_PHONE", "READ_SMS", "READ_CONTACTS"},
}


@pytest.mark.parametrize("name", COMBINATIONS)
def test_a_combination_is_told_and_no_part_of_it_is(name: str) -> None:
    whole = COMBINATIONS[name]
    assert names(whole) == {name}
    for length in range(len(whole)):
        for part in itertools.combinations(sorted(whole), length):
            assert names(set(part)) == set()


@pytest.mark.parametrize("name", COMBINATIONS)
def test_a_combination_in_a_manifest_is_told_with_its_rights(name: str) -> None:
    asked = [right(one) for one in sorted(COMBINATIONS[name]) if not one.startswith("BIND_")]
    held = [bound("service", one) for one in sorted(COMBINATIONS[name]) if one.startswith("BIND_")]
    seen = read(manifest(*asked, *held))[f"axml:risk/{name}"]
    assert set(seen.raw.decode().split()) == COMBINATIONS[name]
    assert (seen.kind, seen.flag, seen.confidence) == ("android-risk", "metadata", 60)


def test_more_rights_than_needed_name_all_that_count() -> None:
    (seen,) = risks({"BIND_DEVICE_ADMIN", "RECEIVE_SMS", "READ_SMS", "CAMERA"})
    assert seen.raw == b"BIND_DEVICE_ADMIN READ_SMS RECEIVE_SMS"


def test_risks_come_in_one_order_whatever_the_order_of_rights() -> None:
    every = set().union(*COMBINATIONS.values())
    assert [each.step for each in risks(every)] == [f"axml:risk/{name}" for name in COMBINATIONS]


@pytest.mark.parametrize("permission", ["BIND_ACCESSIBILITY_SERVICE", "BIND_DEVICE_ADMIN"])
def test_a_right_that_an_application_only_asks_for_counts_too(permission: str) -> None:
    found = read(manifest(right(permission), right("RECEIVE_SMS")))
    assert any(step.startswith("axml:risk/") for step in found)


def test_a_right_of_a_component_that_binds_nothing_is_no_right_of_the_package() -> None:
    found = read(
        manifest(bound("service", "SYSTEM_ALERT_WINDOW"), right("BIND_ACCESSIBILITY_SERVICE"))
    )
    assert not any(step.startswith("axml:risk/") for step in found)


@pytest.mark.parametrize("name", ["a/b", "a#2", "a%b", "a\nb", "Đ"])
def test_hostile_names_of_elements_lead_back(name: str) -> None:
    root = manifest(Node("data", {"host": name}), package=name)
    content = document(root)
    found = examine(executable, content)
    for seen in found.observations:
        assert resolve(executable, content, seen.locator) == seen.value()
    assert found.of("package")[0].raw == name


def test_the_same_element_again_has_the_next_number() -> None:
    found = read(manifest(right("A"), right("B"), right("C")))
    assert [found[f"axml:uses-permission/{n}"].normal for n in range(3)] == ["A", "B", "C"]
