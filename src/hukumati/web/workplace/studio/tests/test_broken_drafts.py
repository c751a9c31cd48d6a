"""The studio's pages of drafts whose files are broken in ways that people's programs break them."""

from typing import Final

import pytest

from hukumati.core.clock import now
from hukumati.studio import api as studio
from hukumati.web.workplace.studio.tests.conftest import Worker
from hukumati.web.workplace.studio.tests.test_pages import PAGES, draft_id

BOMB: Final = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)
BROKEN: Final = {
    "empty": "",
    "scalar": "hello",
    "list": "- 1\n- 2\n",
    "null": "null\n",
    "bomb": BOMB,
    "deep": "a: " + "[" * 20_000,
    "nested": "\n".join(" " * depth + "a:" for depth in range(600)),
    "tag": "!!python/object/apply:os.system ['x']\n",
    "keys": "? [1, 2]\n: 3\n1: 2\n",
    "tabs": "a:\n\tb: 1\n",
    "numbers": "a: .inf\nb: .nan\nc: " + "9" * 6_000 + "\n",
    "surrogate": 'a: "\\ud800"\n',
    "several": "a: 1\n---\nb: 2\n",
}
FILES: Final = ("service.yaml", "flow.yaml", "form.yaml", "text/ar.yaml", "rules/fee.csv", "documents/certificate.yaml")


@pytest.mark.parametrize("name", BROKEN)
def test_pages_of_a_broken_draft_open_and_name_the_file(rania: Worker, draft: str, name: str) -> None:
    for file in FILES:
        seen = studio.get_draft(analyst=rania.analyst, draft_id=draft_id(draft)).digest
        whole = dict(studio.get_texts(analyst=rania.analyst, draft_id=draft_id(draft)))
        broken = {**whole, file: BROKEN[name]}
        studio.replace_files(analyst=rania.analyst, draft_id=draft_id(draft), texts=broken, seen=seen, now=now())
        for page in (*PAGES, f"files/{file}"):
            assert rania.get(f"{draft}{page}").status_code == 200, (file, page)
        assert file in rania.get(draft).content.decode()
        seen = studio.get_draft(analyst=rania.analyst, draft_id=draft_id(draft)).digest
        studio.replace_files(analyst=rania.analyst, draft_id=draft_id(draft), texts=whole, seen=seen, now=now())
