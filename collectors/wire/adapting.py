"""requests over recorded sockets: an adapter whose connections take every byte down.

requests and urllib3 make the request and keep connections alive; the response is read by
`framing.Reading`, because what they would hand over is decoded, unfolded and re-ordered.
"""

import hashlib
import http.client
from collections import OrderedDict
from typing import Any, cast

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection

from .asking import Asked, Unsendable, as_sent
from .dialling import Dialler
from .framing import Reading
from .recording import Recording, Stopped
from .sockets import Lost, RecordedSocket
from .targets import Target

MAX_KEPT = 16
"""Connections kept open for one thread; the one longest unused is closed first."""
AFTERWARDS = 0.1
"""Seconds granted to a server that said it would close: what it still sends is taken down."""
MAX_EXTRA = 1 << 20
"""Bytes after the end that are taken down; a server could go on for ever."""
AFTER_FAULT = 2.0
"""Seconds without a byte after which a response that makes no sense any more is over."""
IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that may be sent again (RFC 9110, section 9.2.2)."""


class Answer:
    """What came back: made by `http.client` where it would begin to read a response."""

    will_close = False

    def __init__(
        self, sock: RecordedSocket, debuglevel: int = 0, method: str | None = None
    ) -> None:
        self.socket = sock
        self.method = method or "GET"
        self.reason = ""
        self.extra = 0
        self.body_sha256: str | None = None
        self.reading = Reading(self.method, 0)

    def isclosed(self) -> bool:
        """Tell `http.client` that the next request may follow: nobody reads behind its back."""
        return True

    def begin(self) -> None:
        """Nothing is read before `read_from`, which knows the limits."""

    def close(self) -> None:
        """There is nothing to close: the bytes belong to the recording."""

    def read(self, max_head: int) -> None:
        """Read the response to its end, or to what ends it; `reason` says what did."""
        self.reading = reading = Reading(self.method, max_head)
        hashed = hashlib.sha256()
        before, patience = 0, None
        try:
            while not (reading.ended or reading.over):
                piece = self.socket.receive(patience)
                if not piece:
                    self.reason = reading.close()
                    break
                used = reading.feed(piece)
                self.extra += len(piece) - used
                if reading.head is not None:
                    hashed.update(piece[max(0, reading.head_size - before) :])
                before += len(piece)
                if reading.fault or reading.strange:
                    patience = AFTER_FAULT
                    if reading.strange and before > max_head:
                        reading.over = True
            else:
                self.reason = reading.close()
                if reading.ended:
                    self._read_on(hashed)
        except Stopped as stop:
            self.reason = reading.fault or str(stop)
        except Lost as loss:
            self.reason = reading.close(str(loss))
        if reading.head is not None:
            self.body_sha256 = hashed.hexdigest()
        self._remark()

    def _read_on(self, hashed: "hashlib._Hash") -> None:
        """Take down what comes after the end: it is part of what the server sent."""
        try:
            piece = self.socket.receive(0.0)
            closing = not self.reading.reusable and not self.reading.upgraded
            while piece or closing:
                self.extra += len(piece)
                hashed.update(piece)
                if self.extra > MAX_EXTRA:
                    return
                piece = self.socket.receive(AFTERWARDS)
                closing = False
        except (Stopped, Lost):
            return

    def _remark(self) -> None:
        if self.extra:
            self.reading.note("bytes after the end")
        if self.socket.ragged:
            self.reading.note("TLS ended without a farewell")

    @property
    def reusable(self) -> bool:
        """Tell whether the connection may carry another exchange."""
        return self.reading.reusable and not self.extra and not self.reason

    @property
    def silent(self) -> bool:
        """Tell whether nothing at all came back."""
        recording = self.socket.recording
        return recording is not None and recording.received == 0


class RecordedConnection(HTTPConnection):
    """urllib3's connection over a recorded socket."""

    response_class = cast("type[http.client.HTTPResponse]", Answer)

    def __init__(self, target: Target, dialler: Dialler) -> None:
        super().__init__(target.host, target.port)
        self._target = target
        self._dialler = dialler

    def open(self, deadline: float) -> RecordedSocket:
        """Connect; raises `dialling.Unreached`."""
        opened = self._dialler.dial(self._target, deadline)
        self.sock = cast("Any", opened)
        return opened

    @property
    def recorded(self) -> RecordedSocket | None:
        """Return the socket, if there is one."""
        return cast("RecordedSocket | None", self.sock)

    @property
    def is_connected(self) -> bool:
        """Tell whether it is open and nothing waits on it that no request asked for."""
        return self.recorded is not None and self.recorded.waiting() is None

    def exchange(self, asked: Asked) -> Answer:
        """Send a request and return its answer, not yet read; raises `Unsendable`."""
        method = asked.method or "GET"
        try:
            self.putrequest(method, asked.on_line, skip_host=True, skip_accept_encoding=True)
            for name, value in asked.lines:
                self.putheader(name, as_sent(value))  # type: ignore[arg-type]
        except (ValueError, http.client.HTTPException):
            raise Unsendable from None
        self.endheaders(asked.body)  # type: ignore[arg-type]
        # urllib3 would wrap the response once more; the class above it hands it over as it is.
        return cast("Answer", http.client.HTTPConnection.getresponse(self))


class RecordingAdapter(HTTPAdapter):
    """Sends what `asking.prepare` made; answers with a `Response` whose `raw` is an `Answer`."""

    def __init__(self, dialler: Dialler, max_head: int) -> None:
        super().__init__(max_retries=0)
        self._dialler = dialler
        self._max_head = max_head
        self._kept: OrderedDict[tuple[str, str, int], RecordedConnection] = OrderedDict()

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Send a request over a kept connection or a new one.

        Raises `dialling.Unreached`, and `asking.Unsendable` where nothing was sent.

        A kept connection that the server had closed meanwhile costs a second try, which is noted.
        """
        asked = cast("Asked", request)
        recording = cast("Recording", asked.recording)
        key = (asked.target.scheme, asked.target.host, asked.target.port)
        connection = self._kept.pop(key, None)
        fresh = connection is None or asked.method not in IDEMPOTENT or not connection.is_connected
        if fresh:
            if connection is not None:
                connection.close()
            connection = self._new(asked, recording)
        answer = self._exchange(cast("RecordedConnection", connection), asked, recording)
        if answer.silent and not fresh and answer.reason.startswith("closed"):
            recording.again()
            answer = self._exchange(self._new(asked, recording), asked, recording)
            answer.reading.note("asked again: the server had closed the kept connection")
        return _response(asked, answer)

    def _new(self, asked: Asked, recording: Recording) -> RecordedConnection:
        connection = RecordedConnection(asked.target, self._dialler)
        connection.open(recording.deadline)
        return connection

    def _exchange(
        self, connection: RecordedConnection, asked: Asked, recording: Recording
    ) -> Answer:
        recorded = cast("RecordedSocket", connection.recorded)
        recorded.begin(recording)
        kept = False
        try:
            answer = connection.exchange(asked)
            answer.read(self._max_head)
            if answer.reusable:
                kept = True
                self._keep(connection, asked)
            return answer
        except (Stopped, Lost) as stop:  # while sending
            answer = Answer(recorded, method=asked.method)
            answer.reason = str(stop)
            return answer
        finally:
            recorded.recording = None if kept else recorded.recording
            if not kept:
                connection.close()

    def _keep(self, connection: RecordedConnection, asked: Asked) -> None:
        self._kept[asked.target.scheme, asked.target.host, asked.target.port] = connection
        if len(self._kept) > MAX_KEPT:
            self._kept.popitem(last=False)[1].close()

    def close(self) -> None:
        """Close all connections."""
        while self._kept:
            self._kept.popitem()[1].close()
        super().close()


def _response(asked: Asked, answer: Answer) -> Response:
    response = Response()
    response.status_code = answer.reading.status or 0
    response.url = asked.url or ""
    response.request = asked
    response.raw = answer
    return response
