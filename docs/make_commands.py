"""Write docs/administrators/commands.md from the commands' own help."""

from collections.abc import Iterator
from infostrada.core.cli import main
from pathlib import Path

import click


PAGE = Path(__file__).parent / "administrators" / "commands.md"
WIDTH = 100
HEAD = """# Commands

`infostrada` stands in `.venv/bin` and reads the same `INFOSTRADA_*` variables as `make run`; see
[Installation](installation.md). Made by `make docs` from the commands' own help.
"""


def commands(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """A command and all below it: its words and its help."""
    name = " ".join(("infostrada", *words))
    context = click.Context(command, info_name=name, terminal_width=WIDTH)
    yield name, command.get_help(context)
    if isinstance(command, click.Group):
        for word in command.list_commands(context):
            below = command.get_command(context, word)
            assert below is not None
            yield from commands(below, (*words, word))


def page() -> str:
    """The page's text."""
    parts = [f"\n## {name}\n\n```text\n{words.strip()}\n```\n" for name, words in commands(main)]
    return HEAD + "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page())
