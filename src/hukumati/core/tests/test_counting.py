import pytest

from hukumati.core.counting import Counted

LETTERS = Counted("حرفًا واحدًا", "حرفين", "أحرف", "حرفًا", "حرف", ("letter", "letters"))


@pytest.mark.parametrize(
    ("count", "arabic", "english"),
    [
        (1, "حرفًا واحدًا", "1 letter"),
        (2, "حرفين", "2 letters"),
        (3, "3 أحرف", "3 letters"),
        (10, "10 أحرف", "10 letters"),
        (11, "11 حرفًا", "11 letters"),
        (80, "80 حرفًا", "80 letters"),
        (100, "100 حرف", "100 letters"),
        (102, "102 حرف", "102 letters"),
        (103, "103 أحرف", "103 letters"),
        (500, "500 حرف", "500 letters"),
        (511, "511 حرفًا", "511 letters"),
    ],
)
def test_the_word_takes_the_form_of_its_number(count: int, arabic: str, english: str) -> None:
    written = LETTERS.written(count)
    assert (written.ar, written.en) == (arabic, english)
