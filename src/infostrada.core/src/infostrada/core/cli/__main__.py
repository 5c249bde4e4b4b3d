"""``python -m infostrada.core.cli``: the same as the command ``infostrada``."""

from infostrada.core.cli import main


main()
