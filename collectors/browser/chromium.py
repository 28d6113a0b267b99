"""Chromium: where it stands, how it is started so that it speaks to nobody but our proxy, its end.

It runs headless in a group of its own with a private profile that is gone afterwards (`guard`).
Its sandbox is kept, except for root, for whom Chromium has none.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from ...evidence.errors import TruyvetError
from .protocol import Driver, Listener, Trouble

VARIABLE = "TRUYVET_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "~/Applications/Chromium.app/Contents/MacOS/Chromium",
    "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
"""Where it stands on macOS, where programs are not on the PATH."""
START_SECONDS = 60.0
"""A cold start on a busy machine takes seconds; a minute is a browser that will not start."""
MAX_PLACE = 60
"""Letters of a path below which Chromium can make its socket (unix(7): 108, macOS: 104)."""
MAX_MEMORY = 4 << 30
"""Bytes that one process of the browser may fill; V8 takes no more for scripts by itself."""
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "FONTCONFIG_PATH", "FONTCONFIG_FILE")
_SHOWN = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS")
_SILENT_FEATURES = (
    "AutofillServerCommunication", "CertificateTransparencyComponentUpdater",
    "DialMediaRouteProvider", "DnsOverHttps", "FledgePst", "GlobalMediaControls",
    "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "InterestFeedContentSuggestions",
    "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationGuideModelDownloading",
    "OptimizationHints", "OptimizationHintsFetching", "OptimizationTargetPrediction", "Prerender2",
    "PrivacySandboxSettings4", "Translate", "WebRtcHideLocalIpsWithMdns",
)  # fmt: skip
"""Features of Chromium that speak to its maker, rewrite addresses or load pages nobody opened."""
FLAGS = (
    "--remote-debugging-pipe", "--no-startup-window", "--no-first-run",
    "--no-default-browser-check", "--no-service-autorun", "--no-pings",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-extensions", "--disable-breakpad",
    "--disable-component-extensions-with-background-pages", "--disable-crash-reporter",
    "--disable-client-side-phishing-detection", "--disable-domain-reliability",
    "--disable-field-trial-config", "--disable-search-engine-choice-screen",
    "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding", "--disable-hang-monitor", "--disable-prompt-on-repost",
    "--disable-print-preview", "--disable-dev-shm-usage", "--disable-notifications",
    "--deny-permission-prompts", "--metrics-recording-only", "--safebrowsing-disable-auto-update",
    "--password-store=basic", "--use-mock-keychain", "--mute-audio", "--hide-scrollbars",
    "--force-color-profile=srgb", "--dns-prefetch-disable", "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--proxy-bypass-list=<-loopback>", "--log-level=3",
    f"--disable-features={','.join(_SILENT_FEATURES)}",
)  # fmt: skip
"""How Chromium is always started: it names no host, asks nobody but the proxy, changes nothing."""


def find_chromium(named: str | None, path: str | None) -> Path:
    """Return the browser's program: the one named, or one on `path`, or in macOS's usual places.

    Raises `TruyvetError` E530 where there is none, E531 where the one named is none.
    """
    if named:
        found = shutil.which(named)
        if found is None:
            raise TruyvetError("E531", path=named)
        return Path(found)
    for name in (*NAMES, *(os.path.expanduser(place) for place in PLACES)):
        if found := shutil.which(name, path=path):
            return Path(found)
    raise TruyvetError("E530")


def has_sandbox() -> bool:
    """Tell whether Chromium keeps its sandbox here: for root it has none."""
    return os.geteuid() != 0


class Chromium:
    """One running browser. `close` ends it, its children and its profile."""

    def __init__(
        self,
        program: Path,
        listener: Listener,
        *,
        proxy: str,
        trusted: str,
        folder: Path | None = None,
        extra: tuple[str, ...] = (),
        headless: bool = True,
    ) -> None:
        """Start it; raise `TruyvetError` E532 where it does not start.

        `proxy`: address and port of the proxy for all that belongs to no page. `trusted`: SHA-256
        of the public key of certificates that it takes as they are, in base64. `folder`: where
        its profile goes; the system's own place if none.
        """
        self.sandboxed = has_sandbox()
        home = tempfile.mkdtemp(prefix="truyvet-", dir=folder)
        flags = [
            *(["--headless=new"] if headless else []),
            *([] if self.sandboxed else ["--no-sandbox"]),
            f"--user-data-dir={home}/profile", f"--proxy-server=http://{proxy}",
            f"--ignore-certificate-errors-spki-list={trusted}", *FLAGS, *extra,
        ]  # fmt: skip
        self._said: BinaryIO = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - ours to close
        inward, commands = os.pipe()
        answers, outward = os.pipe()
        try:
            self._guard = subprocess.Popen(
                [sys.executable, "-I", "-S", str(Path(__file__).with_name("guard.py")),
                 home, str(MAX_MEMORY), str(inward), str(outward), str(program), *flags],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._said,
                pass_fds=(inward, outward), start_new_session=True,
                env=_environment(os.environ, home, shown=not headless), cwd=home,
            )  # fmt: skip
        except OSError as error:
            os.close(commands)
            os.close(answers)
            self._said.close()
            shutil.rmtree(home, ignore_errors=True)
            raise TruyvetError("E532", path=program, reason=error.strerror) from error
        finally:
            os.close(inward)
            os.close(outward)
        self.driver = Driver(commands, answers, listener)
        try:
            self.product = str(
                self.driver.call("Browser.getVersion", timeout=START_SECONDS)["product"]
            )
        except Trouble as error:
            reason = self._last_words() or str(error)
            self.close()
            raise TruyvetError("E532", path=program, reason=reason) from error

    @property
    def guard(self) -> int:
        """Process id of the guard, below which all of the browser runs."""
        return self._guard.pid

    def wait(self) -> None:
        """Wait until the browser has ended by itself."""
        self._guard.wait()

    def close(self) -> None:
        """End the browser, by force where it does not go; its profile goes too."""
        self.driver.post("Browser.close")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._guard.wait(2.0)
        if self._guard.stdin is not None:
            self._guard.stdin.close()
        try:
            self._guard.wait(20.0)
        except subprocess.TimeoutExpired:
            self._guard.kill()  # the browser dies with it (PR_SET_PDEATHSIG)
            self._guard.wait()
        self.driver.close()
        self._said.close()

    def _last_words(self) -> str:
        """Return the last line that the program said about its failure."""
        try:
            self._guard.wait(1.0)
        except subprocess.TimeoutExpired:
            return ""
        self._said.seek(0)
        text = self._said.read(1 << 20).decode("utf-8", "replace")
        lines = [line.strip() for line in text.split("\n") if "crashpad" not in line]
        fatal = [line for line in lines if "FATAL" in line]
        return next((line[:500] for line in (*fatal, *reversed(lines)) if line), "")


def _environment(outer: Mapping[str, str], home: str, *, shown: bool) -> dict[str, str]:
    """Return the browser's variables: none that name a proxy, a key or the officer's home."""
    kept = {name: outer[name] for name in _KEPT + (_SHOWN if shown else ()) if name in outer}
    place = home if len(home) <= MAX_PLACE else tempfile.gettempdir()
    return {"PATH": os.defpath} | kept | {"HOME": home, "TMPDIR": place, "XDG_CONFIG_HOME": home}
