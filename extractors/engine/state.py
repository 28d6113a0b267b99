"""A few bytes that a worker and its parent share: what the worker is doing, should it not answer.

The worker writes which extractor it has begun with, and when; the parent looks when time is up or
when the worker is gone. A fault is blamed on the extractor that stands here.
"""

import mmap
import os
import struct
import tempfile
import time

_LAYOUT = struct.Struct("=qqd")


class SharedState:
    """What one worker is doing: (job, extractor, since)."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._memory = mmap.mmap(descriptor, _LAYOUT.size)

    @classmethod
    def create(cls) -> "SharedState":
        """Make a new one, with nothing begun."""
        if hasattr(os, "memfd_create"):
            descriptor = os.memfd_create("truyvet-state", os.MFD_CLOEXEC)
        else:
            with tempfile.TemporaryFile() as file:
                descriptor = os.dup(file.fileno())
        os.ftruncate(descriptor, _LAYOUT.size)
        state = cls(descriptor)
        state.idle()
        return state

    def begin(self, job: int, extractor: int) -> None:
        """Say that the job's extractor with this number begins now."""
        self._memory[:] = _LAYOUT.pack(job, extractor, time.monotonic())

    def idle(self) -> None:
        """Say that nothing is under way."""
        self._memory[:] = _LAYOUT.pack(-1, -1, 0.0)

    def read(self) -> tuple[int, int, float]:
        """Return (job, number of the extractor, monotonic second it began); -1 for none."""
        return _LAYOUT.unpack(self._memory[:])

    def close(self) -> None:
        """Release it."""
        self._memory.close()
        os.close(self.descriptor)
