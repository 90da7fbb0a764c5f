"""What a process gives up before it answers strangers: memory without end, files to write, and every network."""

import ctypes
import os
import platform
import struct
import subprocess
import sys
from pathlib import Path

ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 1  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM
SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Of each processor that the kernel can tell apart: its number, and that of the call `socket`."""
NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2
"""The words of prctl(2)."""
LOAD, IF_EQUAL, RETURN = 0x20, 0x15, 0x06
"""The words of a filter."""


def confine(memory: int) -> bool:
    """Bounds this process for good, and says whether it has no way to a network any more.

    What a system does not offer is left out.
    """
    try:
        import resource
    except ImportError:  # not on Windows
        return False
    for what, most in ((resource.RLIMIT_DATA, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    if sys.platform == "linux" and platform.machine() in SOCKET:
        return _without_network(*SOCKET[platform.machine()])
    return False


def can_be_confined() -> bool:
    """Whether this system lets a process give up every network; one is started to see."""
    script = f"import sys; from {__name__} import confine; sys.exit(not confine(2**29))"
    command = [sys.executable, "-P", "-c", script]
    paths = os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": paths}, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return done.returncode == 0


def spend(seconds: float) -> None:
    """Ends this process when it has used so much more of the processor, should nobody else end it before."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _without_network(machine: int, call: int) -> bool:
    """Has the kernel refuse sockets to this process and its threads to come (seccomp(2)); whether it does."""
    steps = [
        (LOAD, 0, 0, 4),  # which processor
        (IF_EQUAL, 0, 3, machine),
        (LOAD, 0, 0, 0),  # which call
        (IF_EQUAL, 0, 1, call),
        (RETURN, 0, 0, REFUSE),
        (RETURN, 0, 0, ALLOW),
    ]
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    text = ctypes.create_string_buffer(code, len(code))
    program = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(text)))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(library.prctl(SECCOMP, FILTER, program, 0, 0) == 0)
