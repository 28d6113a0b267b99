"""Fetching: one request, one exchange, recorded as it was; nothing raised for what a server does.

The order of things: the address is taken apart and refused if it is none to be asked; a kept
connection is used or a new one opened; the request is sent; the response is read to where it ends,
undecoded. Redirects are not followed: each hop is an exchange of its own.
"""

import time
from dataclasses import dataclass
from typing import Literal, cast

from requests import Session

from ...evidence.web.capture import Connection, Exchange, Name, Result
from ...evidence.web.settings import WebSettings
from .adapting import Answer, RecordingAdapter
from .asking import Asked, Unsendable, prepare
from .dialling import Dialler, Unreached
from .exchange import Fetched, Request, Tee
from .given import Given
from .names import Clock, Resolver, micros
from .recording import Recording
from .targets import BadTarget, Target, led_to, target_of
from .trust import Trust

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PROXY_WANTS_PASSWORD = 407
"""Only a proxy answers so (RFC 9110, section 15.5.8): it is no page of the server's."""
PERHAPS_OF_PROXY = frozenset({403, 500, 502, 503, 504})
"""What proxies answer themselves where they do not reach a server, and servers as well."""
_TRUNCATED: dict[str, Literal["length", "time", "disconnect"]] = {
    "size": "length",
    "head": "length",
    "trailers": "length",
    "time": "time",
    "idle": "time",
    "closed early": "disconnect",
}
MAX_MEDIA = 200
"""Letters of a media type that are recorded."""


@dataclass(kw_only=True, slots=True)
class _End:
    """How an exchange ended."""

    result: Result
    reason: str
    connection: Connection | None = None
    key: int = -1
    name: Name | None = None
    answer: Answer | None = None
    notes: tuple[str, ...] = ()
    location: str = ""
    media: str = ""


class Fetcher:
    """Fetches for one thread; connections are kept alive inside it.

    `given` and `names` may be shared by fetchers of other threads. `clock` tells UTC in
    nanoseconds. `trust` is a file or folder of authorities to trust instead of those of `settings`.
    Raises `TruyvetError` E522 or E526 for settings that cannot be used.
    """

    def __init__(
        self,
        settings: WebSettings,
        given: Given,
        names: Resolver,
        clock: Clock = time.time_ns,
        *,
        trust: str = "",
    ) -> None:
        self._settings = settings
        self._given = given
        self._clock = clock
        self._dialler = Dialler(settings, given, names, Trust(trust or settings.authorities), clock)
        self._adapter = RecordingAdapter(self._dialler, settings.max_head)
        self._recording: Recording | None = None
        self._session = Session()
        self._session.trust_env = False
        for prefix in ("http://", "https://"):
            self._session.mount(prefix, self._adapter)

    def fetch(self, request: Request, tee: Tee | None = None) -> Fetched:
        """Fetch one address; `tee` is told every piece of the response as it comes.

        Whatever happens is told by the result: `whole`, `cut`, `failed` or `refused`, with the
        reason. The caller closes what is returned. Raises what `tee` raises, and `TruyvetError`
        E901-E903 when the disk of temporary files is full or broken.
        """
        recording = self._recording = Recording(self._settings, self._clock, tee)
        started = micros(self._clock())
        try:
            target = target_of(request.url)
            asked = self._prepared(request, target)
            asked.recording = recording
            answer = cast("Answer", self._adapter.send(asked).raw)
        except Unreached as failure:
            end = _End(
                result=failure.result,
                reason=failure.reason,
                connection=failure.connection,
                name=failure.name,
            )
            return self._ended(request, started, recording, end)
        except BadTarget as error:
            end = _End(result="refused", reason=str(error))
            return self._ended(request, started, recording, end)
        except Unsendable:
            end = _End(result="refused", reason="request: not to be sent")
            return self._ended(request, started, recording, end)
        except BaseException:  # a full disk, a `tee` that raised, an interrupt
            recording.response.close()
            raise
        self._take_cookies(request, asked, answer)
        return self._answered(request, target, started, recording, answer)

    def abandon(self, reason: str) -> None:
        """End the exchange under way soon, from another thread; it is told with this reason."""
        recording = self._recording
        if recording is not None:
            recording.abandon(reason)

    def close(self) -> None:
        """Close the kept connections."""
        self._session.close()

    def _prepared(self, request: Request, target: Target) -> Asked:
        try:
            return prepare(request, target, self._settings, self._given, self._dialler.route)
        except ValueError:
            raise Unsendable from None

    def _take_cookies(self, request: Request, asked: Asked, answer: Answer) -> None:
        head = answer.reading.head
        if head is None or request.exact:
            return
        if lines := head.values(b"set-cookie"):
            asked.headers = {"Host": asked.target.authority}  # type: ignore[assignment]
            texts = [line.decode("latin-1") for line in lines]
            for note in self._given.cookies.take(asked, texts):
                answer.reading.note(note)

    def _answered(
        self, request: Request, target: Target, started: str, recording: Recording, answer: Answer
    ) -> Fetched:
        reading, head = answer.reading, answer.reading.head
        result: Result = "whole"
        if answer.reason:
            result = "cut" if reading.status is not None else "failed"
        notes = list(reading.notes)
        forwarded = target.scheme == "http" and self._dialler.route.forwards
        if forwarded and reading.status == PROXY_WANTS_PASSWORD:
            end = _End(
                result="failed",
                reason=f"route: the proxy answers: {reading.status}",
                connection=answer.socket.facts,
                key=answer.socket.key,
                name=answer.socket.name,
                notes=tuple(notes),
            )
            return self._ended(request, started, recording, end)
        if forwarded and reading.status in PERHAPS_OF_PROXY:
            notes.append(f"{reading.status} may be the proxy's own answer")
        if target.user:
            notes.append("the user's name in the address was not sent")
        location, media = "", ""
        if head is not None:
            where = head.values(b"location")
            if where and head.status in REDIRECTS:
                location = led_to(request.url, where[0])
                if not location:
                    notes.append("a Location that is no address: it was not followed")
            media = _media(head.values(b"content-type"))
        end = _End(
            result=result,
            reason=answer.reason,
            connection=answer.socket.facts,
            key=answer.socket.key,
            name=answer.socket.name,
            answer=answer,
            notes=tuple(notes),
            location=location,
            media=media,
        )
        return self._ended(request, started, recording, end)

    def _ended(self, request: Request, started: str, recording: Recording, end: "_End") -> Fetched:
        """Put what is known into the values that others take."""
        sent, redacted = self._given.mask(bytes(recording.sent))
        answer = end.answer
        reading = answer.reading if answer else None
        returned = self._given.find_in(recording.response, request.url)
        held = (f"the answer holds the value of the given {name}" for name in returned)
        recording.response.seek(0)
        exchange = Exchange(
            number=0,
            body_sha256=answer.body_sha256 if answer else None,
            expected=reading.expected if reading else None,
            extra=answer.extra if answer else 0,
            first=_moment(recording.first),
            head=reading.head_size if reading and reading.head else 0,
            interim=reading.interim if reading and reading.head else 0,
            last=_moment(recording.last),
            location=end.location,
            media=end.media,
            method=request.method,
            notes=(*end.notes, *held),
            purpose=request.purpose,
            reason=end.reason,
            redacted=redacted,
            request_size=len(sent),
            response_size=recording.received,
            result=end.result,
            truncated=_truncated(end.reason) if end.result == "cut" else "",
            sent=_moment(recording.sent_at),
            started=started,
            status=reading.status if reading else None,
            url=request.url,
        )
        return Fetched(
            exchange=exchange,
            connection=end.connection,
            connection_key=end.key,
            name=end.name,
            request=sent,
            response=recording.response,  # type: ignore[arg-type]
            notes=end.notes,
        )


def _moment(nanoseconds: int | None) -> str | None:
    return None if nanoseconds is None else micros(nanoseconds)


def _truncated(reason: str) -> Literal["", "length", "time", "disconnect"]:
    """Return a reason in the words of WARC-Truncated (WARC 1.1, section 5.13)."""
    return _TRUNCATED.get(reason.partition(":")[0], "")


def _media(values: list[bytes]) -> str:
    """Return the media type of the last Content-Type, without parameters."""
    if not values:
        return ""
    return values[-1].partition(b";")[0].strip().lower().decode("latin-1")[:MAX_MEDIA]
