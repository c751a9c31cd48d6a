"""What `make frontend` builds is committed; these tests keep it what it says, small, and ours."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import RequestFactory
from fontTools.ttLib import TTFont
from whitenoise.compress import Compressor

from hukumati.core.design.errors import not_found
from hukumati.core.design.formats import COUNTRY
from hukumati.core.money_text import CURRENCIES
from hukumati.core.months import MONTHS

REPOSITORY = Path(__file__).resolve().parents[5]
FRONTEND = REPOSITORY / "frontend"
BUILT = REPOSITORY / "src/hukumati/core/design/static/design"
STYLES = ["hukumati.rtl.css", "hukumati.ltr.css"]
FONTS = ["plex-arabic-regular.woff2", "plex-arabic-bold.woff2"]
ARABIC = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")


def weight(name: str) -> int:
    """Bytes on the wire: fonts are compressed already, the rest goes as Brotli."""
    data = (BUILT / name).read_bytes()
    return len(data) if name.endswith(".woff2") else len(Compressor.compress_brotli(data))


def test_the_outputs_are_those_of_the_last_build() -> None:
    lines = (FRONTEND / "OUTPUT.sha256").read_text().splitlines()
    locked = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert locked == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in BUILT.iterdir()}


def test_the_lock_of_packages_names_no_address() -> None:
    text = (FRONTEND / "package-lock.json").read_text()
    assert "http" not in text
    assert all("integrity" in entry for name, entry in json.loads(text)["packages"].items() if name)


def test_styles_script_and_fonts_are_light() -> None:
    assert max(weight(name) for name in STYLES) <= 14_000
    assert weight("hukumati.js") <= 10_000
    assert max(weight(name) for name in FONTS) <= 17_500


def test_a_first_view_and_the_next_ones_keep_within_their_budgets() -> None:
    request = RequestFactory().get("/")
    html = len(Compressor.compress_brotli(not_found(request).content))
    rest = sum(map(weight, ["hukumati.rtl.css", "fonts.css", "hukumati.js", "icon.svg"]))
    assert html + rest <= 35_000
    assert html + rest + sum(map(weight, FONTS)) <= 100_000
    assert html <= 12_000


@pytest.mark.parametrize("name", [*STYLES, "hukumati.js", "fonts.css", "icon.svg"])
def test_nothing_of_the_british_governments_brand_is_left(name: str) -> None:
    text = (BUILT / name).read_text("utf-8").lower()
    assert "transport" not in text
    assert "crown" not in text
    assert "#1d70b8" not in text
    assert "#ffdd00" not in text


def test_arabic_is_neither_spaced_out_nor_slanted() -> None:
    text = (BUILT / "hukumati.rtl.css").read_text("utf-8")
    assert not re.search(r"letter-spacing\s*:|italic", text)


def test_running_arabic_text_has_room_between_its_lines() -> None:
    text = (BUILT / "hukumati.rtl.css").read_text("utf-8")
    body = re.search(r"\.govuk-body,\.govuk-body-m\{[^}]*line-height:([\d.]+)", text)
    assert body
    assert float(body[1]) >= 1.65


def test_licences_go_with_what_they_license() -> None:
    text = (BUILT / "LICENCES.txt").read_text("utf-8")
    assert "MIT License" in text
    assert "SIL OPEN FONT LICENSE" in text.upper()


@pytest.mark.parametrize("name", FONTS)
def test_the_fonts_have_every_arabic_character_that_the_platform_writes(name: str) -> None:
    known = set(map(chr, TTFont(BUILT / name).getBestCmap()))
    missing = {character for text in arabic_texts() for character in ARABIC.findall(text)} - known
    assert not missing


def arabic_texts() -> list[str]:
    sources = [*REPOSITORY.glob("src/hukumati/**/*.po"), *REPOSITORY.glob("src/hukumati/**/templates/**/*.html")]
    sources += [path for path in REPOSITORY.glob("services/**/*") if path.suffix in {".yaml", ".csv", ".md"}]
    sources += REPOSITORY.glob("demo/*.yaml")
    own = [*MONTHS["ar"], *COUNTRY.values(), *(sign.ar for sign in CURRENCIES.values())]
    return own + [path.read_text("utf-8") for path in sources]


def test_the_styles_find_their_fonts_under_hashed_names(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    manifest = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    styles = (tmp_path / manifest["design/fonts.css"]).read_text("utf-8")
    for name in FONTS:
        assert Path(manifest[f"design/{name}"]).name in styles
