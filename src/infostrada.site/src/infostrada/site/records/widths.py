"""How wide the columns of a printed table are."""

from collections.abc import Sequence


MOST = 0.4
"""The share of the paper one column may claim for its longest word: an address of a page breaks instead."""


def fitted(shares: Sequence[float], least: Sequence[float], total: float) -> list[float]:
    """Widths of columns by their shares of `total`, none narrower than its `least` while there is room for all.

    Columns that need more than their share take it from the others, in proportion. Where even the least
    widths together are too much, they are the shares.
    """
    wanted = [min(each, MOST * total) for each in least]
    if sum(wanted) >= total:
        return [each / sum(wanted) * total for each in wanted]
    widths: dict[int, float] = {}
    while True:
        free = [at for at in range(len(shares)) if at not in widths]
        room, parts = total - sum(widths.values()), sum(shares[at] for at in free)
        narrow = [at for at in free if shares[at] / parts * room < wanted[at]]
        if not narrow:
            widths |= {at: shares[at] / parts * room for at in free}
            return [widths[at] for at in range(len(shares))]
        widths |= {at: wanted[at] for at in narrow}
