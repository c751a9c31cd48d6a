"""How the values of a definition are built from what a published version keeps."""

from typing import Literal

import pytest

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.serialization import _builder

KEPT = {"ar": "مدرسة", "en": "School"}
BUILT = Bilingual(ar="مدرسة", en="School")


@pytest.mark.parametrize(
    ("kind", "kept", "built"),
    [
        (Bilingual, KEPT, BUILT),
        (Bilingual | None, KEPT, BUILT),
        (Bilingual | None, None, None),
        (Bilingual | str, "School", "School"),
        (Literal["a", "b"] | None, "a", "a"),
        (int | str | None, None, None),
        (tuple[Bilingual, ...], [KEPT], (BUILT,)),
        (dict[str, Bilingual | None], {"x": KEPT, "y": None}, {"x": BUILT, "y": None}),
    ],
)
def test_a_value_is_built_by_its_type(kind: object, kept: object, built: object) -> None:
    assert _builder(kind)(kept) == built
