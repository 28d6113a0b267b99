"""A real Chromium that opens a file, is clicked and looked at, and tells what it asked for."""

import base64
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from truyvet.collectors.browser import guard
from truyvet.collectors.browser.chromium import MAX_MEMORY, has_sandbox
from truyvet.collectors.browser.protocol import Driver

FLAGS = (
    "--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--force-color-profile=srgb", "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--allow-file-access-from-files",
)  # fmt: skip
"""No name can be resolved: whatever a page asked for would fail, and be seen."""
WEBGL = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
"""WebGL computed by the processor, as headless machines have no other."""
NO_WEBGL = ("--disable-gpu", "--disable-3d-apis", "--disable-software-rasterizer")


class Window:
    """A page that was opened from a file."""

    def __init__(self, program: Path, flags: tuple[str, ...] = WEBGL) -> None:
        """Start the browser."""
        self._home = tempfile.mkdtemp(prefix="truyvet-")
        inward, commands = os.pipe()
        answers, outward = os.pipe()
        rights = () if has_sandbox() else ("--no-sandbox",)
        profile = f"--user-data-dir={self._home}/profile"
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(guard.__file__)), self._home, str(MAX_MEMORY),
             str(inward), str(outward), str(program), *FLAGS, *flags, *rights, profile],
            pass_fds=(inward, outward), stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        os.close(inward)
        os.close(outward)
        self.said: list[str] = []
        """Messages of the console, errors, violations of the policy."""
        self.asked: list[str] = []
        """Addresses of all requests."""
        self._driver = Driver(commands, answers, self._hear)
        target = self._driver.call("Target.createTarget", {"url": "about:blank"}, timeout=60)
        attached = self._driver.call(
            "Target.attachToTarget", {"targetId": target["targetId"], "flatten": True}
        )
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            self.call(f"{domain}.enable")

    def _hear(self, _: str, method: str, told: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.asked.append(told["request"]["url"])
        elif method == "Log.entryAdded":
            self.said.append(told["entry"]["text"])
        elif method == "Runtime.consoleAPICalled":
            self.said.append(str(told["args"]))
        elif method == "Runtime.exceptionThrown":
            self.said.append(str(told["exceptionDetails"]))
        elif method == "Audits.issueAdded" and "ContentSecurity" in told["issue"]["code"]:
            self.said.append(str(told["issue"]))

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the page's session."""
        return self._driver.call(method, parameters, session=self._session, timeout=60)

    def open(self, file: Path, *, size: tuple[int, int] = (1200, 760), dark: bool = False) -> None:
        """Open a file and wait until its script is done."""
        self.said.clear()
        self.asked.clear()
        self.call("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1],
                  deviceScaleFactor=1, mobile=False)  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.call("Emulation.setEmulatedMedia", features=[scheme, still])
        self.call("Page.navigate", url=file.absolute().as_uri())
        self.wait("document.documentElement?.dataset.ready === 'yes'")
        self.settle()

    def ask(self, script: str) -> Any:
        """Return what an expression comes to."""
        told = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def wait(self, script: str, seconds: float = 30) -> None:
        """Wait until an expression is true."""
        ended = time.monotonic() + seconds
        while not self.ask(script):
            assert time.monotonic() < ended, f"not in {seconds} s: {script}; {self.said}"
            time.sleep(0.05)

    def settle(self) -> None:
        """Wait for two frames: what was changed is drawn then."""
        self.call(
            "Runtime.evaluate", awaitPromise=True,
            expression="new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))",
        )  # fmt: skip

    def text(self, selector: str) -> str:
        """Return the text that the first such element shows."""
        return str(self.ask(f"document.querySelector({selector!r}).innerText"))

    def count(self, selector: str) -> int:
        """Count the elements."""
        return int(self.ask(f"document.querySelectorAll({selector!r}).length"))

    def press(self, selector: str) -> None:
        """Click an element."""
        self.ask(f"document.querySelector({selector!r}).click()")
        self.settle()

    def type(self, selector: str, text: str) -> None:
        """Type into a field."""
        self.ask(f"document.querySelector({selector!r}).focus()")
        self.call("Input.insertText", text=text)
        self.settle()

    def key(self, key: str) -> None:
        """Press a key."""
        text = key if len(key) == 1 else ""
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)
        self.settle()

    def click(self, x: float, y: float) -> None:
        """Move the mouse to a point and click there."""
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.settle()
        for what in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=what, x=x, y=y, button="left", clickCount=1)
        time.sleep(0.35)  # a click is one once it can no longer become a double click
        self.settle()

    def picture(self, file: Path) -> bytes:
        """Save what the window shows, and return it."""
        png = base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])
        file.write_bytes(png)
        return png

    def close(self) -> None:
        """End the browser."""
        self._driver.post("Browser.close")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        if self._process.stdin is not None:
            self._process.stdin.close()  # the guard ends the browser then, and removes its profile
        self._process.wait(30)
        self._driver.close()
