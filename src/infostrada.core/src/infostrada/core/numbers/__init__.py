"""Numbers without gaps or doubles, and the register that proves it."""

from infostrada.core.numbers.adopting import adopt
from infostrada.core.numbers.adopting import NumberHeld
from infostrada.core.numbers.model import Number
from infostrada.core.numbers.model import RegisterRow
from infostrada.core.numbers.model import Series
from infostrada.core.numbers.model import Swept
from infostrada.core.numbers.register import gaps
from infostrada.core.numbers.register import register
from infostrada.core.numbers.sweeping import sweep
from infostrada.core.numbers.taking import find
from infostrada.core.numbers.taking import take


__all__ = [
    "Number",
    "NumberHeld",
    "RegisterRow",
    "Series",
    "Swept",
    "adopt",
    "find",
    "gaps",
    "register",
    "sweep",
    "take",
]
