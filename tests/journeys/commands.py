"""Management commands on the running platform."""

import subprocess
import sys
from pathlib import Path

from hukumati.project.config import REPOSITORY
from hukumati.project.run.platform import Platform


def manage(platform: Platform, *arguments: str) -> str:
    """Run a command on the platform's data and return what it printed."""
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "src" / "manage.py"), *arguments],
        env={**platform.base_environment, **platform.environment()}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def hukumati(platform: Platform, *arguments: str) -> str:
    """Run the platform's own command on its data and return what it printed."""
    done = subprocess.run(
        [Path(sys.executable).with_name("hukumati"), *arguments],
        env={**platform.base_environment, **platform.environment()}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
