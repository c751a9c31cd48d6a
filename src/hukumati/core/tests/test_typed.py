"""What people paste is understood: every usual spelling gives the one form, and no spelling changes the meaning."""

import sys
import unicodedata
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.core.identifiers import (
    InvalidEmail,
    InvalidPhone,
    NotMobile,
    parse_email,
    parse_iban,
    parse_id_number,
    parse_mobile,
    parse_phone,
)
from hukumati.core.months import MONTHS, find_month
from hukumati.core.references import new_reference, normalise_reference
from hukumati.core.typed import bare_code, compact, plain, prose

DIGITS: Final = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９")
DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
NOISE: Final = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2069\ufeff"
SPACES: Final = " \u00a0\u2007\u2009\u202f\u3000\t"
IBAN: Final = "PS92PALS000000000400123456702"


@st.composite
def pasted(draw: st.DrawFn, code: str) -> str:
    """A code as it comes out of a chat, a scan or a spreadsheet."""
    digits, dash = draw(st.sampled_from(DIGITS)), draw(st.sampled_from(DASHES))
    wide, noise = draw(st.booleans()), st.text(NOISE + SPACES, max_size=2)
    parts = []
    for each in code:
        letter = chr(ord(each) + 0xFEE0) if wide and each.isalpha() else each
        sign = digits[int(each)] if each.isdecimal() else dash if each == "-" else letter
        parts.append(draw(noise) + (sign.lower() if draw(st.booleans()) else sign))
    return "".join(parts) + draw(st.sampled_from(["", ".", " .", "،", "\u200f", "\n"]))


@given(pasted("400000006"))
def test_an_identity_number_is_understood_however_it_is_pasted(text: str) -> None:
    assert parse_id_number(text) == "400000006"


@given(st.sampled_from(["0599-123-456", "+970599123456", "00970-599-123456", "+972-59-9123456"]).flatmap(pasted))
def test_a_telephone_number_is_understood_however_it_is_pasted(text: str) -> None:
    assert parse_phone(text) == parse_mobile(text) == "+970599123456"


@given(st.sampled_from([IBAN, "PS92-PALS-0000-0000-0400-1234-5670-2"]).flatmap(pasted))
def test_an_iban_is_understood_however_it_is_pasted(text: str) -> None:
    assert parse_iban(text) == IBAN


@given(st.data())
def test_a_reference_is_understood_however_it_is_pasted(data: st.DataObject) -> None:
    reference = new_reference("NCC")
    spelt = data.draw(st.sampled_from([reference, reference.replace("-", "")]))
    assert normalise_reference(data.draw(pasted(spelt))) == reference


@given(st.text(max_size=200))
def test_each_form_is_its_own_form(text: str) -> None:
    for form in (plain, compact, bare_code, prose):
        assert form(form(text)) == form(text)


@given(st.text(st.characters(categories=["L", "Nd", "No", "P", "S"]), max_size=60))
def test_no_letter_and_no_value_of_a_digit_changes(text: str) -> None:
    """Superscripts, fractions and ligatures are other characters, and stay what they are."""
    for before in text:
        after = plain(before)
        if unicodedata.category(before) == "Nd":
            assert after == str(unicodedata.decimal(before))
        elif before not in "\u115f\u1160\u17b4\u17b5\u3164\uffa0" and before.isalpha():
            assert after == before or (after.isascii() and unicodedata.normalize("NFKC", before) == after)


def test_what_is_ascii_stays_as_it_is() -> None:
    everything = "".join(map(chr, range(128)))
    assert plain(everything) == everything
    every_dash = [c for c in map(chr, range(sys.maxunicode + 1)) if plain(c) == "-"]
    assert {"-", "\u2010", "\u2011", "\u2013", "\u2212", "\uff0d", "\u2796"} <= set(every_dash)
    assert {c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) == "Pd"} <= set(every_dash)


@pytest.mark.parametrize("dash", ["\u2796", "\u0640", "\u30a0", "\u2e17", "\u0640\u0640"])
def test_what_is_drawn_as_a_dash_groups_digits(dash: str) -> None:
    assert compact(f"2026{dash}40217") == "2026-40217"
    assert bare_code(f"400{dash}000{dash}006") == "400000006"
    assert compact("محـمد") == "محمد"


@pytest.mark.parametrize("before", ["", "*", "**", "#", "“", "…", "«"])
@pytest.mark.parametrize("behind", ["", "*", "!", "؟", "?", "…", "”", "»", "`", ").", "✅"])
def test_signs_around_a_code_are_no_part_of_it(before: str, behind: str) -> None:
    assert compact(f"{before}NC-2026-0000001{behind}") == "NC-2026-0000001"


def test_a_text_copied_from_a_pdf_or_another_system_is_spelt_with_letters() -> None:
    assert prose("\ufefb \ufdf2 \uff21\uff42\uff11") == "لا الله Ab1"
    assert prose("a\x0bb\x0cc\rd\r\ne\u2028f\u3000g") == "a\nb\nc\nd\ne\nf g"
    assert prose("m² ½ ﬁ Ⅳ محـمّد") == "m² ½ ﬁ Ⅳ محـمّد"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *((each, "+970599123456") for each in
          ("972599123456", "970599123456",
           "+972 0599 123456", "00970 0599 123456", "+970 (0)599 123456", "00972599123456")),
        ("+972 (0)50 234 5678", "+972502345678"),
        ("972-02-2987654", "+97222987654"),
        ("+970 02 2987654", "+97022987654"),
        ("092381234", "+97092381234"),
    ],
)  # fmt: skip
def test_prefix_and_trunk_zero_are_read_by_one_rule(typed: str, number: str) -> None:
    assert parse_phone(typed) == parse_phone(number) == number


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("layla@example.ps", "layla@example.ps"),
        (" <layla@example.ps>; ", "layla@example.ps"),
        ("mailto:layla@example.ps", "layla@example.ps"),
        ("Layla.N@Example.PS.", "Layla.N@example.ps"),
        ("\u200flayla\u00ad@example.ps", "layla@example.ps"),
        ("info@مثال.فلسطين", "info@xn--mgbh0fb.xn--ygbi2ammx"),
        ("info@XN--MGBH0FB.xn--ygbi2ammx", "info@xn--mgbh0fb.xn--ygbi2ammx"),
        ("o'hara+tax@mail.example.com", "o'hara+tax@mail.example.com"),
    ],
)
def test_an_address_is_read_in_the_form_mail_servers_use(typed: str, expected: str) -> None:
    assert parse_email(typed) == parse_email(expected) == expected


@pytest.mark.parametrize(
    "typed",
    [".a@x.ps", "a.@x.ps", "a..b@x.ps", "a@x", "a@.ps", "a@b..ps", "a@-b.ps", "a b@x.ps", "a@b@x.ps", "@x.ps", "a@x.1",
     "ليلى@مثال.فلسطين", "a@xn--zz--.ps", "a" * 65 + "@x.ps", "a@" + "b" * 64 + ".ps", "a@" + "b." * 130 + "ps", ""],
)  # fmt: skip
def test_what_no_mail_server_takes_is_refused(typed: str) -> None:
    """RFC 5321 §4.1.2: a dot-string neither begins nor ends with a dot."""
    with pytest.raises(InvalidEmail):
        parse_email(typed)


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_none(text: str) -> None:
    try:
        found = parse_email(f"{text}@example.ps")
    except InvalidEmail:
        return
    assert parse_email(found) == found


@pytest.mark.parametrize("landline", ["02 298 7654", "+970 4 250 1234", "08-2861234", "+44 20 7946 0958"])
def test_a_landline_is_no_mobile_number(landline: str) -> None:
    assert parse_phone(landline)
    with pytest.raises(NotMobile):
        parse_mobile(landline)
    with pytest.raises(InvalidPhone):
        parse_mobile("12")


@pytest.mark.parametrize(
    ("names", "number"),
    [
        (
            "كانون الثاني,كانون ثانٍ,ك2,يناير,January,jan,JAN.,1,01,١,شهر 1,كانون2,ك 2,كانون الثاني/يناير",
            "1",
        ),
        ("شباط,فبراير,Feb,شباط/فبراير,شباط (فبراير),فبراير - شباط,شباط 2", "2"),
        ("آذار,اذار,مارس,Mar.,month 3,March / آذار", "3"),
        ("نيسان,أبريل,ابريل,إبريل,Apr", "4"),
        ("أيار,ايار,مايو,May", "5"),
        ("حزيران,يونيو,يونيه,Jun,June", "6"),
        ("تموز,تمّوز,يوليو,يوليه,Jul", "7"),
        ("آب,اب,أغسطس,اغسطس,Aug", "8"),
        ("أيلول,ايلول,سبتمبر,Sep,Sept.", "9"),
        ("تشرين الأول,تشرين الاول,تشرين أول,ت1,أكتوبر,اكتوبر,Oct", "10"),
        ("تشرين الثاني,تشرين ثاني,تشرين 2,نوفمبر,Nov,شهر ١١", "11"),
        ("كانون الأول,كانون الأوّل,كانون اول,ديسمبر,December,Dec,１２", "12"),
    ],
)
def test_a_month_is_understood_by_every_usual_name(names: str, number: str) -> None:
    assert {find_month(name) for name in names.split(",")} == {number}


@given(st.text(max_size=20))
def test_what_is_no_month_names_none(text: str) -> None:
    assert find_month(text) in {"", *map(str, range(1, 13))}
    assert {find_month(name) for name in (*MONTHS["ar"], *MONTHS["en"])} == set(map(str, range(1, 13)))
    assert (
        find_month("0") == find_month("13") == find_month("ت3") == find_month("3 3") == find_month("آذار/نيسان") == ""
    )
