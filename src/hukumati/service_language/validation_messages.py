"""Validation messages in both languages."""

from collections.abc import Mapping
from datetime import date

from hukumati.core.bilingual import Bilingual
from hukumati.core.counting import Counted
from hukumati.core.months import written_day
from hukumati.service_language.file_types import kind_names

CURRENCY_NAMES = {
    "ILS": Bilingual("بالشيكل", "shekels"),
    "JOD": Bilingual("بالدينار الأردني", "Jordanian dinars"),
    "USD": Bilingual("بالدولار الأمريكي", "US dollars"),
}
POSSESSIVES = ("your", "his", "her", "their", "its")
QUESTION_WORDS = ("what", "which", "who", "whom", "whose", "when", "where", "why", "how")
DETERMINED = {"a", "an", "the", "any", "another", "this", "that", "these", "those", *POSSESSIVES, *QUESTION_WORDS}
"""First words of a label before which English has no article."""
CHARACTERS = Counted("حرفًا واحدًا", "حرفين", "أحرف", "حرفًا", "حرف", ("character", "characters"))


class AnswerRefused(ValueError):
    """The answer is refused; `message` says why."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message


class PartsRefused(AnswerRefused):
    """Parts of the answer are refused; `parts` says why, by the names of their fields."""

    def __init__(self, parts: Mapping[str, Bilingual]) -> None:
        super().__init__(next(iter(parts.values())))
        self.parts = dict(parts)


def _ordered(label: Bilingual, *, ar: str, en: str) -> Bilingual:
    """Return an instruction about the question: one sentence with a noun, a quotation of what is a sentence already."""
    if label.ar.endswith("؟"):
        return not_answered(label)
    first, _, rest = label.en.partition(" ")
    article = [] if first.lower() in DETERMINED else ["the"]
    inside = " ".join(filter(None, (*article, first if first[1:].lower() != first[1:] else first.lower(), rest)))
    return Bilingual(f"{ar} {label.ar}", f"{en} {inside}")


def not_answered(label: Bilingual) -> Bilingual:
    return Bilingual(f"أجب عن السؤال «{label.ar}»", f"Answer the question “{label.en}”")


def missing(label: Bilingual) -> Bilingual:
    return _ordered(label, ar="اكتب", en="Enter")


def not_chosen(label: Bilingual) -> Bilingual:
    return _ordered(label, ar="اختر", en="Choose")


def too_short(least: int) -> Bilingual:
    counted = CHARACTERS.written(least)
    return Bilingual(f"النص قصير: اكتب {counted.ar} على الأقل", f"The text is too short: enter at least {counted.en}")


def too_long(most: int) -> Bilingual:
    counted = CHARACTERS.written(most)
    return Bilingual(f"النص طويل: اكتب {counted.ar} على الأكثر", f"The text is too long: enter at most {counted.en}")


def too_small(least: int | str | Bilingual) -> Bilingual:
    ar, en = _both(least)
    return Bilingual(f"أصغر قيمة مقبولة هي {ar}", f"The smallest value allowed is {en}")


def too_big(most: int | str | Bilingual) -> Bilingual:
    ar, en = _both(most)
    return Bilingual(f"أكبر قيمة مقبولة هي {ar}", f"The largest value allowed is {en}")


def _both(value: int | str | Bilingual) -> tuple[str, str]:
    return (value.ar, value.en) if isinstance(value, Bilingual) else (str(value), str(value))


def wrong_currency(currency: str) -> Bilingual:
    name = CURRENCY_NAMES[currency]
    return Bilingual(f"أدخل المبلغ {name.ar} لا بعملة أخرى", f"Enter the amount in {name.en}, not in another currency")


def not_a_decimal(decimals: int) -> Bilingual:
    example = f"12.{'5'.ljust(decimals, '0')}" if decimals else "12"
    return Bilingual(f"أدخل عددًا صحيحًا أو عشريًا، مثل {example}", f"Enter a number, for example {example}")


def too_soon(time: str) -> Bilingual:
    return Bilingual(f"يجب ألا يكون الوقت قبل {time}", f"The time must not be before {time}")


def too_late_in_the_day(time: str) -> Bilingual:
    return Bilingual(f"يجب ألا يكون الوقت بعد {time}", f"The time must not be after {time}")


def too_early(day: date) -> Bilingual:
    ar, en = written_day(day)
    return Bilingual(f"يجب ألا يكون التاريخ قبل {ar}", f"The date must not be before {en}")


def too_late(day: date) -> Bilingual:
    ar, en = written_day(day)
    return Bilingual(f"يجب ألا يكون التاريخ بعد {ar}", f"The date must not be after {en}")


def too_few(least: int) -> Bilingual:
    return Bilingual(f"العدد قليل: أضف حتى يبلغ {least} على الأقل", f"Too few: add until there are at least {least}")


def too_many(most: int) -> Bilingual:
    return Bilingual(f"العدد كبير: الحد الأقصى {most}", f"Too many: {most} at most")


def register_holds_nothing(label: Bilingual) -> Bilingual:
    return Bilingual(
        f"ليس في السجل الحكومي قيد لك تؤخذ منه هذه المعلومة: «{label.ar}». "
        "إن كان ذلك خطأ فراجع الجهة التي تمسك السجل لتصحيحه",
        f"The government register holds nothing about you for “{label.en}”. "
        "If that is wrong, have it corrected by the office that keeps it",
    )


def no_file(label: Bilingual) -> Bilingual:
    if label.ar.endswith("؟"):
        return Bilingual(f"أرفق ملفًا: «{label.ar}»", f"Attach a file: “{label.en}”")
    return _ordered(label, ar="أرفق", en="Attach")


def too_many_files(most: int) -> Bilingual:
    return Bilingual(f"الحد الأقصى لعدد الملفات {most}: أزل بعضها", f"At most {most} files are taken: remove some")


def wrong_kind(kinds: tuple[str, ...]) -> Bilingual:
    named = kind_names(kinds)
    return Bilingual(
        f"نوع الملف غير مقبول: الأنواع المقبولة {' و'.join(named)}",
        f"This kind of file is not taken: choose {' or '.join(named)}",
    )


ODD_CHARACTERS = Bilingual(
    "في النص رموز غير مقبولة. امسحها أو أعد كتابة النص", "The text holds characters that are not allowed. Type it again"
)


def not_printable(characters: str) -> Bilingual:
    shown = "\u2068" + " ".join(characters) + "\u2069"
    return Bilingual(
        f"لا تُطبع هذه الرموز على الوثائق: {shown}. اكتب النص دونها",
        f"These characters cannot be printed on documents: {shown}. Write the text without them",
    )


NOT_AN_ANSWER = Bilingual("تعذّر فهم هذه الإجابة. أعد إدخالها", "This answer could not be read. Enter it again")
NOT_A_NUMBER = Bilingual("أدخل عددًا صحيحًا، مثل 3", "Enter a whole number, for example 3")
NOT_A_DATE = Bilingual(
    "أدخل تاريخًا صحيحًا: اليوم والشهر والسنة، مثل 23 11 1990",
    "Enter a real date: day, month and year, for example 23 11 1990",
)
NOT_A_TIME = Bilingual("أدخل وقتًا صحيحًا، مثل 14:30", "Enter a real time, for example 14:30")
NOT_A_WEB_ADDRESS = Bilingual(
    "أدخل عنوان موقع صحيحًا، مثل https://www.example.com", "Enter a web address, for example https://www.example.com"
)
WRONG_CHECK_DIGITS = Bilingual(
    "الرقم غير صحيح: فيه خانة ناقصة أو مغلوطة. اكتبه كما هو مطبوع",
    "This number is not right: a digit is missing or mistyped. Enter it as it is printed",
)
NO_COUNTRY = Bilingual("اختر الدولة", "Choose the country")
NO_ADDRESS_LINES = Bilingual(
    "اكتب العنوان كما يُكتب على الرسائل في تلك الدولة", "Enter the address as it is written on letters in that country"
)
NOT_LISTED = Bilingual("اختر أحد الخيارات المعروضة", "Choose one of the listed options")
NOT_AN_ID_NUMBER = Bilingual("أدخل رقم هوية صحيحًا من تسع خانات", "Enter a correct ID number of nine digits")
OWN_ID_NUMBER = Bilingual(
    "هذا رقم هويتك. أدخل رقم هوية الشخص الآخر الذي تُطلب موافقته",
    "This is your own ID number. Enter the ID number of the other person, who is asked to agree",
)
SAME_PERSON_TWICE = Bilingual(
    "ذكرت رقم الهوية هذا لشخص آخر في الطلب. أدخل رقم هوية شخص غيره",
    "You gave this ID number for another person in this application. Enter somebody else's",
)
NOT_A_PHONE = Bilingual(
    "أدخل رقم هاتف محمول صحيحًا، مثل 0599123456", "Enter a correct mobile number, for example 0599123456"
)
NOT_MOBILE = Bilingual(
    "هذا رقم هاتف أرضي لا تصله الرسائل القصيرة. أدخل رقم هاتف محمول، مثل 0599123456",
    "This is a landline, which receives no text messages. Enter a mobile number, for example 0599123456",
)
NOT_AN_EMAIL = Bilingual(
    "أدخل بريدًا إلكترونيًا صحيحًا، مثل name@example.com", "Enter a correct e-mail address, for example name@example.com"
)
NOT_A_POSTCODE = Bilingual(
    "أدخل رمزًا بريديًا صحيحًا: حرف P وسبعة أرقام، مثل P8401234",
    "Enter a correct postcode: P and seven digits, for example P8401234",
)
NOT_AN_AMOUNT = Bilingual("أدخل مبلغًا صحيحًا، مثل 150.00", "Enter a correct amount, for example 150.00")
NOT_AN_IBAN = Bilingual(
    "أدخل رقم حساب مصرفي دولي (IBAN) صحيحًا، يبدأ بالحرفين PS ويتألف من 29 خانة",
    "Enter a correct IBAN: a Palestinian one begins with PS and has 29 letters and digits",
)
NOT_A_YEAR_NUMBER = Bilingual(
    "أدخل الرقم كما هو مطبوع: السنة ثم الرقم، مثل 2026/184",
    "Enter the number as it is printed: the year, then the number, for example 2026/184",
)
NO_GOVERNORATE = Bilingual("اختر المحافظة", "Choose the governorate")
ADDRESS_INCOMPLETE = Bilingual(
    "أدخل المدينة أو القرية والشارع في العنوان", "Enter the city or village and the street of the address"
)
NO_WHOLE_POSTCODE = Bilingual(
    ar="اكتب الرمز البريدي كاملًا: حرف P وسبعة أرقام، مثل P8401234",
    en="Write the whole postcode: P and seven digits, for example P8401234",
)
NO_ENTRY = Bilingual(
    "لا يوجد في السجل ما يمكن اختياره هنا، فلا يمكن متابعة هذا الطلب",
    "The register holds nothing of yours to choose here, so this application cannot go on",
)
NOT_DECLARED = Bilingual(
    "لا يمكن المتابعة دون الموافقة على هذا الإقرار", "You can continue only if you agree to this declaration"
)
NO_METHOD = Bilingual("اختر طريقة الاستلام", "Choose how to receive it")
NO_PLACE = Bilingual("اختر مكان الاستلام من القائمة", "Choose a place from the list")
NAME_INCOMPLETE = Bilingual(
    "أدخل الاسم الأول واسم العائلة بالعربية والإنجليزية",
    "Enter the first name and the family name in Arabic and in English",
)
REGISTER_SILENT = Bilingual(
    "السجل الحكومي الذي نقرأ منه هذه المعلومة لا يجيب الآن. طلبك محفوظ، فحاول بعد قليل",
    "The government register that holds this is not answering now. Your application is saved; try again shortly",
)
