"""What sets a case apart: it is led in a domain system, or no metryka is kept of it; each with its legal basis. Pure.

Sources: model records instruction, Dz.U. 2011 nr 14 poz. 67 (documentation in systems made for one kind of matter); KPA
art. 66a (the metryka, and kinds of simple, repeated cases a regulation frees from it). Which kinds these are is the
office's to say, with the provision: they are data (`plan.marks`), not code.
"""

from typing import NamedTuple


class Exemption(NamedTuple):
    """Of a case as it began. `system` leads it and knows it by `reference`; `metryka` says whether one is kept."""

    system: str = ""
    metryka: bool = True
    basis: str = ""
    reference: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """The exemption in Polish sentences, for papers and packages; empty for a usual case."""
        basis = f" ({self.basis})" if self.basis else ""
        number = f", nr {self.reference}" if self.reference else ""
        led = f"Sprawa prowadzona w systemie dziedzinowym: {self.system}{number}{basis}."
        free = f"Metryki sprawy nie prowadzi się{basis}."
        return (*((led,) if self.system else ()), *(() if self.metryka else (free,)))
