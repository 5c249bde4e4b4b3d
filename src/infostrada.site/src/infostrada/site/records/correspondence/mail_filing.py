"""A working e-mail goes straight into its case, without a number of the RPW.

Source: model records instruction, Dz.U. 2011 nr 14 poz. 67: of e-mail (1) what comes to the office's official address
or matters for how a matter is settled is registered, (2) what belongs to a case in another way goes into it at once,
(3) the rest is not recorded at all.
"""

from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.cases.papers import is_large
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.correspondence.eml import BadMailError
from infostrada.site.records.correspondence.eml import Mail
from infostrada.site.records.correspondence.eml import mail_of
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.content import Version
from infostrada.site.records.documents.operations import JOIN_IN
from infostrada.site.records.files import largest
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.store import file_object
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID


KIND = "inne pismo/dokument"


def file_mail(case: Case, upload: Upload, kind: str = KIND) -> Document:
    """Keep a message (.eml, .msg) whole in an open case, its attachments in their own formats as documents beside it.

    What came is final from the start: nobody changes what a stranger wrote. The same message again is the document it
    became; in a case of more than 200 documents it is not looked for. Raises InvalidData or Blocked.
    """
    require(JOIN_IN, case)
    if state_of(case) not in OPEN:
        raise Blocked([], reason="case_not_open")
    if kind not in DOCUMENT_KINDS:
        raise invalid("document_kind", "not_in_list")
    try:
        mail = mail_of(upload)
    except BadMailError as error:
        raise invalid("file", str(error)) from error
    digest = upload.sha256
    known = [] if is_large(case) else documents_of(case)
    earlier = next((each for each in known if each.versions[0].file.sha256 == digest), None)
    if earlier is not None:
        found: Document = earlier
        return found
    act = deed(case)
    title = mail.subject or "Wiadomość bez tematu"
    name = upload.filename or "wiadomosc.eml"
    document = _kept(case, title, Upload(name, upload.source, mail.content_type), kind, mail, act)
    for attached in mail.attachments:
        if attached.size > largest():
            raise invalid("file", "file_too_large")
        _kept(case, f"{title} – {attached.filename}", attached, KIND, mail, act)
    case.step(act.at, act.actor, "mail_filed", IUUID(document), f"{_sender(mail)}: {title}")
    if state_of(case) == "started":
        move(case, "take_up")
    case.reindexObject()
    act.write("case.mail", case, document=IUUID(document), sha256=digest, attachments=len(mail.attachments))
    return document


def _sender(mail: Mail) -> str:
    everybody = ((mail.sender_name, mail.sender_email), *mail.others)
    return ", ".join(" ".join(filter(None, (name, f"<{at}>" if at else ""))) for name, at in everybody)


def _kept(case: Case, title: str, upload: Upload, kind: str, mail: Mail, act: Deed) -> Document:
    made = Document(title=title[:1000])
    made.document_kind, made.access = kind, case.access
    made.dated = min(mail.sent_on, act.at.date()) if mail.sent_on else act.at.date()
    made.filed_at, made.author = act.at, act.actor
    told = " ".join(filter(None, (f"E-mail: {_sender(mail)}", mail.note)))
    made.versions = (Version(1, upload.stored(), act.actor, act.at, told),)
    document: Document = file_object(case, made, "records_document")
    move(document, "accept")
    document.reindexObject()
    return document
