"""REST: the search of the bulletins."""

from infostrada.site.bip.finding.asking import ask
from infostrada.site.bip.finding.asking import Found
from infostrada.site.bip.finding.browser import kind_label
from infostrada.site.bip.finding.browser import unit_title
from infostrada.site.bip.finding.choosing import address
from infostrada.site.bip.finding.choosing import chosen_in
from infostrada.site.bip.interfaces import IBulletin
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from infostrada.site.units.lookup import unit_of
from typing import Any
from zope.i18n import translate


LARGEST = 100


class BulletinSearchGet(RecordService):
    """`GET <bulletin>/@bulletin-search`, `GET <site>/@bulletin-search`: `q`, `unit`, `kind`, `year`, `person`, `start`, `size`."""

    def answer(self) -> dict[str, Any]:
        """A page of entries with excerpts, their number, facets, and the address of the next page."""
        form = self.request.form
        size = str(form.get("size") or 20)
        if not size.isdecimal() or not 1 <= int(size) <= LARGEST:
            raise invalid("size", "not_a_count")
        scope = unit_of(self.context).unit_id if IBulletin.providedBy(self.context) else ""
        choice = chosen_in(form, scope, int(size))
        found = ask(choice)
        url = f"{self.context.absolute_url()}/@bulletin-search"
        answer: dict[str, Any] = {
            "@id": address(url, choice, choice.start),
            "items": [self._item(hit) for hit in found.hits],
            "items_total": found.total,
            "meant": found.meant,
            "facets": {
                name: [{"value": value, "title": self._title(name, value), "count": count} for value, count in values]
                for name, values in found.facets.items()
            },
        }  # fmt: skip
        following = choice.start + choice.size
        if following < found.total:
            answer["next"] = address(url, choice, following, size=choice.size)
        return answer

    def _item(self, hit: Found) -> dict[str, Any]:
        row = hit.row
        return {
            "@id": self.request.physicalPathToURL(row["path"].split("/")),
            "UID": row["uid"],
            "title": row["title"],
            "state": row["state"],
            "unit": row["unit"],
            "kind": row["kind"],
            "day": row["day"].isoformat(),
            "in_file": hit.in_file,
            "excerpt": [{"text": piece.text, "marked": piece.marked} for piece in hit.excerpt],
        }

    def _title(self, name: str, value: Any) -> str:
        if name == "unit":
            return unit_title(value)
        return str(translate(kind_label(value), context=self.request)) if name == "kind" else str(value)
