"""What is held against a load while it runs: its time, its memory, and what it may not touch."""

import ctypes
import faulthandler
import gc
import os
import resource
import signal
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

SECONDS = 20
"""CPU time that one load may take."""
WAIT = 120
"""Seconds after which a load that takes no CPU time, since it waits for a pipe, is stopped."""
MEGABYTES = 500
"""Memory that the process may take at most, all of Python and its libraries included."""
ADDRESSES = 4_000_000_000
"""Bytes that the process may ask for, so that a bomb does not take the machine with it."""
STATUS = Path("/proc/self/status")
TRESPASSES = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
QUIET = (DeprecationWarning, ImportWarning, ResourceWarning)
"""Warnings that nobody sees who does not ask for them."""


class Stopped(BaseException):
    """A load took too long, or did what no load may do; no handler of the product takes it for one of its own."""


class Guard:
    """Watches one load at a time; `said` is what came up beside what it raised."""

    def __init__(self, canary: str):
        self._canary = canary
        self._watching = False
        self.said: list[str] = []
        with suppress(ValueError, OSError):  # not every system keeps to it
            resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
        signal.signal(signal.SIGPROF, self._too_long)
        signal.signal(signal.SIGALRM, self._too_long)
        sys.dont_write_bytecode = True
        sys.addaudithook(self._look)
        sys.unraisablehook = self._left

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Stops what takes too long, asks the network, starts a program, writes a file or opens the canary's.

        Raises:
            Stopped: it did.
        """
        faulthandler.dump_traceback_later(WAIT + 60, exit=True)  # where signals do not reach
        signal.setitimer(signal.ITIMER_PROF, SECONDS, 5)
        signal.setitimer(signal.ITIMER_REAL, WAIT, 5)
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("default")
            self._watching = True
            try:
                yield
            finally:
                self._watching = False
                signal.setitimer(signal.ITIMER_PROF, 0)
                signal.setitimer(signal.ITIMER_REAL, 0)
                faulthandler.cancel_dump_traceback_later()
                loud = [one for one in warned if not issubclass(one.category, QUIET)]
                self.said += [f"warns in its own way: {one.message}" for one in loud]

    def _look(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._watching:
            return
        if event in TRESPASSES:
            raise Stopped(f"does {event}{arguments!r:.200}")
        if event == "open":
            path, _, flags = arguments
            name = os.fsdecode(path) if isinstance(path, str | bytes) else ""
            if name.endswith(self._canary) or (isinstance(flags, int) and flags & WRITING and name != os.devnull):
                raise Stopped(f"opens {name!r}")

    def _left(self, left: Any) -> None:
        self.said.append(f"leaves an exception behind: {left.exc_value!r:.300}")

    def _too_long(self, number: int, frame: FrameType | None) -> None:
        if self._watching:
            what = f"{SECONDS} s of CPU time" if number == signal.SIGPROF else f"{WAIT} s"
            raise Stopped(f"takes more than {what}")


class Peak:
    """The most memory that the process has taken since this was made, in megabytes, and the CPU time since."""

    def __init__(self) -> None:
        gc.collect()
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
        with suppress(OSError):  # where there is none, the peak is that of the process so far
            STATUS.with_name("clear_refs").write_text("5")
        self._began = time.process_time()

    @property
    def megabytes(self) -> int:
        """The peak so far; where the system does not say, that of the process and of what it came from."""
        with suppress(OSError):
            (line,) = (line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
            return int(line.split()[1]) // 1_024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024

    @property
    def seconds(self) -> float:
        """CPU time so far."""
        return time.process_time() - self._began
