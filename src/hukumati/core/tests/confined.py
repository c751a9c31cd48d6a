"""A confined program for tests: it echoes, sleeps, computes without end, eats memory, dies or opens a socket."""

import os
import socket
import time

from hukumati.core.confined_programs import serve
from hukumati.core.confinement import confine


def work(request: bytes) -> bytes:
    """Do what the request says."""
    if request == b"sleep":
        time.sleep(60)
    while request == b"compute":
        pass
    if request == b"eat":
        bytearray(2**32)
    if request == b"die":
        os._exit(1)
    if request == b"connect":
        socket.socket()
    return request + b" by %d" % os.getpid()


if __name__ == "__main__":
    confine(memory_bytes=2**31, largest_file=0)
    serve(work, processor_seconds=1)
