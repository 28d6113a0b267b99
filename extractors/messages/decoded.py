"""A whole message in memory, its codings undone: for short texts such as robots.txt."""

import io


def decoded_body(message: bytes, limit: int) -> bytes:
    """Return the body of a response message, at most `limit` bytes of it; never raises.

    Where a coding is damaged: what could be read before that.
    """
    # What loads tables of encodings is loaded only where a body is to be read.
    from .bodies import body
    from .faults import Limits
    from .heads import parse_head

    head = parse_head(message)
    stream = io.BytesIO(memoryview(message)[head.size :])
    return body(stream, head, Limits(size=limit, floor=limit)).read()
