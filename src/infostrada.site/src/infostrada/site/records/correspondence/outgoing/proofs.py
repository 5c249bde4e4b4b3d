"""Proofs of delivery of each addressee: what they say, and what they open in the case."""

from datetime import date
from datetime import datetime
from infostrada.site.records.correspondence.operations import REGISTER
from infostrada.site.records.correspondence.outgoing.certificate import certify
from infostrada.site.records.correspondence.outgoing.content import Evidence
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.dispatch import stop_for_hybrid
from infostrada.site.records.correspondence.outgoing.events import LetterServed
from infostrada.site.records.correspondence.outgoing.events import LetterUndelivered
from infostrada.site.records.correspondence.outgoing.operations import note_in_case
from infostrada.site.records.correspondence.outgoing.service import NOTICES
from infostrada.site.records.correspondence.outgoing.service import RETURNED
from infostrada.site.records.correspondence.outgoing.service import service_of
from infostrada.site.records.correspondence.outgoing.service import ServiceFaultError
from infostrada.site.records.correspondence.outgoing.service import term_opened
from infostrada.site.records.correspondence.outgoing.ways import BY_NETWORK
from infostrada.site.records.correspondence.outgoing.ways import EMPLOYEE
from infostrada.site.records.correspondence.outgoing.ways import HYBRID
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.upload import fault_of
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from typing import NamedTuple
from zope.event import notify

import uuid


class Proof(NamedTuple):
    """What came back from the carrier: see `service.service_of`; `by` is who took the letter."""

    how: str
    day: date | None
    second: date | None = None
    by: str = ""
    remark: str = ""
    file: Upload | None = None


def note_proof(letter: Outgoing, proof: Proof) -> None:
    """Enter a paper proof: received, refused, lying after two notices, or sent back.

    The day it counts as served opens the party's term. Raises InvalidData or Blocked.
    """
    require(REGISTER, letter)
    if letter.method in BY_NETWORK and letter.method != HYBRID:
        raise Blocked([], reason="proved_by_network")
    if state_of(letter) != "sent" or letter.sent_on is None:
        raise Blocked([], reason="state_forbids")
    act = deed(letter)
    try:
        service = service_of(
            proof.how,
            proof.day,
            proof.second,
            sent_on=letter.sent_on,
            today=act.at.date(),
            by_employee=letter.method == EMPLOYEE,
        )
    except ServiceFaultError as fault:
        raise invalid(fault.field, fault.reason) from fault
    if proof.how == RETURNED and not proof.remark.strip():
        raise invalid("remark", "required")
    _keep(letter, proof, act)
    letter.proof, letter.received_by = proof.how, proof.by.strip()
    if proof.how == NOTICES:
        letter.first_notice, letter.second_notice = proof.day, proof.second
    if proof.remark.strip():
        letter.remarks = "\n".join(filter(None, (letter.remarks, proof.remark.strip())))
    if service.day is None:
        undelivered(letter, act, proof.remark.strip())
    else:
        served(letter, act, service.day, service.basis, deemed=proof.how == NOTICES)


def _keep(letter: Outgoing, proof: Proof, act: Deed) -> None:
    if proof.file is None:
        return
    if fault := fault_of(proof.file):
        raise invalid("file", fault)
    kept = Evidence(uuid.uuid4().hex, "ZPO", act.at, proof.file.stored(), proof.remark.strip())
    letter.evidences = (*letter.evidences, kept)


def served(
    letter: Outgoing,
    act: Deed,
    day: date,
    basis: str,
    *,
    deemed: bool = False,
    at: datetime | None = None,
) -> None:
    """The letter counts as served on a day; for callers that asked for the right.

    `at` is the moment an electronic letter was delivered: the office certifies it (UPD).
    """
    letter.served_on, letter.service_basis = day, basis
    move(letter, "deem" if deemed else "deliver")
    letter.reindexObject()
    said = day.isoformat()
    opened = term_opened(letter.document_kind, day, letter.answer_days)
    if opened is not None:
        said += f" ({opened[1].rule.matter}: {opened[1].end.isoformat()})" if opened[1].rule else ""
    note_in_case(letter, act, "letter_deemed" if deemed else "letter_served", said)
    act.write("outgoing.served", letter, day=day.isoformat(), basis=basis, deemed=deemed)
    if letter.method == HYBRID:
        stop_for_hybrid(letter, day)
    elif at is not None:
        certify(letter, act, at)
    notify(LetterServed(letter, act.actor))


def undelivered(letter: Outgoing, act: Deed, why: str) -> None:
    """The letter came back or was never taken; for callers that asked for the right."""
    move(letter, "fail")
    letter.reindexObject()
    note_in_case(letter, act, "letter_undelivered", why)
    act.write("outgoing.undelivered", letter, why=why)
    notify(LetterUndelivered(letter, act.actor))
