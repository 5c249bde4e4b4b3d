"""The commission's protocol on paper: the account of ballots, the results, the digests."""

from infostrada.geo.printing.fonts import BOLD
from infostrada.geo.printing.fonts import REGULAR
from infostrada.geo.printing.fonts import use_fonts
from infostrada.site import _
from infostrada.site.units.lookup import unit_of
from io import BytesIO
from Products.Five.browser import BrowserView
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph
from reportlab.platypus import SimpleDocTemplate
from reportlab.platypus import Spacer
from typing import Any
from xml.sax.saxutils import escape
from zExceptions import NotFound
from zope.i18n import translate

import json


WORDS = {
    "ballots": _("Ballots in the box"),
    "counted": _("Ballots counted"),
    "voided": _("Ballots voided by the commission"),
    "twice": _("Ballots of people who voted again"),
}


class ProtocolPDF(BrowserView):
    """`@@protocol.pdf`: to be signed by the members of the commission."""

    def __call__(self) -> bytes:
        """The file."""
        if self.context.protocol is None:
            raise NotFound("protocol.pdf")
        self.request.response.setHeader("Content-Type", "application/pdf")
        self.request.response.setHeader("Content-Disposition", 'attachment; filename="protokol.pdf"')
        return protocol_pdf(self.context, lambda message: str(translate(message, context=self.request)))


class ProtocolFile(BrowserView):
    """`@@protocol.json`: the same for programs."""

    def __call__(self) -> bytes:
        """The bytes whose digest stands in the journal."""
        if self.context.protocol is None:
            raise NotFound("protocol.json")
        self.request.response.setHeader("Content-Type", "application/json; charset=utf-8")
        data: bytes = self.context.protocol.data
        return data


def protocol_pdf(edition: Any, say: Any) -> bytes:
    """Two pages at most for usual editions."""
    use_fonts()
    given = json.loads(edition.protocol.data)
    title = say(_("Protocol of the vote"))
    story = [
        _line(unit_of(edition).title, 10),
        _line(title, 18, bold=True),
        _line(edition.title, 13),
        Spacer(1, 4 * mm),
        *(_line(f"{say(label)}: {given['ballots'][name]}", 10) for name, label in WORDS.items()),
        *(_line(f"– {reason}: {count}", 10) for reason, count in given["ballots"]["reasons"].items()),
        *(_line(f"{say(_('Paper cards'))}, {name}: {count}", 10) for name, count in given["cards"].items()),
    ]
    for pool in edition.pools:
        story += [Spacer(1, 4 * mm), _line(pool.title, 13, bold=True), *_pool(pool, say)]
    story += [
        Spacer(1, 6 * mm),
        _line(f"{say(_('Digest of the frozen terms'))}: {given['terms_sha256']}", 8),
        _line(f"{say(_('Last checkpoint of the box'))}: {given['last_checkpoint'] or '–'}", 8),
        _line(f"{say(_('Certified'))}: {given['certified_at']}, {given['certified_by']}", 8),
        Spacer(1, 18 * mm),
        _line(f"{say(_('Signatures of the commission'))}: " + "." * 60, 10),
    ]
    out = BytesIO()
    page = SimpleDocTemplate(out, pagesize=A4, title=f"{title}: {edition.title}", lang="pl")
    page.build(story)
    return out.getvalue()


def _pool(pool: Any, say: Any) -> list[Any]:
    result, figures = pool.read("result"), pool.read("figures")
    won = {*result["funded"], *result["topped_up"]}
    rows = [
        _line(
            f"{say(_('Valid ballots'))}: {result['voters']}; {say(_('Money left'))}: {result['left']} PLN", 10
        )
    ]
    for standing in sorted(result["standings"], key=lambda s: s["project"] not in won):
        name = figures["projects"][standing["project"]]["name"]
        mark = say(_("won")) if standing["project"] in won else say(_("not won"))
        rows.append(_line(f"{standing['project']}. {name}: {standing['score']}, {mark}", 10))
    rows.append(_line(f"SHA-256: {result['sha256']}", 8))
    return rows


def _line(text: str, size: float, bold: bool = False) -> Paragraph:
    style = ParagraphStyle("line", fontName=BOLD if bold else REGULAR, fontSize=size, leading=size * 1.35)
    return Paragraph(escape(str(text)), style)
