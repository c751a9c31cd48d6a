"""Filling in a page that was made without knowing what was typed."""

from hypothesis import given
from hypothesis import strategies as st

from hukumati.web.sending.filling import apply, best_form, edits_for
from hukumati.web.sending.page_forms import read_page
from hukumati.web.sending.typed_texts import texts_of

PAGE = """<main class="x"
 id="main-content"><h1>A case</h1><form action="/search/"><input name="reason"></form>
<form method="post" action="/case/">
 <input type="hidden" name="seen" value="9"><input type="text" name="name" value="old">
 <input type="text" name="line"><input type="text" name="line">
 <input type="radio" name="way" value="card" checked><input type="radio" name="way" value="cash">
 <input type="checkbox" name="also" value="a" checked><input type="checkbox" name="also" value="b">
 <select name="office"><option value="">-</option><option value="ram" selected>R</option>
  <option value="hbn">H</option></select>
 <textarea name="reason" rows="5">
the text before</textarea>
 <input type="password" name="secret"><input type="file" name="paper"><button name="act" value="x">Go</button>
</form><form method="post"><textarea name="reason"></textarea></form></main>"""


def filled(typed: dict[str, list[str]], *, address: str = "/case/", page: str = PAGE) -> str:
    """Return the page with what was typed."""
    form = best_form(read_page(page, path="/here/").forms, address=address, typed=typed)
    return page if form is None else apply(page, edits_for(form, typed))


def test_every_kind_of_field_takes_what_was_typed() -> None:
    page = filled({
        "name": ['Layla "L" <Z>'], "line": ["one", "two"], "way": ["cash"], "also": ["b"], "office": ["hbn"],
        "reason": ["سطر\nثانٍ"], "seen": ["1"], "secret": ["s3cret"], "paper": ["a.pdf"],
    })  # fmt: skip
    assert 'value="Layla &quot;L&quot; &lt;Z&gt;"' in page
    assert page.index('value="one"') < page.index('value="two"')
    assert '<input type="radio" name="way" value="card">' in page
    assert '<input type="radio" name="way" value="cash" checked>' in page
    assert '<input type="checkbox" name="also" value="a">' in page
    assert '<input type="checkbox" name="also" value="b" checked>' in page
    assert '<option value="ram">' in page
    assert '<option value="hbn" selected>' in page
    assert '<textarea name="reason" rows="5">\nسطر\nثانٍ</textarea>' in page
    assert 'name="seen" value="9"' in page
    assert "s3cret" not in page
    assert "a.pdf" not in page


def test_only_the_form_of_the_address_is_filled() -> None:
    page = filled({"reason": ["mine"]}, address="/here/")
    assert page.count("mine") == 1
    assert page.index("mine") > page.index("the text before")
    assert filled({"reason": ["mine"]}, address="/elsewhere/") == PAGE
    assert "mine" not in filled({"reason": ["mine"]}, address="/search/"), "a form that is not posted"


def test_of_several_forms_of_one_address_that_with_the_fields_typed_is_filled() -> None:
    page = (
        '<form method="post" action="/a/"><textarea name="x"></textarea></form>'
        '<form method="post" action="/a/"><textarea name="y"></textarea></form>'
    )
    assert '<textarea name="y">\nmine</textarea>' in filled({"y": ["mine"]}, address="/a/", page=page)


@given(st.text(alphabet=st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"])))
def test_whatever_was_typed_stays_text(typed: str) -> None:
    page = filled({"name": [typed], "reason": [typed]})
    shape = read_page(page, path="/here/")
    assert [len(form.fields) for form in shape.forms] == [11, 1]
    assert page[: shape.main_at].endswith('id="main-content">')
    assert page[: shape.heading_end].endswith("A case</h1>")
    (name,) = (each for each in shape.forms[0].fields if each.name == "name")
    assert name.attributes["value"] == typed


def test_texts_are_what_a_person_would_have_to_write_again() -> None:
    sent = {
        "action": ["approve"],
        "seen": ["12"],
        "slot": ["2026-12-01T07:00:00+00:00"],
        "reason": ["لأن الصورة قديمة"],
    }
    assert texts_of({**sent, "more": ["Two words", "لأن الصورة قديمة", ""]}) == ["لأن الصورة قديمة", "Two words"]
