"""Cuts IBM Plex Sans Arabic down to the characters of ../src/characters.txt: `python fonts.py OUTPUT_FOLDER`."""

import sys
from pathlib import Path

from fontTools import subset

HERE = Path(__file__).parent
SOURCE = HERE / "node_modules/@ibm/plex-sans-arabic/fonts/complete/woff2"
WEIGHTS = {"regular": "Regular", "bold": "SemiBold"}


def characters() -> list[int]:
    """Read the list of ranges: one `0621-063A` or `060C` a line, the rest of the line being its name."""
    found: list[int] = []
    for line in (HERE / "src/characters.txt").read_text("utf-8").splitlines():
        if line.strip():
            first, _, last = line.split()[0].partition("-")
            found += range(int(first, 16), int(last or first, 16) + 1)
    return found


def cut(source: Path, target: Path) -> None:
    options = subset.Options(flavor="woff2", layout_features=["*"], hinting=False, notdef_outline=True)
    options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def main(folder: Path) -> None:
    for name, weight in WEIGHTS.items():
        cut(SOURCE / f"IBMPlexSansArabic-{weight}.woff2", folder / f"plex-arabic-{name}.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
