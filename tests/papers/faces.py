"""Faces of nobody: drawn, in the place of holders' pictures."""

import io

from PIL import Image, ImageDraw

SKIN, HAIR, COAT, WALL = (224, 190, 160), (70, 50, 40), (60, 90, 120), (235, 238, 240)


def face(kind: str = "JPEG", size: tuple[int, int] = (700, 900)) -> bytes:
    """Return a drawn face as a file of a kind."""
    picture = Image.new("RGB", size, WALL)
    draw = ImageDraw.Draw(picture)
    wide, high = size

    def oval(left: float, top: float, right: float, bottom: float, colour: tuple[int, int, int]) -> None:
        draw.ellipse((left * wide, top * high, right * wide, bottom * high), colour)

    oval(0.05, 0.72, 0.95, 1.5, COAT)
    oval(0.25, 0.1, 0.75, 0.6, HAIR)
    oval(0.3, 0.2, 0.7, 0.75, SKIN)
    oval(0.4, 0.42, 0.44, 0.45, HAIR)
    oval(0.56, 0.42, 0.6, 0.45, HAIR)
    draw.arc((0.42 * wide, 0.5 * high, 0.58 * wide, 0.63 * high), 20, 160, HAIR, 6)
    kept = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "A camera that tells where it was"
    picture.save(kept, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return kept.getvalue()
