"""The Chrome DevTools Protocol over a pipe: commands out, answers and events in.

Messages are JSON, each ended by a zero byte (`--remote-debugging-pipe`). What comes from the
browser is made by hostile pages in part: text that is no valid Unicode is replaced, a message
without end is refused.
"""

import json
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeAlias

import msgspec

MAX_MESSAGE = 512 << 20
"""Bytes of one message; more is not taken, and the browser is given up."""
_PIECE = 1 << 20

Message: TypeAlias = dict[str, Any]
"""A message's fields, or the parameters of an event."""
Listener: TypeAlias = Callable[[str, str, Message], None]
"""Told (session, method, parameters) of each event, in order, by the reading thread."""


class Trouble(Exception):
    """The browser did not do what it was asked; the message says why."""


class Refused(Trouble):
    """It answered with an error."""


class Unanswered(Trouble):
    """It did not answer in time."""


class Gone(Trouble):
    """It, or the page, is no more."""


class Driver:
    """Speaks with one browser. Threads may share it."""

    def __init__(self, commands: int, answers: int, listener: Listener) -> None:
        """Take over the two ends of the pipes; `listener` must not wait for answers."""
        self._commands = commands
        self._answers = answers
        self._listener = listener
        self._waiting: dict[int, tuple[str, Future[Message]]] = {}
        self._lock = threading.Lock()
        self._sending = threading.Lock()
        self._last = 0
        self.gone = ""
        """Why nothing more can be asked; empty as long as it can."""
        self._thread = threading.Thread(target=self._take_all, name="browser", daemon=True)
        self._thread.start()

    def call(
        self,
        method: str,
        parameters: Message | None = None,
        *,
        session: str = "",
        timeout: float = 30.0,
    ) -> Message:
        """Return the answer to a command; raise `Trouble`. `timeout` is in seconds."""
        number, future = self._send(method, parameters, session)
        try:
            return future.result(timeout)
        except TimeoutError:
            raise Unanswered(f"no answer to {method} in {timeout:g} s") from None
        finally:
            with self._lock:
                self._waiting.pop(number, None)

    def post(self, method: str, parameters: Message | None = None, *, session: str = "") -> None:
        """Send a command and do not wait; what goes wrong with it is not told."""
        try:
            number, _ = self._send(method, parameters, session)
        except Gone:
            return
        with self._lock:
            self._waiting.pop(number, None)

    def abandon(self, session: str, reason: str) -> None:
        """Let all that wait for an answer of this session wait no longer."""
        with self._lock:
            waiting = [future for of, future in self._waiting.values() if of == session]
        for future in waiting:
            _fail(future, reason)

    def close(self) -> None:
        """Let go of the pipes, once the browser has ended."""
        with self._sending:
            if self._commands >= 0:
                os.close(self._commands)
                self._commands = -1
        self._thread.join()

    def _send(
        self, method: str, parameters: Message | None, session: str
    ) -> tuple[int, Future[Message]]:
        future = Future[Message]()
        with self._lock:
            self._last += 1
            number = self._last
            self._waiting[number] = (session, future)
            if self.gone:
                del self._waiting[number]
                raise Gone(self.gone)
        message = {"id": number, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        view = memoryview(msgspec.json.encode(message) + b"\0")
        with self._sending:
            try:
                while view and self._commands >= 0:
                    view = view[os.write(self._commands, view) :]
            except OSError:
                self._end("the browser has ended")
        return number, future

    def _take_all(self) -> None:
        """Take in messages until the pipe ends, or something of ours fails."""
        reason = "what the browser said could not be taken in"
        try:
            reason = self._read()
        except Exception as error:  # noqa: BLE001 - whoever waits for an answer must hear of it
            reason = f"{reason}: {error!r}"
        finally:
            self._end(reason)
            os.close(self._answers)

    def _read(self) -> str:
        """Take in messages; return why there are no more."""
        pieces, size = list[bytes](), 0
        while piece := self._piece():
            *whole, rest = piece.split(b"\0")
            for end in whole:
                self._take(b"".join((*pieces, end)))
                pieces, size = [], 0
            pieces.append(rest)
            size += len(rest)
            if size > MAX_MESSAGE:
                return f"the browser sent more than {MAX_MESSAGE} bytes in one message"
        return "the browser has ended"

    def _piece(self) -> bytes:
        try:
            return os.read(self._answers, _PIECE)
        except OSError:
            return b""

    def _take(self, raw: bytes) -> None:
        message = parse(raw)
        if message is None:
            return
        if "id" not in message:
            self._listener(
                message.get("sessionId", ""), message.get("method", ""), message.get("params", {})
            )
            return
        with self._lock:
            _, future = self._waiting.get(message["id"], ("", None))
        if future is None:
            return
        if "error" in message:
            _fail(future, message["error"].get("message", ""), Refused)
        else:
            _succeed(future, message.get("result", {}))

    def _end(self, reason: str) -> None:
        with self._lock:
            self.gone = self.gone or reason
            waiting = [future for _, future in self._waiting.values()]
        for future in waiting:
            _fail(future, self.gone)


def _succeed(future: Future[Message], answer: Message) -> None:
    if future.set_running_or_notify_cancel():
        future.set_result(answer)


def _fail(future: Future[Message], reason: str, kind: type[Trouble] = Gone) -> None:
    if not future.done():
        future.set_exception(kind(reason))


def parse(raw: bytes) -> Message | None:
    """Return a message's fields; half surrogates are replaced, what is no object is nothing."""
    try:
        message = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        try:
            message = _clean(json.loads(raw.decode("utf-8", "replace")))
        except (ValueError, RecursionError):
            return None
    return message if isinstance(message, dict) else None


def _clean(value: Any) -> Any:
    """Replace what no UTF-8 can hold."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {_clean(name): _clean(one) for name, one in value.items()}
    return value
