"""The one command of people who run Hukumati: `hukumati run`, `hukumati check PATH`, `hukumati --help`.

Each subcommand is a command of Django's under a name that says what it does; `hukumati manage NAME` reaches the others.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from django.db import OperationalError

from hukumati import __version__

PROGRAM: Final = "hukumati"


@dataclass(frozen=True, slots=True)
class Subcommand:
    """What a person types, what Django calls it, and one line of help; `group` is its heading."""

    group: str
    name: str
    management: str
    help: str


SUBCOMMANDS: Final = (
    Subcommand("Services", "new", "service_new", "make the folder of a new service from a few answers"),
    Subcommand("Services", "check", "service_check", "say what is wrong in service folders, and play their scenarios"),
    Subcommand("Services", "publish", "service_publish", "check service folders and publish them as a new version"),
    Subcommand("Services", "export", "service_export", "write a service as CPSV-AP, OpenAPI, BPMN or JSON Schema"),
    Subcommand("Operation", "migrate", "migrate", "bring the database's tables up to this version"),
    Subcommand("Operation", "setup-trust", "trust_setup", "make the keys and certificates that are missing"),
    Subcommand("Operation", "setup-identity", "identity_setup", "register the platform's sites; make or rotate a key"),
    Subcommand("Operation", "holidays", "cases_holidays", "list, propose, set, move, remove or confirm holidays"),
    Subcommand("Operation", "revoke", "documents_revoke", "end a document's validity, by order of an official"),
    Subcommand("Development", "seed-demo", "identity_seed_demo", "open the accounts of the fictional people"),
    Subcommand("Development", "lock-contracts", "interoperability_lock", "lock the contracts of registers as they are"),
    Subcommand("Development", "reference", "service_reference", "write the reference of the service language anew"),
)
VERIFIED_BY: Final = {"cases": "cases_verify", "payments": "payments_verify", "chains": "trust_verify"}
WITNESS: Final = "--witness"
NOISE: Final = frozenset({
    "--version", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color", "--verbosity",
})  # fmt: skip
"""Options that Django gives to every command; `hukumati manage` still offers them."""
BY_NAME: Final = {each.name: each for each in SUBCOMMANDS}
OWN: Final = {
    "run": "start the whole demonstration: platform, simulators, fictional people; Ctrl-C stops it",
    "verify": "check that cases are what their events say, the ledger what payments say, the chains what anchors say",
    "freeze-release": "keep the digests of this version's migrations: whoever edits one later fails a test",
    "manage": "run any other command of Django's: hukumati manage NAME …; alone, it lists them",
}


def overview() -> str:
    """Return what `hukumati --help` prints."""
    lines = [
        f"usage: {PROGRAM} [--demo] COMMAND …      ({PROGRAM} COMMAND --help says more)",
        f"       {PROGRAM} --version",
        "",
        "Hukumati (حكومتي), an open platform for government services.",
        "",
        "Start here",
        *(_line(name, text) for name, text in OWN.items()),
    ]
    for group, members in groupby(SUBCOMMANDS, key=lambda each: each.group):
        lines += ["", group, *(_line(each.name, each.help) for each in members)]
    return "\n".join(
        [
            *lines,
            "",
            "Options",
            _line("--demo", "use the demonstration's settings, as `hukumati run` does; without it set HUKUMATI_…"),
            "",
        ]
    )


def _line(name: str, text: str) -> str:
    return f"  {name:<16} {text}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return the exit status: 0 done, 1 refused, 2 not understood."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["--demo"]:
        _use_demonstration()
        words = words[1:]
    try:
        return _dispatch(words)
    except OperationalError:
        sys.stderr.write(
            f"{PROGRAM}: the database does not answer. Is the platform running? `{PROGRAM} run` starts it.\n"
        )
        return 1


def _use_demonstration() -> None:
    """Take the demonstration's settings, with the secrets of its data folder where there is one already."""
    os.environ["HUKUMATI_DEMO"] = "1"
    from hukumati.project.config import REPOSITORY
    from hukumati.project.run.secrets_file import find

    for name, value in find(Path(os.environ.get("HUKUMATI_DATA_DIR", REPOSITORY / "var"))).items():
        os.environ.setdefault(name, value)


def _dispatch(words: list[str]) -> int:
    match words:
        case [] | ["help"] | ["-h"] | ["--help"]:
            sys.stdout.write(overview())
            return 0
        case ["--version"] | ["version"]:
            sys.stdout.write(f"{PROGRAM} {__version__}\n")
            return 0
        case ["run", *rest]:
            return _run(rest)
        case ["verify", *rest]:
            return _verify(rest)
        case ["freeze-release"]:
            return _freeze_release()
        case ["manage", *rest]:
            return _manage(rest)
        case [name, *rest] if name in BY_NAME:
            return _subcommand(BY_NAME[name], rest)
        case _:
            return _unknown(words[0])


def _unknown(word: str) -> int:
    from difflib import get_close_matches

    close = get_close_matches(word, [*OWN, *BY_NAME], n=1)
    hint = f"did you mean `{PROGRAM} {close[0]}`?" if close else f"`{PROGRAM} --help` lists the commands."
    sys.stderr.write(f"{PROGRAM}: there is no command {word!r}; {hint}\n")
    return 2


def _run(arguments: list[str]) -> int:
    from hukumati.project.run.__main__ import main as run

    if arguments:
        sys.stdout.write(f"usage: {PROGRAM} run\n\n{OWN['run']}\n")
        return 0 if arguments[0] in {"-h", "--help"} else 2
    return run()


def _verify(arguments: list[str]) -> int:
    names, witness = without_witness(arguments)
    if set(names) - VERIFIED_BY.keys():
        sys.stdout.write(
            f"usage: {PROGRAM} verify [{'] ['.join(VERIFIED_BY)}] [{WITNESS} LOG]\n\n{OWN['verify']}; exit status 1 if "
            f"not\n\n{WITNESS} LOG: hold the anchors against a copy of the message log (a folder, or a file) that the "
            "agency of HUKUMATI_ANCHOR_WITNESS keeps\n"
        )
        return 0 if {"-h", "--help"} & set(names) else 2
    if not _is_set_up(names):
        return 1
    checks = [(name, [VERIFIED_BY[name]]) for name in names or VERIFIED_BY]
    if witness:
        checks.append(("witness", ["interoperability_verify_witness", witness]))
    return max([_check(name, command) for name, command in checks])


def without_witness(arguments: list[str]) -> tuple[list[str], str]:
    """Return the names of what is to be verified, and where the witness's log is; an option without a log stays."""
    for position, word in enumerate(arguments):
        option, given, log = word.partition("=")
        if option == WITNESS and given and log:
            return arguments[:position] + arguments[position + 1 :], log
        if word == WITNESS and position + 1 < len(arguments):
            return arguments[:position] + arguments[position + 2 :], arguments[position + 1]
    return arguments, ""


def _check(name: str, command: list[str]) -> int:
    from django.core.management import CommandError, call_command

    try:
        call_command(*command)
    except CommandError as found:
        sys.stderr.write(f"{name}: {found}\n")
        return 1
    return 0


def _freeze_release() -> int:
    from hukumati.project.releases import AlreadyReleased, NotARelease, freeze

    try:
        sys.stdout.write(f"{freeze(__version__)}\n")
    except (AlreadyReleased, NotARelease) as refused:
        sys.stderr.write(f"{PROGRAM}: {refused}\n")
        return 1
    return 0


def _manage(arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line

    if not _is_set_up(arguments):
        return 1
    execute_from_command_line([f"{PROGRAM} manage", *(arguments or ["help"])])
    return 0


def _subcommand(subcommand: Subcommand, arguments: list[str]) -> int:
    if not _is_set_up(arguments):
        return 1
    from django.core.management import get_commands, load_command_class

    command = load_command_class(get_commands()[subcommand.management], subcommand.management)
    command.suppressed_base_arguments = set(NOISE)
    command.run_from_argv([PROGRAM, subcommand.name, *arguments])
    return 0


def _is_set_up(arguments: list[str]) -> bool:
    """Set Django up; say in a line, and not in a traceback, what the configuration lacks."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hukumati.project.settings")
    os.environ.setdefault("HUKUMATI_DATABASE_POOL", "0")  # one connection, and no waiting for one
    if {"-h", "--help"} & set(arguments):
        os.environ["HUKUMATI_DEMO"] = "1"  # help needs no secrets
    import django
    from pydantic import ValidationError

    from hukumati.project.config import load

    try:
        load()
    except ValidationError as refused:
        faults = "; ".join(str(each["msg"]).removeprefix("Value error, ") for each in refused.errors())
        sys.stderr.write(f"{PROGRAM}: {faults}\nFor the demonstration's data, say `{PROGRAM} --demo …`.\n")
        return False
    django.setup()
    return True
