"""A few threads that do the work of requests, and a waiting line before them that has an end."""

import queue
import threading
from collections.abc import Callable
from typing import Final

Task = Callable[[], None]
THREADS: Final = 4
MOST_WAITING: Final = 200


class LineFull(RuntimeError):
    """As many tasks wait as may."""


class Threads:
    """Does tasks in the order in which they came."""

    def __init__(self, count: int = THREADS, most_waiting: int = MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
        for number in range(count):
            threading.Thread(target=self._work, name=f"request-{number}", daemon=True).start()

    def do(self, task: Task) -> None:
        """Have a task done that raises nothing, or raise LineFull."""
        if self._tasks.qsize() >= self._most_waiting:
            raise LineFull
        self._tasks.put(task)

    def _work(self) -> None:
        while True:
            self._tasks.get()()
