"""A text in both languages of the platform."""

from dataclasses import dataclass

from django.utils.translation import get_language


def active_language() -> str:
    """Return the language of the current page, "ar" or "en"; Arabic when there is none."""
    return "en" if (get_language() or "ar").startswith("en") else "ar"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same text in Arabic and in English; printed, it is the one of the active language."""

    ar: str
    en: str

    def of(self, language: str) -> str:
        """Return the text in `language` ("ar" or "en…"); Arabic where the language is another."""
        return self.en if language.startswith("en") else self.ar

    def __str__(self) -> str:
        return self.of(active_language())
