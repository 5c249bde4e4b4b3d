"""Check digits of numbers that lead to a person: identity card, passport, land register.

Sources: ICAO 9303 letter values (A = 10) with the weights of the Polish documents; regulation of 15 February 2016 on
keeping land registers electronically, annex 1 (values of the letters, weights 1, 3, 7).
"""

CARD_WEIGHTS = (7, 3, 1, 9, 7, 3, 1, 7, 3)
PASSPORT_WEIGHTS = (7, 3, 9, 1, 7, 3, 1, 7, 3)
REGISTER_LETTERS = "0123456789XABCDEFGHIJKLMNOPRSTUWYZ"


def identity_card_ok(value: str) -> bool:
    """Three letters and six digits, of which the first is the check digit."""
    return _zero(value, CARD_WEIGHTS)


def passport_ok(value: str) -> bool:
    """Two letters and seven digits, of which the first is the check digit."""
    return _zero(value, PASSPORT_WEIGHTS)


def land_register_ok(value: str) -> bool:
    """`TO1T/00012345/6`: the court's mark, eight digits, the check digit."""
    court, number, digit = value.split("/")
    marks = f"{court}{number.zfill(8)}"
    if any(mark not in REGISTER_LETTERS for mark in marks):
        return False
    total = sum(REGISTER_LETTERS.index(mark) * (1, 3, 7)[place % 3] for place, mark in enumerate(marks))
    return total % 10 == int(digit)


def _zero(value: str, weights: tuple[int, ...]) -> bool:
    numbers = [int(mark, 36) for mark in value]
    return sum(weight * number for weight, number in zip(weights, numbers, strict=True)) % 10 == 0
