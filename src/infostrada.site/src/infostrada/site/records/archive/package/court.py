"""The files of a case for an administrative court (eADM).

Source: the regulation on the files sent to administrative courts in electronic form (Dz.U. 2019 poz. 1003): the
folders of an archive package with metadata by NES 2.0, the whole signed as one `.xades` file. The signature
is made outside: the package is exported, signed and sent with its signature beside it. Neither working versions of
documents nor dekretacje belong into it (gov.pl, "Standardowa procedura tworzenia paczki eADM", 4.08.2025); receipts do.
"""

from infostrada.site.records.archive.package import nes
from infostrada.site.records.archive.package.build import Entry
from infostrada.site.records.archive.package.cases import case_entries
from infostrada.site.records.cases.content import Case


def court_entries(case: Case) -> list[Entry]:
    """What the court gets of the case, with metadata by NES 2.0: no dekretacje, no document that was not accepted."""
    return case_entries(case, nes.write, working=False)
