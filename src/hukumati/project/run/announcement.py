"""What `make run` prints when everything is up."""

from collections.abc import Mapping

import yaml

from hukumati.project.config import load
from hukumati.project.run.antivirus import Antivirus

_PLACES = (
    ("start", "start here: everybody and everything of the demonstration"),
    ("portal", "the citizens' portal"),
    ("workplace", "the officials' workplace"),
    ("identity", "the single sign-on"),
    ("ministry_site", "a sample site of a ministry, which signs people in by the single sign-on"),
    ("sms", "text messages: one-time codes arrive here"),
    ("mail", "e-mail"),
    ("acquirer", "card payments (simulator)"),
    ("agent", "cash payments at an agent (simulator)"),
)


def announcement(urls: Mapping[str, str], seconds: float, antivirus: Antivirus) -> str:
    """Return the addresses and the test identities as text."""
    people = yaml.safe_load(load().people_file.read_text("utf-8"))
    rows = [f"    {person['id_number']}  {_name(person)}" for person in people["people"] if person.get("account")]
    staff = [
        f"    {member['number']:<9}  {member['name']['en']} ({', '.join(member['roles'])})"
        for member in people["staff"]
    ]
    password = people["people"][0]["password"]
    places = [f"    {urls[name]:<36} {purpose}" for name, purpose in _PLACES]
    return "\n".join(
        [
            f"\nHukumati is up ({seconds:.0f} s). Ctrl-C stops it; its data stays.\n",
            *places,
            f"\n  Uploaded files: {_scanning(antivirus)}",
            f"\n  Test identities (all fictional; password of each: {password}):",
            *rows,
            "  Staff (sign in at the workplace):",
            *staff,
            "",
        ]
    )


def _scanning(antivirus: Antivirus) -> str:
    if antivirus.program:
        return "inspected by our own rules and by clamd, which takes a minute to read its signatures"
    if antivirus.address:
        return f"inspected by our own rules and by the clamd at {antivirus.address}"
    return "inspected by our own rules only; install clamav-daemon with its signatures for a virus scanner"


def _name(person: dict[str, dict[str, dict[str, str]]]) -> str:
    return " ".join(person["name"]["en"].values())
