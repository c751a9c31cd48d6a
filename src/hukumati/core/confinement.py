"""Limits a program puts on itself before it works on what strangers wrote: memory, files, no network (Linux)."""

import ctypes
import errno
import os
import resource
from typing import Final

_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_MODE_FILTER: Final = 2
_ALLOW: Final = 0x7FFF0000
_DENY: Final = 0x00050000 | errno.EACCES
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF: ld abs, jeq, jge, ret
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4  # offsets in struct seccomp_data
_OTHER_CALLS: Final = 0x40000000
"""From here on the calls of another ABI of the same processor (x32)."""
_IO_URING_SETUP: Final = 425
_CALLS: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Of a processor: its number as the kernel's audit knows it, and that of the call `socket`."""


class CannotConfine(RuntimeError):
    """The kernel does not offer what confines a program; it must not go on."""


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint))


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


def confine(*, memory_bytes: int, largest_file: int) -> None:
    """Limit this process and all it starts; there is no way back. Raises CannotConfine."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    leave_the_network()


def leave_the_network() -> None:
    """Have the kernel refuse every new socket (seccomp(2)). Raises CannotConfine."""
    machine = os.uname().machine
    if machine not in _CALLS:
        raise CannotConfine(f"sockets cannot be refused on {machine}")
    architecture, socket_call = _CALLS[machine]
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT), (_EQUAL, 0, 5, architecture),
        (_LOAD, 0, 0, _NUMBER_AT), (_AT_LEAST, 3, 0, _OTHER_CALLS),
        (_EQUAL, 2, 0, socket_call), (_EQUAL, 1, 0, _IO_URING_SETUP),
        (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _DENY),
    ]  # fmt: skip
    instructions = (_Instruction * len(program))(*(_Instruction(*step) for step in program))
    wanted = _Filter(len(program), instructions)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        _PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(wanted), 0, 0
    ):
        raise CannotConfine(os.strerror(ctypes.get_errno()))


def allow_processor_seconds(seconds: int) -> None:
    """Let this process use so many more seconds of processor time; the kernel ends it after them."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))
