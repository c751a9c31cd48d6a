"""The one command: what a stranger reads, and what it does when something is not there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hukumati import __version__
from hukumati.project.command import BY_NAME, OWN, main, without_witness
from hukumati.project.config import REPOSITORY
from hukumati.project.run import secrets_file

FOLDER = REPOSITORY / "services" / "moj" / "non-conviction-certificate"


def hukumati(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the command in a process of its own, without the test run's settings."""
    own = ("HUKUMATI_", "DJANGO_", "DATABASE_URL")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    call = "import sys; from hukumati.project.command import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", call, *arguments],
        env={**clean, "PYTHONPATH": str(REPOSITORY / "src"), **environment},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_help_names_every_subcommand(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(f"  {name} " in printed for name in {**OWN, **BY_NAME})


def test_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"hukumati {__version__}\n"


def test_a_mistyped_command_is_answered_with_the_one_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chek"]) == 2
    assert "did you mean `hukumati check`?" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_every_subcommand_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    printed = capsys.readouterr().out
    assert ended.value.code == 0
    assert printed.startswith(f"usage: hukumati {name} ")
    assert "--settings" not in printed


def test_help_needs_no_secrets() -> None:
    answer = hukumati("check", "--help")
    assert (answer.returncode, answer.stderr) == (0, "")


def test_missing_secrets_are_named_in_one_sentence() -> None:
    answer = hukumati("check", str(FOLDER))
    assert answer.returncode == 1
    assert "HUKUMATI_SECRET_KEY" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_sound_folder_is_said_to_be_sound() -> None:
    answer = hukumati("--demo", "check", str(FOLDER))
    assert (answer.returncode, answer.stderr) == (0, "")
    scenarios = len([*(FOLDER / "tests").glob("*.yaml")])
    assert f"sound; {scenarios} scenarios played" in answer.stdout


def test_a_database_that_does_not_answer_is_said_in_one_sentence(tmp_path: Path) -> None:
    url = f"postgresql://nobody@/nothing?host={tmp_path}"
    answer = hukumati("--demo", "verify", HUKUMATI_DATABASE_URL=url, HUKUMATI_DATA_DIR=str(tmp_path))
    assert answer.returncode == 1
    assert "the database does not answer" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("words", "names", "log"),
    [
        (["--witness", "/log"], [], "/log"),
        (["chains", "--witness=/log"], ["chains"], "/log"),
        (["--witness", "/log", "chains"], ["chains"], "/log"),
        (["cases"], ["cases"], ""),
        (["--witness"], ["--witness"], ""),
        (["--witness="], ["--witness="], ""),
    ],
)
def test_verify_takes_the_log_of_a_witness(words: list[str], names: list[str], log: str) -> None:
    assert without_witness(words) == (names, log)


@pytest.mark.parametrize("words", [["--witness"], ["--witness="], ["chain"]])
def test_verify_says_how_it_is_used_where_it_is_not_understood(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", *words]) == 2
    assert "[--witness LOG]" in capsys.readouterr().out


def test_the_demonstration_s_commands_take_the_secrets_of_its_data(tmp_path: Path) -> None:
    """`verify` must read what the running platform wrote: with another key no chain would hold."""
    made = secrets_file.load(tmp_path)
    script = "from hukumati.project.config import load; print(load().secret_key.get_secret_value())"
    call = f"import sys; from hukumati.project.command import main; main(['--demo', '--version']); {script}"
    answer = subprocess.run(
        [sys.executable, "-c", call],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY / "src"), "HUKUMATI_DATA_DIR": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert made["HUKUMATI_SECRET_KEY"] in answer.stdout
