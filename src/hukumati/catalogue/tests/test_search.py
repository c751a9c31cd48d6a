"""The catalogue found by words: Arabic and English, misspelt, among thirty other services."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from hukumati.catalogue import api
from hukumati.catalogue.queries import query_words
from hukumati.catalogue.tests.samples import publish, real_folder, small_folder

OTHERS = (
    ("شهادة ميلاد", "Birth certificate"), ("شهادة وفاة", "Death certificate"), ("شهادة زواج", "Marriage certificate"),
    ("شهادة طلاق", "Divorce certificate"), ("تجديد رخصة القيادة", "Driver licence renewal"),
    ("تجديد رخصة المركبة", "Vehicle licence renewal"),
    ("استعلام عن المخالفات المرورية", "Traffic fines enquiry"),
    ("إصدار جواز سفر", "Passport issue"), ("تجديد بطاقة الهوية", "ID card renewal"), ("براءة ذمة", "Tax clearance"),
    ("ضريبة الأملاك", "Property tax"), ("إخراج قيد عقار", "Land registry extract"),
    ("استعلام عن مركبة", "Vehicle enquiry"),
    ("التأمين الصحي الحكومي", "Government health insurance"), ("شهادة قيد مدني", "Civil record extract"),
    ("شهادة عدم عمل", "Certificate of unemployment"), ("شهادة عدم ممانعة", "Certificate of no objection"),
    ("تسجيل باحث عن عمل", "Job seeker registration"), ("تصديق شهادة جامعية", "University certificate attestation"),
    ("رخصة بناء", "Building permit"), ("رخصة حرفة وصناعة", "Trade licence"),
    ("سجل تجاري", "Commercial register extract"),
    ("حجز اسم تجاري", "Trade name reservation"), ("اشتراك مياه", "Water subscription"),
    ("وكالة عدلية", "Notarised proxy"),
    ("استعلام عن قضية", "Court case enquiry"), ("محكمة الصلح", "Magistrates court booking"),
    ("بدل فاقد", "Replacement"),
    ("شكوى مستهلك", "Consumer complaint"), ("معادلة شهادة", "Certificate equivalence"),
)  # fmt: skip


@pytest.fixture(scope="module")
def _published(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    with django_db_blocker.unblock(), transaction.atomic():
        publish(real_folder())
        for index, (ar, en) in enumerate(OTHERS):
            code = f"MOI-Q{letters[index // 26]}{letters[index % 26]}"
            publish(small_folder(code=code, slug=f"other-{index}", ar=ar, en=en))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _catalogue(_published: None, db: None) -> None:
    """Let a test search among the published services."""


@pytest.mark.usefixtures("_catalogue")
@pytest.mark.parametrize(
    "text",
    [
        "عدم محكومية", "شهادة عدم محكومية", "شهاده عدم محكوميه", "عدم محكميه", "عدم محكوميّة", "المحكومية",
    "شَهادة عَدم مَحكوميّة",
        "سجل عدلي", "صحيفة السوابق", "اريد شهادة عدم محكومية للسفر",
        "non conviction", "non convicton", "Non-Conviction Certificate", "NONCONVICTION",
    "police clearance", "convction",
        "criminal record", "MOJ-NCC", "moj ncc", "محكومية conviction", "\u202eعدم محكومية\u202c", "عـــدم مـحـكـومـيـة",
    ],
)  # fmt: skip
def test_the_certificate_is_found_first(text: str) -> None:
    found = api.search(text=text)
    assert found
    assert found[0].code == "MOJ-NCC"


@pytest.mark.usefixtures("_catalogue")
def test_a_misspelling_one_letter_from_two_services_finds_both() -> None:
    assert {summary.code for summary in api.search(text="محكميه")[:3]} >= {"MOJ-NCC", "MOI-QBA"}


@pytest.mark.usefixtures("_catalogue")
@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "؟!،", "\0", "'", "';DROP TABLE catalogue_service;--", "a' & b", "!!! <-> :*", "%",
    "\\", "🙂", "\ud800",
        "x" * 1_000_000, "ا" * 1_000_000, "'':*", "a & | b", "(((((", "\u202e" * 500, "0" * 50, "_", "__ __",
    ],
)  # fmt: skip
def test_empty_and_hostile_queries_are_answered_calmly(text: str) -> None:
    assert isinstance(api.search(text=text), tuple)


@pytest.mark.usefixtures("_catalogue")
def test_nothing_is_found_for_words_of_no_service() -> None:
    assert api.search(text="qqqqzzzz") == ()
    assert api.search(text="") == ()


@pytest.mark.usefixtures("_catalogue")
def test_the_better_match_comes_first() -> None:
    assert api.search(text="شهادة ميلاد")[0].name.en == "Birth certificate"
    assert api.search(text="licence renewal")[0].name.en in ("Driver licence renewal", "Vehicle licence renewal")


@pytest.mark.usefixtures("_catalogue")
def test_a_result_tells_what_a_list_shows() -> None:
    found = api.search(text="عدم محكومية")[0]
    assert found.slug == "non-conviction-certificate"
    assert found.provider_name.ar == "وزارة العدل"
    assert (found.kind, found.status, found.fee_official) == ("paid", "open", False)
    assert found.fee is not None
    assert found.fee.format() == "10.00"


@pytest.mark.django_db
def test_a_retired_service_is_neither_found_nor_listed() -> None:
    publish(small_folder(code="MOI-OLD", slug="old", ar="خدمة منتهية", en="Bygone service", status="retired"))
    assert api.search(text="bygone") == ()
    assert "MOI-OLD" not in [summary.code for summary in api.list_services()]
    assert api.get_service(code_or_slug="old").definition.status.now == "retired"


def test_a_query_is_cut_to_a_few_folded_words() -> None:
    assert query_words("  شهادة   عدم  مَحكوميّة ") == ["شهاده", "عدم", "محكوميه"]
    assert query_words("ع") == ["ع"]
    assert len(query_words(" ".join(f"w{number}" for number in range(100)))) == 8
