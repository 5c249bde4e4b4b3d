"""Pictures: what the ending says, and not so large that whoever opens it falls over."""

from PIL import Image

import io


MOST_PIXELS = 200_000_000
FORMATS = {
    "png": "PNG",
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "gif": "GIF",
    "tif": "TIFF",
    "tiff": "TIFF",
    "webp": "WEBP",
}


def judge(ending: str, data: bytes) -> str | None:
    """Why a picture is not taken; its points are not drawn, only its head is read."""
    try:
        with Image.open(io.BytesIO(data), formats=[FORMATS[ending]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return "picture_too_large"
    except Image.DecompressionBombError:
        return "picture_too_large"
    except (OSError, SyntaxError, ValueError):
        return "file_content_differs"
    return None
