"""REST: the yearly reviews of the archive."""

from infostrada.core.calendar import polish_today
from infostrada.core.queries import one
from infostrada.core.queries import whole
from infostrada.core.record import cursor
from infostrada.site.records.archive.preservation import results
from infostrada.site.records.archive.preservation import store
from infostrada.site.records.archive.preservation.renewal import order_renewal
from infostrada.site.records.archive.preservation.review import conclude
from infostrada.site.records.archive.preservation.review import order_review
from infostrada.site.records.archive.preservation.rules import MONTHS
from infostrada.site.records.archive.preservation.rules import RENEWABLE
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import iso
from typing import Any


SIZE, LARGEST = 200, 1_000


def reviews_json(unit: Any) -> dict[str, Any]:
    """The reviews of the office, each with its findings by reason."""
    return {
        "@id": f"{unit.absolute_url()}/@preservation",
        "items": [
            {
                **review._asdict(),
                "formats": dict(review.formats),
                **{name: iso(getattr(review, name)) for name in ("begun_at", "ended_at", "concluded_at")},
                "findings": store.counts(unit.unit_id, review.year),
            }
            for review in store.reviews(unit.unit_id)
        ],
    }


class PreservationGet(RecordService):
    """`GET <unit>/@preservation`: the yearly reviews of formats and signatures.

    `year` answers with what one of them found: `size` rows (up to 1,000) behind the `cursor`; with `renewals` as well it
    answers with what became of the files that were to be stamped anew.
    """

    def answer(self) -> dict[str, Any]:
        """The reviews, or the findings of a year."""
        form, unit = self.request.form, self.context
        if not form.get("year"):
            return reviews_json(unit)
        year = whole(form, "year", 0, most=9999)
        size = whole(form, "size", SIZE, least=1, most=LARGEST, reason="bad_size")
        wants = one(form, "renewals")
        order = f"preservation:{unit.unit_id}:{year}{':renewals' if wants else ''}"
        (after,) = cursor.begun(form, order, (int,)) or (0,)
        if wants:
            return _renewals(unit, year, size, after, order)
        found = store.findings(unit.unit_id, year, size + 1, after)
        shown = found[:size]
        return {
            "@id": f"{unit.absolute_url()}/@preservation?year={year}",
            "items": [{name: value for name, value in row.items() if name != "id"} for row in shown],
            "next_cursor": cursor.encode(order, [shown[-1]["id"]]) if len(found) > size else None,
        }


def _renewals(unit: Any, year: int, size: int, behind: int, order: str) -> dict[str, Any]:
    """The files of a year in the order of their cases; the cursor counts them."""
    found = results.renewals(unit.unit_id, year, size + 1, behind)
    return {
        "@id": f"{unit.absolute_url()}/@preservation?year={year}&renewals=1",
        "items": [{**row, "at": iso(row["at"])} for row in found[:size]],
        "next_cursor": cursor.encode(order, [behind + size]) if len(found) > size else None,
    }


class PreservationPost(WritingService):
    """`POST <unit>/@preservation`: an act on the reviews, named by `act`.

    `review` orders the one of a `year` now (this one, or an earlier one not concluded; answers with the `job`), which tells timestamps that end within `months` (18); `renew` orders new
    timestamps for what the review of a `year` found (`reasons`, `months`; answers with the `job`); `conclude` (`year`,
    `conclusions`) writes what follows from a review.
    """

    def answer(self) -> dict[str, Any]:
        """The reviews as they are now."""
        act, year = text(self.body, "act"), self.body.get("year", polish_today().year)
        if not isinstance(year, int) or isinstance(year, bool):
            raise invalid("year", "json_not_a_number")
        months = self.body.get("months", MONTHS)
        if not isinstance(months, int) or isinstance(months, bool):
            raise invalid("months", "json_not_a_number")
        if act == "renew":
            reasons = self.body.get("reasons", list(RENEWABLE))
            if not isinstance(reasons, list) or not all(isinstance(each, str) for each in reasons):
                raise invalid("reasons", "json_not_a_list")
            return {"job": order_renewal(self.context, year, reasons, months), **reviews_json(self.context)}
        if act == "review":
            return {"job": order_review(self.context, year, months=months), **reviews_json(self.context)}
        if act != "conclude":
            raise invalid("act", "not_in_list")
        conclude(self.context, year, text(self.body, "conclusions"))
        return reviews_json(self.context)
