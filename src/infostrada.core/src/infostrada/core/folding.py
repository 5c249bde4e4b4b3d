"""Words as they are compared where nobody minds capitals and diacritics."""

import unicodedata


def folded(text: str) -> str:
    """Lower case without diacritics: `Łódź` becomes `lodz`."""
    letters = unicodedata.normalize("NFD", text.lower().replace("ł", "l"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
