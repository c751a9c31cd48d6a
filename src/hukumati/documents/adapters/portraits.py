"""Pictures of holders, drawn anew before they are set: of one size, without what cameras write beside the picture.

It runs in the programs that typeset, under their limits: a picture that unfolds without end ends such a program.
"""

import tempfile
from pathlib import Path
from typing import Final

import typst

DOTS_PER_INCH: Final = 200
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_DRAWN: Final = """#set page(width: 35mm, height: 45mm, margin: 0pt, fill: white)
#image("{file}", width: 100%, height: 100%, fit: "cover")
"""
"""The size of a passport photo; what is wider or higher is cut evenly."""


def redrawn(photo: bytes, *, folder: Path) -> bytes:
    """Return a JPEG or PNG file as a PNG file of 35 × 45 mm. Raises TypstError for what is no picture."""
    file = "photo.png" if photo.startswith(_PNG) else "photo.jpg"
    with tempfile.TemporaryDirectory(prefix=".photo-", dir=folder) as place:
        (Path(place) / file).write_bytes(photo)
        main = Path(place) / "photo.typ"
        main.write_text(_DRAWN.format(file=file), encoding="ascii")
        drawn = typst.compile(main, format="png", ppi=DOTS_PER_INCH, ignore_system_fonts=True)
    if not isinstance(drawn, bytes):
        raise typst.TypstError("the picture has no page of its own")
    return drawn
