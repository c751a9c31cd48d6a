"""Arabic and Latin text folded for search: the folded copy is searched, the original is shown."""

import re
import unicodedata
from typing import Final

from hukumati.core.typed import plain

_MARKS: Final = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_LETTERS: Final = str.maketrans("أإآٱىئؤةکی", "ااااييوهكي")
_AYNS: Final = re.compile("[\u02b9-\u02bf\u02c8\u02ca\u02cb]")
"""Half rings and high commas of transliterated names, which Unicode counts among the letters: they part, as ' does."""
_OTHER: Final = re.compile(r"[^\w]+")


def fold(text: str) -> str:
    """Lower-case, drop vowel marks and tatweel, unite variants of alef, ya and ta marbuta."""
    folded = _MARKS.sub("", _AYNS.sub("'", unicodedata.normalize("NFKC", plain(text)))).translate(_LETTERS).casefold()
    folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return _OTHER.sub(" ", folded).strip()
