"""The demo's registers: right in every field before anything is made."""

from datetime import date
from infostrada.site.bip.registers.fields import faults_and_values
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.listing import key_of
from infostrada.site.bip.registers.rules import faults
from infostrada.site.bip.registers.rules import vote_faults
from infostrada.site.setuphandlers.demo.registers import dated
from pathlib import Path
from types import SimpleNamespace

import yaml


CONTENT = Path(__file__).parents[3] / "profiles/demo/content/registers.yaml"


def test_three_bulletins_have_every_register_without_a_fault():
    today = SimpleNamespace(today=date(2026, 11, 28))
    terms, keys, filled = {}, set(), {}
    for given in yaml.safe_load(CONTENT.read_text(encoding="utf-8")):
        kind, unit = KINDS[given["register"]], given["unit"]
        wrong, values = faults_and_values(
            kind.fields, {n: dated(today, v) for n, v in given["values"].items()}
        )
        assert wrong == [], given
        if kind.name == "term":
            terms[unit] = values
        if kind.name == "vote":
            assert list(vote_faults(values, terms[unit])) == [], given
        assert list(faults(kind.name, values)) == [], given
        key = (unit, kind.name, key_of(kind, values))
        assert key not in keys
        keys.add(key)
        filled.setdefault(unit, set()).add(kind.name)
    assert len(filled) == 3
    assert all(names == set(KINDS) for names in filled.values())
