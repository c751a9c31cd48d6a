"""What a person reads about an answer that is missing is a sentence, whatever kind of label the question has."""

import pytest

from hukumati.core.bilingual import Bilingual
from hukumati.service_language import validation_messages as messages

PURPOSE = Bilingual(ar="الغرض من الشهادة", en="The purpose of the certificate")
NUMBER = Bilingual(ar="رقم الهوية", en="ID number")
LOSS = Bilingual(ar="كيف فُقد الجواز؟", en="How was the passport lost?")


@pytest.mark.parametrize(
    ("told", "ar", "en"),
    [
        (messages.missing(PURPOSE), "اكتب الغرض من الشهادة", "Enter the purpose of the certificate"),
        (messages.missing(NUMBER), "اكتب رقم الهوية", "Enter the ID number"),
        (messages.not_chosen(PURPOSE), "اختر الغرض من الشهادة", "Choose the purpose of the certificate"),
        (messages.no_file(PURPOSE), "أرفق الغرض من الشهادة", "Attach the purpose of the certificate"),
        (messages.missing(LOSS), "أجب عن السؤال «كيف فُقد الجواز؟»", "Answer the question “How was the passport lost?”"),
        (messages.no_file(LOSS), "أرفق ملفًا: «كيف فُقد الجواز؟»", "Attach a file: “How was the passport lost?”"),
        (messages.not_answered(NUMBER), "أجب عن السؤال «رقم الهوية»", "Answer the question “ID number”"),
    ],
)
def test_a_missing_answer_is_asked_for_in_a_sentence(told: Bilingual, ar: str, en: str) -> None:
    assert told == Bilingual(ar=ar, en=en)


def test_what_a_register_does_not_hold_is_named() -> None:
    told = messages.register_holds_nothing(NUMBER)
    assert "«رقم الهوية»" in told.ar
    assert told.en.startswith("The government register holds nothing about you for “ID number”. ")
