"""The yearly review of the archive: formats, signatures, what is at risk, what follows from it."""

from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.archive import listing
from infostrada.site.records.archive.preservation import results
from infostrada.site.records.archive.preservation import store
from infostrada.site.records.archive.preservation.renewal import order_renewal
from infostrada.site.records.archive.preservation.review import conclude
from infostrada.site.records.archive.preservation.review import order_review
from infostrada.site.records.archive.preservation.rules import BROKEN
from infostrada.site.records.archive.preservation.rules import LOCKED
from infostrada.site.records.archive.preservation.rules import MONTHS
from infostrada.site.records.archive.preservation.rules import NO_PDF
from infostrada.site.records.archive.preservation.rules import RENEWABLE
from infostrada.site.records.archive.preservation.rules import standing
from infostrada.site.records.archive.preservation.store import Review
from infostrada.site.records.browser.pdfa import CHECKED
from infostrada.site.records.browser.pdfa import FAULTS
from infostrada.site.records.browser.pdfa import named
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.signatures.stamping.settings import kept
from infostrada.site.records.signatures.words import RENEWALS
from plone import api
from typing import Any
from urllib.parse import urlencode


SHOWN = 200
STANDING = {
    "lasting": (_("lasting"), "done"),
    "accepted": (_("accepted, to be watched"), "run"),
    "at_risk": (_("at risk"), "warn"),
    "unknown": (_("unknown"), "warn"),
}
REASONS = {
    "digest_wrong": _("the file is not what it was"),
    "file_gone": _("the file is missing"),
    "format_at_risk": _("format of a program that may be gone"),
    "format_unknown": _("unknown format"),
    LOCKED: _("encrypted PDF: without its password nobody reads it"),
    BROKEN: _("PDF that cannot be read"),
    NO_PDF: _("called a PDF and is none"),
    **FAULTS,
    "signature_not_valid": _("signature not valid when it was checked last"),
    "signature_lapsed": _("signature was valid and is not any more"),
    "signature_without_timestamp": _(
        "signature without a timestamp: provable only while its certificate lasts"
    ),
    "timestamp_ends": _("the timestamp's certificate ends soon: stamp it anew before that day"),
    "renewal_broken": _("a timestamp laid over the file later does not prove it any more"),
    "timestamp_old": _("timestamp of ten years ago or more: stamp it anew"),
}
PROCEDURE = _(
    "Every year all archived cases are looked at: formats and signatures by what is known of them; the files of a sample are read, compared with their digests and their signatures validated anew. What is at risk is converted, stamped anew or kept with a reason; write below what was decided."
)


def _tone(outcome: str) -> str:
    return "done" if outcome in (results.RENEWED, results.RENEWED_BEFORE) else "warn"


def _said(read: str) -> Any:
    """The format as people write it."""
    if read in REASONS:
        return {"text": REASONS[read]}
    return named(read)


class PreservationPage(DeskPage):
    """The review of one year, the newest first."""

    heading = _("Preservation of electronic records")
    lead = PROCEDURE

    @cached_property
    def reviews(self) -> list[Review]:
        """All reviews of the office."""
        return store.reviews(self.unit.unit_id)

    @cached_property
    def review(self) -> Review | None:
        """The one of the year asked for, else the newest."""
        asked = self.text("year")
        found = (each for each in self.reviews if not asked or str(each.year) == asked)
        return next(found, None)

    @property
    def links(self) -> list[dict[str, Any]]:
        """The archive, other years."""
        others = [each.year for each in self.reviews if each is not self.review]
        return [
            {"label": _("Archive"), "url": f"{self.unit.absolute_url()}/@@archive"},
            *({"label": str(year), "url": f"{self._own}?year={year}"} for year in others),
        ]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """What was looked at and when."""
        one, request = self.review, self.request
        if one is None:
            return []
        by = f"{one.concluded_by}, {when(one.concluded_at, request)}" if one.concluded_at else ""
        return known(
            [
                fact(_("Year"), str(one.year)),
                fact(_("Begun"), when(one.begun_at, request)),
                fact(_("Ended"), when(one.ended_at, request)),
                fact(_("Archived cases"), str(one.cases)),
                fact(_("Kept for ten years more"), str(one.kept_long)),
                fact(_("Files"), str(one.files)),
                fact(_("Cases read and validated anew"), str(one.sampled)),
                fact(_("Conclusions"), one.conclusions),
                fact(_("Concluded by"), by),
            ]
        )

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Risks, formats, files at risk, forms."""
        one = self.review
        parts: list[dict[str, Any]] = []
        if one is not None:
            parts += [self._risks(one), self._formats(one), self._files(one), *self._renewals(one)]
        within = {
            "name": "months",
            "label": _("Tell timestamps that end within so many months"),
            "required": True,
            "width": "is-short",
            "value": str(MONTHS),
        }
        form = self.one("review", _("Review the archive now"), within, tone="btn-secondary")
        text = _("The worker does it; come back in a while.")
        parts.append({"id": "ordering", "title": _("Review"), "text": text, "forms": [form]})
        if one is not None and one.ended_at is not None:
            field = {
                "name": "conclusions",
                "label": _("Conclusions"),
                "hint": _("What is converted, stamped anew, kept as it is and why."),
                "kind": "textarea",
                "required": True,
                "value": one.conclusions,
            }
            kept = [{"name": "year", "value": str(one.year)}]
            conclusion = self.one("conclude", _("Keep the conclusions"), field, kept=kept)
            parts.append({"id": "concluding", "title": _("Conclusions"), "forms": [conclusion]})
        return parts

    def _risks(self, one: Review) -> dict[str, Any]:
        rows = [
            row(reason, reason={"text": REASONS.get(reason, reason), "tone": "warn"}, files=str(files))
            for reason, files in store.counts(self.unit.unit_id, one.year).items()
        ]
        columns = (("reason", _("What is at risk")), ("files", _("Files")))
        register = table(_("What is at risk"), columns, numbered("risk", rows), num=("files",))
        register["empty"] = _("Nothing is at risk.")
        return {"id": "risks", "title": _("What is at risk"), "register": register}

    def _formats(self, one: Review) -> dict[str, Any]:
        rows = [
            row(
                ending,
                ending=_said(ending),
                standing={"text": STANDING[kind][0], "tone": STANDING[kind][1]},
                files=str(files),
            )
            for ending, files in sorted(one.formats.items(), key=lambda item: (-item[1], item[0]))
            for kind in [standing(ending)]
        ]
        columns = (("ending", _("Format")), ("standing", _("How it lasts")), ("files", _("Files")))
        register = table(
            _("Formats of the archive's files"), columns, numbered("format", rows), num=("files",)
        )
        return {"id": "formats", "title": _("Formats"), "text": CHECKED, "register": register}

    def _files(self, one: Review) -> dict[str, Any]:
        after = self.text("after")
        found = store.findings(
            self.unit.unit_id, one.year, SHOWN + 1, int(after) if after.isdecimal() and len(after) < 16 else 0
        )
        shown = found[:SHOWN]
        places = listing.places(each["case_uid"] for each in shown)
        rows = [
            {
                "url": f"{self.request.physicalPathToURL(places[each['case_uid']].split('/'))}/view"
                if each["case_uid"] in places
                else None,
                **row(
                    f"{each['sign']} {each['filename']}",
                    sign=each["sign"],
                    title=each["title"],
                    file=each["filename"],
                    reason={"text": REASONS.get(each["reason"], each["reason"])},
                    detail=each["detail"],
                ),
            }
            for each in shown
        ]
        columns = (
            ("sign", _("Sign of the case")),
            ("title", _("Title")),
            ("file", _("File")),
            ("reason", _("What is at risk")),
            ("detail", _("Detail")),
        )
        register = table(_("Files at risk"), columns, numbered("file", rows))
        register["empty"] = _("Nothing is at risk.")
        if len(found) > SHOWN:
            asked = urlencode({"year": one.year, "after": shown[-1]["id"]})
            register["paging"] = {"first_url": None, "next_url": f"{self._own}?{asked}"}
        return {"id": "files", "title": _("Files at risk"), "register": register}

    def _renewals(self, one: Review) -> list[dict[str, Any]]:
        """What a new timestamp would mend, and what became of it."""
        unit, title = self.unit.unit_id, _("New timestamps")
        found = results.renewals(unit, one.year, SHOWN)
        rows = [
            row(
                f"{each['sign']} {each['filename']}",
                sign=each["sign"],
                file=each["filename"],
                outcome={
                    "text": RENEWALS.get(each["outcome"], each["outcome"]),
                    "tone": _tone(each["outcome"]),
                },
                detail=each["detail"],
                at={"text": when(each["at"], self.request)},
            )
            for each in found
        ]
        columns = (
            ("sign", _("Sign of the case")),
            ("file", _("File")),
            ("outcome", _("What became of it")),
            ("detail", _("Detail")),
            ("at", _("When")),
        )
        counts = {reason: results.count(unit, one.year, [reason]) for reason in RENEWABLE}
        held = [reason for reason, files in counts.items() if files]
        part: dict[str, Any] = {"id": "renewals", "title": title}
        if rows:
            part["register"] = table(title, columns, numbered("renewal", rows))
        if one.ended_at is not None and held:
            part["forms"] = [self._renewing(one, counts)] if kept() is not None else []
            if kept() is None:
                text = _(
                    "The operator names the authority that makes them on the page of trusted certificates."
                )
                part["notice"] = {
                    "kind": "warn",
                    "title": _("The installation has no time-stamping authority yet."),
                    "text": text,
                }
        return [part] if len(part) > 2 else []

    def _renewing(self, one: Review, counts: dict[str, int]) -> Any:
        boxes = [
            {
                "name": f"reason.{reason}",
                "label": _("${reason}: ${files}", mapping={"reason": word(REASONS[reason], self.request), "files": files}),
                "kind": "checkbox",
                "value": "1",
            }
            for reason, files in counts.items()
            if files
        ]  # fmt: skip
        hidden = [{"name": "year", "value": str(one.year)}]
        words = _("Stamp the files anew")
        return self.one("renew", words, *boxes, kept=hidden, tone="btn-secondary")

    def do_renew(self) -> str:
        """Order the job and show it."""
        year = self.text("year")
        reasons = [reason for reason in RENEWABLE if self.text(f"reason.{reason}")]
        job = order_renewal(self.context, int(year) if year.isdecimal() and len(year) == 4 else 0, reasons)
        return f"{api.portal.get().absolute_url()}/@@job/{job}"

    def do_review(self) -> str:
        """Order it."""
        months = self.text("months")
        order_review(self.context, months=int(months) if months.isdecimal() and len(months) < 6 else 0)
        self.say(_("The review of ${year} was ordered.", mapping={"year": polish_today().year}))
        return self._own

    def do_conclude(self) -> str:
        """Keep the conclusions."""
        year = self.text("year")
        conclude(
            self.context, int(year) if year.isdecimal() and len(year) == 4 else 0, self.text("conclusions")
        )
        return f"{self._own}?year={year}"
