"""A number and what it counts, as each language writes them."""

from dataclasses import dataclass

from hukumati.core.bilingual import Bilingual


@dataclass(frozen=True)
class Counted:
    """What is counted: in Arabic one, two, and its forms after 3 to 10, after 11 to 99 and after 100; in English."""

    one: str
    two: str
    few: str
    many: str
    hundred: str
    english: tuple[str, str]

    def written(self, count: int) -> Bilingual:
        """Return "14 يومًا" and "14 days"; Arabic writes one and two without a numeral."""
        singular, plural = self.english
        return Bilingual(ar=self._arabic(count), en=f"{count} {singular if count == 1 else plural}")

    def _arabic(self, count: int) -> str:
        alone = {1: self.one, 2: self.two}.get(count)
        return alone or f"{count} {arabic_form(count, few=self.few, many=self.many, hundred=self.hundred)}"


def arabic_form(count: int, *, few: str, many: str, hundred: str) -> str:
    """Return the form that an Arabic noun takes after a numeral; "hundred" follows 100, 101 and 102 too."""
    last = count % 100
    return few if 3 <= last <= 10 else many if last > 10 else hundred
