"""The notice that a case will not be settled in time (KPA art. 36), as an editable Word file."""

from datetime import date
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.terms import TERMS
from infostrada.site.records.deed import Deed
from infostrada.site.units.lookup import unit_of

import io


URGING = (
    "Na niezałatwienie sprawy w terminie określonym w art. 35 Kodeksu postępowania administracyjnego lub "
    "w przepisach szczególnych albo w terminie wskazanym w niniejszym zawiadomieniu, a także na przewlekłe "
    "prowadzenie postępowania, służy stronie ponaglenie (art. 37 KPA). Ponaglenie zawiera uzasadnienie i "
    "wnosi się je do organu wyższego stopnia za pośrednictwem organu prowadzącego postępowanie, a jeżeli nie "
    "ma organu wyższego stopnia – do organu prowadzącego postępowanie."
)


def delay_notice(case: Case, cause: str, new_end: date, act: Deed) -> bytes:
    """A DOCX with authority, sign, cause, new term and the instruction on ponaglenie."""
    from docx import Document as Word

    word = Word()
    word.core_properties.title = "Zawiadomienie o niezałatwieniu sprawy w terminie"
    word.core_properties.language = "pl-PL"
    word.core_properties.created = act.at.replace(tzinfo=None)
    word.add_paragraph(unit_of(case).title)
    word.add_paragraph(f"Znak sprawy: {case.sign}")
    word.add_paragraph(f"Dnia {act.at:%d.%m.%Y} r.")
    for party in case.parties:
        word.add_paragraph(party.name)
    word.add_heading("Zawiadomienie o niezałatwieniu sprawy w terminie", 1)
    basis = TERMS[case.term].basis if case.term else "KPA art. 35"
    word.add_paragraph(
        f"Na podstawie art. 36 Kodeksu postępowania administracyjnego zawiadamiam, że sprawa „{case.title}” "
        f"nie zostanie załatwiona w terminie ({basis})."
    )
    word.add_paragraph(f"Przyczyna: {cause}")
    word.add_paragraph(f"Nowy termin załatwienia sprawy: {new_end:%d.%m.%Y} r.")
    word.add_heading("Pouczenie", 2)
    word.add_paragraph(URGING)
    word.add_paragraph(f"{act.actor.name}, {act.actor.post}".strip(", "))
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()
