"""The registers in Polish: titles and sheets of an office are written so, whoever looks at the screen."""

from dataclasses import replace
from functools import cache
from infostrada.site.bip.registers.fields import Field
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.shape import Kind
from typing import Any
from zope.i18n import translate


def _say(message: Any) -> str:
    return str(translate(message, target_language="pl")) if message else ""


def _field(field: Field) -> Field:
    return replace(
        field,
        label=_say(field.label),
        hint=_say(field.hint),
        options=tuple((value, _say(label)) for value, label in field.options),
        parts=tuple(_field(part) for part in field.parts),
    )


@cache
def in_polish(name: str) -> Kind:
    """A register with its labels and options in Polish."""
    kind = KINDS[name]
    return replace(
        kind,
        label=_say(kind.label),
        one=_say(kind.one),
        fields=tuple(_field(field) for field in kind.fields),
    )
