"""Numbers without gaps or doubles, and the register that proves it."""

from infostrada.core.numbers.adopting import adopt
from infostrada.core.numbers.adopting import NumberHeld
from infostrada.core.numbers.amending import amend
from infostrada.core.numbers.model import Held
from infostrada.core.numbers.model import LooseRow
from infostrada.core.numbers.model import Number
from infostrada.core.numbers.model import RegisterRow
from infostrada.core.numbers.model import Reservation
from infostrada.core.numbers.model import Series
from infostrada.core.numbers.model import Swept
from infostrada.core.numbers.register import gaps
from infostrada.core.numbers.register import loose
from infostrada.core.numbers.register import register
from infostrada.core.numbers.reserving import Holder
from infostrada.core.numbers.reserving import holder_of
from infostrada.core.numbers.reserving import MOST
from infostrada.core.numbers.reserving import release
from infostrada.core.numbers.reserving import reserve
from infostrada.core.numbers.sweeping import sweep
from infostrada.core.numbers.taking import find
from infostrada.core.numbers.taking import NumberNotReserved
from infostrada.core.numbers.taking import take


__all__ = [
    "MOST",
    "Held",
    "Holder",
    "LooseRow",
    "Number",
    "NumberHeld",
    "NumberNotReserved",
    "RegisterRow",
    "Reservation",
    "Series",
    "Swept",
    "adopt",
    "amend",
    "find",
    "gaps",
    "holder_of",
    "loose",
    "register",
    "release",
    "reserve",
    "sweep",
    "take",
]
