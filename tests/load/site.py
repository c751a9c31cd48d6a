"""The platform that is measured: started as `make run` starts it, with people enough, and the bare site beside it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hukumati.project.config import REPOSITORY
from hukumati.project.embedded_postgres import socket_folder
from hukumati.project.run.platform import Platform
from hukumati.project.run.ports import all_free, free_port
from hukumati.project.run.programs import Program
from tests.load.people import Somebody, write_people

OURS: Final = ("HUKUMATI_", "DATABASE_URL", "DJANGO_", "PYTEST_", "PG")
SERVICE: Final = "non-conviction-certificate"


@dataclass(frozen=True, slots=True)
class Site:
    """A running platform, the address of the bare view, and people who have applied for nothing yet."""

    platform: Platform
    bare_url: str
    people: list[Somebody]

    @property
    def service_url(self) -> str:
        """The service's page on the portal, in Arabic."""
        return f"{self.platform.urls['portal']}/services/{SERVICE}/"

    def environment(self) -> dict[str, str]:
        """Return the environment of a program that joins the platform."""
        path = os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])
        return {**self.platform.base_environment, **self.platform.environment(), "PYTHONPATH": path}

    def owner_environment(self) -> dict[str, str]:
        """Return the environment of a program that also makes tables: it joins as their owner."""
        owner = self.platform._owner_environment()
        return {**self.environment(), "HUKUMATI_DATABASE_URL": owner["HUKUMATI_MIGRATION_DATABASE_URL"]}


@contextmanager
def running_site(*, people: int) -> Iterator[Site]:
    """Run the platform on free ports and a fresh, durable database for the length of a `with` block."""
    folder = Path(tempfile.mkdtemp(prefix="hukumati-bench-", dir="/var/tmp"))
    folder.chmod(0o755)
    citizens = write_people(folder / "people.yaml", people)
    platform = Platform(
        data_dir=folder, ports=all_free(), say=print, base_environment=_environment(folder / "people.yaml")
    )
    try:
        platform.start()
        yield Site(platform, _start_bare_site(platform), citizens)
    finally:
        platform.stop()
        shutil.rmtree(socket_folder(folder).parent, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _environment(people: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**own, "HUKUMATI_PEOPLE_FILE": str(people)}


def _start_bare_site(platform: Platform) -> str:
    """The same server with the same options as the platform's web; only port and application differ."""
    web, port = platform.supervisor.children["web-1"].program, free_port()
    changes = {str(platform.ports["web"]): str(port), "hukumati.project.asgi:application": APPLICATION}
    bare: Program = replace(
        web,
        name="bare",
        command=tuple(changes.get(word, word) for word in web.command),
        environment={**web.environment, "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])},
        ready_url=f"http://127.0.0.1:{port}/services/{SERVICE}/",
        ready_host="",
    )
    platform.supervisor.start([bare])
    platform.supervisor.wait_until_ready(["bare"])
    return bare.ready_url


APPLICATION: Final = "tests.load.bare_site:application"
