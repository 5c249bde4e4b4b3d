"""Amounts, points and dates as they stand in a file."""

from datetime import date
from decimal import Decimal
from decimal import InvalidOperation
from fractions import Fraction
from typing import TypeAlias

import re


Exact: TypeAlias = int | Fraction

PLAIN = re.compile(r"-?\d{1,18}(\.\d{1,9})?")
DECIMAL_COMMA = re.compile(r"-?\d+,(\d{1,2}|\d{4,9})")
YEAR = re.compile(r"\d{4}")
DAY = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")


def exact(text: str) -> Exact:
    """A decimal number without rounding; a comma before one, two or more than three places is a decimal comma.

    Raises ValueError for everything else: "1,234" may mean two numbers, "1e5" and "inf" are none here.
    """
    if DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    if not PLAIN.fullmatch(text):
        raise ValueError(text)
    if "." not in text:
        return int(text)
    return whole(Fraction(text))


def whole(value: Exact) -> Exact:
    """An integer where the fraction is one."""
    return value.numerator if value.denominator == 1 else value


def decimal_text(value: Exact) -> str:
    """A number as a decimal where it is one, else as `numerator/denominator`; `exact_text` reads both."""
    value = whole(value)
    if isinstance(value, int):
        return str(value)
    rest, places = value.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        places = max(places, power)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    scaled = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{scaled[:-places]}.{scaled[-places:]}"


def exact_text(text: object) -> Exact:
    """The number `decimal_text` wrote, or a JSON number; raises ValueError."""
    if isinstance(text, bool) or text is None:
        raise ValueError(text)
    try:
        if isinstance(text, int):
            return text
        if isinstance(text, float):
            return whole(Fraction(Decimal(repr(text))))
        return whole(Fraction(str(text)))
    except (InvalidOperation, ZeroDivisionError, OverflowError) as error:
        raise ValueError(text) from error


def day(text: str) -> date:
    """A day, or the first day of a year; raises ValueError."""
    if YEAR.fullmatch(text):
        return date(int(text), 1, 1)
    if match := DAY.fullmatch(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    raise ValueError(text)
