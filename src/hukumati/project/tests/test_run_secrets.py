"""No secret stands on a command line, where every user of the machine reads it and a leading dash breaks it."""

from pathlib import Path

from hukumati.project.run import secrets_file
from hukumati.project.run.platform import Platform
from hukumati.project.run.ports import USUAL


def test_no_program_of_a_run_has_a_secret_on_its_command_line(tmp_path: Path) -> None:
    (tmp_path / "simulators").mkdir()
    platform = Platform(tmp_path, dict(USUAL), print, base_environment={"PATH": "/usr/bin"})
    secrets = set(secrets_file.load(tmp_path).values())
    words = {word for program in platform.programs() for word in program.command}
    assert len(secrets) > 5
    assert not {word for word in words for secret in secrets if secret in word}
