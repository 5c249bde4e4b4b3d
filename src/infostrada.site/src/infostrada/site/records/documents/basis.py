"""The acts of law a document rests on, named while it is a draft."""

from infostrada.site.records.acts.rules import Basis
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.content import case_of
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.operations import writable
from infostrada.site.records.types.operations import version_of
from plone.uuid.interfaces import IUUID


def set_basis(document: Document, given: tuple[Basis, ...]) -> None:
    """Say what the document rests on; raises Locked or Blocked as a new version does."""
    writable(document)
    if given == document.basis:
        return
    act = deed(document)
    document.basis = given
    label = f"{document.title}: {'; '.join(map(str, given)) or '–'}"
    case_of(document).step(act.at, act.actor, "basis_set", IUUID(document), label)
    document.reindexObject()
    act.write("document.basis", document, basis=[str(one) for one in given])


def proposed_basis(document: Document) -> tuple[Basis, ...]:
    """What the document rests on, else what cases of its type rest on."""
    if document.basis:
        return document.basis
    version = version_of(case_of(document))
    return version.definition.basis if version is not None else ()
