"""Companies, and the people who represent them: some named people's, and of one adult in twenty."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from simulators.world.people import BEGINNING, Person, Society
from simulators.world.places import Text

KINDS: Final = (
    ("شركة {} للتجارة", "{} Trading Company"),
    ("شركة {} للمقاولات", "{} Contracting Company"),
    ("شركة {} للزيوت", "{} Olive Oil Company"),
)
FORMS: Final = ("partnership", "limited", "private_shareholding")


@dataclass(frozen=True, slots=True)
class Company:
    """A company as one of its representatives sees it; `signatures_needed` sign together."""

    registration_number: str
    name: Text
    legal_form: str
    state: str
    role: str
    signatures_needed: int
    since: date
    until: date | None = None


def companies_of(society: Society, person: Person) -> tuple[Company, ...] | None:
    """Return the companies that a living adult represents, else None.

    Situations of the file: `company`, `company_jointly` (two sign), `company_struck_off`.
    """
    if not person.alive or person.age(society.present) < 18:
        return None
    random = society.random(f"companies:{person.id_number}")
    words = society.words(person.id_number)
    chance = society.situation(person, "company", 5, random)
    made = [word for word in ("company_jointly", "company_struck_off") if word in words]
    wanted = [*(["company"] if chance else []), *made]
    return tuple(_company(society, person, word) for word in wanted) or None


def _company(society: Society, person: Person, word: str) -> Company:
    random = society.random(f"{word}:{person.id_number}")
    ar, en = random.choice(KINDS)
    family = person.name.family
    return Company(
        registration_number=f"56{random.digits(7)}",
        name={"ar": ar.format(family[0]), "en": en.format(family[1])},
        legal_form=random.choice(FORMS),
        state="struck_off" if word == "company_struck_off" else "active",
        role="signatory" if word == "company_jointly" else "director",
        signatures_needed=2 if word == "company_jointly" else 1,
        since=BEGINNING - timedelta(days=random.integer(100, 3000)),
    )
