"""``make bench``: run every benchmark, tell each figure as it comes and print a table; exit status 1 when a bar is missed.

Each module ``bench_*.py`` beside this one has ``measure() -> Iterable[Figure]`` and checks the answers it
got after the load. Names on the command line choose modules (``make bench ONLY="listing letters"``).
"""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from tests.benchmarks.figure import Figure

import sys


HEAD = ("what", "value", "unit", "must", "aim", "beside", "ratio", "")


def main(wanted: list[str]) -> int:
    """Run the chosen benchmarks, or all; returns the exit status."""
    names = [p.stem for p in sorted(Path(__file__).parent.glob("bench_*.py"))]
    chosen = [name for name in names if not wanted or name.removeprefix("bench_") in wanted]
    figures: list[Figure] = []
    for name in chosen:
        print(f"... {name}", file=sys.stderr, flush=True)
        for figure in import_module(f"tests.benchmarks.{name}").measure():
            print(f"    {figure.name}: {_number(figure.value)} {figure.unit}", file=sys.stderr, flush=True)
            figures.append(figure)
    print(table(figures))
    return 0 if all(figure.holds(figure.must) is not False for figure in figures) else 1


def table(figures: Iterable[Figure]) -> str:
    """The figures as a text table."""
    rows = [HEAD, *(_row(figure) for figure in figures)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )


def _row(figure: Figure) -> tuple[str, ...]:
    word = {True: "aim", False: "", None: ""}[figure.holds(figure.aim)]
    if not word:
        word = {True: "ok", False: "MISSED", None: ""}[figure.holds(figure.must)]
    numbers = [_number(n) for n in (figure.must, figure.aim, figure.beside, figure.ratio)]
    return (figure.name, _number(figure.value), figure.unit, *numbers, word)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}" if value < 100 else f"{value:.0f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
