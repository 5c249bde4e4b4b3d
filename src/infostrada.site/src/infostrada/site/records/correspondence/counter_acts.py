"""The registry notes what was wrong with a parcel: the protocol of a damaged one, money found in it."""

from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.counter import amount_in_words
from infostrada.site.records.correspondence.counter import Damage
from infostrada.site.records.correspondence.counter import damage_faults
from infostrada.site.records.correspondence.counter import Money
from infostrada.site.records.correspondence.counter import money_faults
from infostrada.site.records.correspondence.operations import add_attachment
from infostrada.site.records.correspondence.operations import REGISTER
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from infostrada.site.units.lookup import unit_of

import io


def note_damage(letter: Letter, seen: str, inside: str, witnesses: str) -> Damage:
    """Write the protocol of a damaged parcel and keep it with the letter's files; raises InvalidData or Blocked."""
    require(REGISTER, letter)
    faults = [Fault(*fault) for fault in damage_faults(seen, witnesses)]
    if faults:
        raise InvalidData(faults)
    act = deed(letter)
    number = letter.rpw_number.replace("/", "-")
    kept = add_attachment(
        letter, Upload(f"protokol-uszkodzenia-{number}.docx", _protocol(letter, seen, inside, witnesses, act))
    )
    made = Damage(
        act.at, act.actor.name, act.actor.post, seen.strip(), inside.strip(), witnesses.strip(), kept.uid
    )
    letter.damages = (*letter.damages, made)
    _remark(letter, f"Przesyłka uszkodzona, protokół z {act.at:%d.%m.%Y}.")
    act.write("letter.damage", letter, file=kept.uid, sha256=kept.sha256)
    return made


def note_money(letter: Letter, grosze: int, receipt: str) -> Money:
    """Note money found in a parcel and the cash desk's receipt; raises InvalidData."""
    require(REGISTER, letter)
    faults = [Fault(*fault) for fault in money_faults(grosze, receipt)]
    if faults:
        raise InvalidData(faults)
    act = deed(letter)
    made = Money(act.at, act.actor.name, grosze, receipt.strip())
    letter.money = (*letter.money, made)
    _remark(
        letter, f"W przesyłce znaleziono {amount_in_words(grosze)}, przekazano do kasy: {receipt.strip()}."
    )
    act.write("letter.money", letter, grosze=grosze, receipt=receipt.strip())
    return made


def _remark(letter: Letter, text: str) -> None:
    letter.remarks = "\n".join(filter(None, (letter.remarks, text)))
    letter.reindexObject()


def _protocol(letter: Letter, seen: str, inside: str, witnesses: str, act: Deed) -> bytes:
    unit = unit_of(letter)
    from docx import Document as Word

    word = Word()
    word.core_properties.title = "Protokół stwierdzenia uszkodzenia przesyłki"
    word.core_properties.language = "pl-PL"
    word.core_properties.created = act.at.replace(tzinfo=None)
    word.add_paragraph(unit.title)
    word.add_heading("Protokół stwierdzenia uszkodzenia przesyłki", 1)
    for label, text in (
        ("Sporządzono", f"{unit.city or unit.title}, {act.at:%d.%m.%Y, godz. %H:%M}"),
        ("Numer RPW", letter.rpw_number),
        ("Nadawca", letter.from_whom),
        ("Sposób dostarczenia", letter.delivery_method or ""),
        ("Opis uszkodzenia", seen.strip()),
        ("Stan zawartości", inside.strip()),
        ("Obecni", witnesses.strip()),
        ("Sporządził(a)", ", ".join(filter(None, (act.actor.name, act.actor.post)))),
        ("Podpisy", "……………………………………    ……………………………………"),
    ):
        if text:
            word.add_paragraph(f"{label}: {text}")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()
