"""A picture made anew: places burned out, and none of the fields it carried."""

from collections.abc import Iterable
from infostrada.site.bip.gate.model import Box
from infostrada.site.bip.gate.readers.bounds import UnreadableError
from infostrada.site.bip.gate.readers.images import MOST_PIXELS
from PIL import Image
from PIL import ImageDraw
from PIL import ImageOps

import io


def redact_picture(data: bytes, boxes: Iterable[Box]) -> bytes:
    """The picture with black bars, `boxes` in its pixels as shown; JPEG stays JPEG, everything else becomes PNG."""
    shown, kind = opened(data)
    pen = ImageDraw.Draw(shown)
    for box in boxes:
        left, right = sorted((box.left, box.right))
        top, bottom = sorted((box.top, box.bottom))
        pen.rectangle([left, top, right, bottom], fill="black")
    bare = Image.new(shown.mode, shown.size)
    bare.paste(shown)
    out = io.BytesIO()
    bare.save(out, kind, **({"quality": 90} if kind == "JPEG" else {}))
    return out.getvalue()


def opened(data: bytes) -> tuple[Image.Image, str]:
    """The picture as shown, turned the way its fields say, and the format it is kept in."""
    try:
        with Image.open(io.BytesIO(data)) as given:
            if given.width * given.height > MOST_PIXELS:
                raise UnreadableError("too large")
            kind = "JPEG" if given.format == "JPEG" else "PNG"
            turned = ImageOps.exif_transpose(given)
            return turned.convert("RGB"), kind
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableError("damaged") from error
