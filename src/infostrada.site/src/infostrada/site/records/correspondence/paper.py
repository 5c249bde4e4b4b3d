"""The paper behind a letter: how far it was scanned, where it stands, who borrowed it."""

from collections.abc import Iterable
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.rules import Blocker
from infostrada.site.records.correspondence.channels import MATTERS
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.content import Loan
from infostrada.site.records.correspondence.operations import REGISTER
from infostrada.site.records.correspondence.rules import SCANS
from infostrada.site.records.correspondence.rules import SEQUENCES
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from plone.uuid.interfaces import IUUID
from zope.component import adapter


def note_scan(letter: Letter, scan: str, note: str, media: str) -> None:
    """Say how far the letter was scanned and what carriers stay outside the system (EOD-11).

    Anything but a full scan needs a note of what is missing.
    """
    act = _begin(letter)
    faults = [] if scan in SCANS else [Fault("scan", "not_in_list")]
    if scan in ("partial", "none") and not note.strip():
        faults.append(Fault("note", "required"))
    if faults:
        raise InvalidData(faults)
    letter.scan, letter.scan_note, letter.media = scan, note.strip(), media.strip()
    letter.reindexObject()
    act.write("letter.scan", letter, scan=scan, media=bool(media.strip()))


def note_matter(letter: Letter, matter: str) -> None:
    """Say what kind of matter the letter is: it decides which channels are effective."""
    act = _begin(letter)
    if matter not in MATTERS:
        raise invalid("matter", "not_in_list")
    letter.matter = matter
    letter.reindexObject()
    act.write("letter.matter", letter, matter=matter)


def shelve(letter: Letter, sequence: str, place: str) -> None:
    """Put the paper into a sequence of the chronological store, at a place of its own."""
    act = _begin(letter)
    faults = [] if sequence in SEQUENCES else [Fault("sequence", "not_in_list")]
    if not place.strip():
        faults.append(Fault("place", "required"))
    if faults:
        raise InvalidData(faults)
    letter.sequence, letter.shelf = sequence, place.strip()
    letter.reindexObject()
    act.write("letter.shelved", letter, sequence=sequence, place=place.strip())


def lend(letter: Letter, borrower: str, purpose: str) -> Loan:
    """Lend the paper from the store; until it is back its case cannot be closed (EOD-12)."""
    act = _begin(letter)
    named = (("borrower", borrower), ("purpose", purpose))
    faults = [Fault(name, "required") for name, text in named if not text.strip()]
    if faults:
        raise InvalidData(faults)
    if not letter.shelf:
        raise Blocked([], reason="not_shelved")
    if open_loan(letter) is not None:
        raise Blocked([], reason="lent_already")
    loan = Loan(borrower.strip(), purpose.strip(), act.at.date(), act.actor.name)
    letter.loans = (*letter.loans, loan)
    letter.reindexObject()
    act.write("letter.lent", letter, place=letter.shelf)
    return loan


def take_back(letter: Letter) -> Loan:
    """The paper is in the store again."""
    act = _begin(letter)
    loan = open_loan(letter)
    if loan is None:
        raise Blocked([], reason="not_lent")
    done = loan._replace(returned_on=act.at.date())
    letter.loans = (*letter.loans[:-1], done)
    letter.reindexObject()
    act.write("letter.back", letter, place=letter.shelf)
    return done


def open_loan(letter: Letter) -> Loan | None:
    """The loan that runs now."""
    last = letter.loans[-1] if letter.loans else None
    return last if last is not None and last.returned_on is None else None


def _begin(letter: Letter) -> Deed:
    require(REGISTER, letter)
    return deed(letter)


@adapter(ICase)
class PapersOut:
    """Borrowed papers of a case stand against closing it."""

    def __init__(self, case: ICase) -> None:
        self.case = case

    @property
    def blockers(self) -> Iterable[Blocker]:
        """One for each letter that is out of the store."""
        for letter in map(record_at, self.case.letters):
            if letter is not None and open_loan(letter) is not None:
                yield Blocker("paper_lent", IUUID(letter), f"RPW {letter.rpw_number}")
