"""Words as they are compared where nobody minds capitals and diacritics."""

import unicodedata


# Letters of the Polish alphabet stand behind those they are made of; no letter or digit sorts behind the tilde.
_POLISH = {
    "ą": "a~", "ć": "c~", "ę": "e~", "ł": "l~", "ń": "n~", "ó": "o~", "ś": "s~", "ź": "z~", "ż": "z~~"
}  # fmt: skip


def folded(text: str) -> str:
    """Lower case without diacritics: `Łódź` becomes `lodz`."""
    letters = unicodedata.normalize("NFD", text.lower().replace("ł", "l"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def in_order(text: str) -> str:
    """Key by which texts stand as in a Polish dictionary when it is compared byte by byte: `Ćma` between `Cyna` and `Dach`."""
    letters = unicodedata.normalize("NFC", text.casefold().replace("~", "-"))
    return "".join(_POLISH.get(letter) or folded(letter) for letter in letters)
