"""Fields of an Android manifest: what a package is called, may do, and offers.

Told apart are the combinations of rights by which banking trojans live: reading the screen and
drawing over it, reading one-time codes from messages or notices, installing further packages.
Each alone has honest uses; a combination is a reason to look, not a proof.
"""

from collections.abc import Iterator

from ...evidence.scans.locator import quote
from ..fields.field import Field
from ..pictures.block import Buffer
from .axml import Element, elements

_ANDROID = "android.permission."
_COMPONENTS = frozenset({"activity", "activity-alias", "service", "receiver", "provider"})
_ACCESSIBILITY = "BIND_ACCESSIBILITY_SERVICE"
_RISKS: tuple[tuple[str, str, tuple[frozenset[str], ...]], ...] = (
    ("overlay-accessibility", "can read the screen, press buttons and draw over other apps",
     (frozenset({_ACCESSIBILITY}), frozenset({"SYSTEM_ALERT_WINDOW"}))),
    ("sms-accessibility", "can read the screen and take messages with one-time codes",
     (frozenset({_ACCESSIBILITY}), frozenset({"RECEIVE_SMS", "READ_SMS"}))),
    ("notice-stealing", "can read other apps' notices and send messages",
     (frozenset({"BIND_NOTIFICATION_LISTENER_SERVICE"}), frozenset({"SEND_SMS", "RECEIVE_SMS"}))),
    ("device-admin-sms", "can lock or wipe the telephone and take messages",
     (frozenset({"BIND_DEVICE_ADMIN"}), frozenset({"RECEIVE_SMS", "READ_SMS"}))),
    ("dropper", "can read the screen and install further packages",
     (frozenset({_ACCESSIBILITY}), frozenset({"REQUEST_INSTALL_PACKAGES"}))),
    ("sms-network", "takes messages as they arrive and sends over the network",
     (frozenset({"RECEIVE_SMS"}), frozenset({"INTERNET"}),
      frozenset({"RECEIVE_BOOT_COMPLETED", "FOREGROUND_SERVICE"}))),
    ("call-taking", "can answer or divert calls and read messages",
     (frozenset({"CALL_PHONE", "ANSWER_PHONE_CALLS", "PROCESS_OUTGOING_CALLS"}),
      frozenset({"RECEIVE_SMS", "READ_SMS"}), frozenset({"READ_CONTACTS"}))),
)  # fmt: skip
"""Name, meaning, and groups of rights of each of which one must be there."""


def fields(source: Buffer) -> Iterator[Field]:
    """Yield the fields of a manifest in its order, then its risks."""
    rights: set[str] = set()
    counts: dict[str, int] = {}
    for element in elements(source):
        name = element.path[-1]
        number = counts[name] = counts.get(name, -1) + 1
        step = f"axml:{quote(name)}/{number}"
        if name == "manifest":
            yield from _package(step, element)
        elif name.startswith("uses-permission"):
            yield from _right(step, element, rights)
        elif name in _COMPONENTS:
            bound = _short(element.attributes.get("permission", ""))
            rights.update({bound} if bound.startswith("BIND_") else ())
            yield from _component(step, name, element)
        elif name == "action" and element.attributes.get("name", "").endswith("_RECEIVED"):
            yield Field(kind="intent", step=step, raw=element.attributes["name"].encode())
        elif name == "data" and element.attributes.get("host"):
            raw = element.attributes["host"].encode()
            yield Field(kind="host", step=step, raw=raw, text=True)
        elif name == "application":
            yield from _application(step, element)
    yield from risks(rights)


def risks(rights: set[str]) -> Iterator[Field]:
    """Yield the risky combinations in a set of rights, named without `android.permission.`."""
    for name, why, groups in _RISKS:
        held = [sorted(group & rights) for group in groups]
        if all(held):
            raw = " ".join(right for group in held for right in group)
            yield Field(
                kind="android-risk", step=f"axml:risk/{name}", raw=raw.encode(), confidence=60,
                facts={"why": why, "name": name}, flag="metadata",
            )  # fmt: skip


def _short(permission: str) -> str:
    return permission.removeprefix(_ANDROID)


def _package(step: str, element: Element) -> Iterator[Field]:
    given = element.attributes
    package = given.get("package", "")
    if package:
        facts = {"version": given.get("versionName", ""), "code": given.get("versionCode", "")}
        yield Field(
            kind="package", step=f"{step}/package", raw=package.encode(), normal=package,
            facts=facts, text=True,
        )  # fmt: skip


def _right(step: str, element: Element, rights: set[str]) -> Iterator[Field]:
    name = element.attributes.get("name", "")
    if name:
        rights.add(_short(name))
        yield Field(kind="permission", step=step, raw=name.encode(), normal=_short(name))


def _component(step: str, name: str, element: Element) -> Iterator[Field]:
    given = element.attributes
    own = given.get("name", "")
    if own:
        facts = {
            "type": name,
            "permission": given.get("permission", ""),
            "exported": given.get("exported", ""),
            "authorities": given.get("authorities", ""),
        }
        yield Field(kind="component", step=step, raw=own.encode(), facts=facts)


def _application(step: str, element: Element) -> Iterator[Field]:
    given = element.attributes
    label = given.get("label", "")
    if label and not label.startswith("@"):
        yield Field(kind="title", step=f"{step}/label", raw=label.encode(), text=True)
    for word in ("debuggable", "usesCleartextTraffic", "allowBackup"):
        if given.get(word) == "true":
            yield Field(kind="metadata", step=f"{step}/{word}", raw=b"true", facts={"name": word})
