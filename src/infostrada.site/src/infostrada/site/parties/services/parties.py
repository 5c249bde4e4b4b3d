"""``@parties``: a unit's register; ``@party``: one of them; ``@pesel``: the whole number."""

from infostrada.core.queries import one
from infostrada.core.queries import whole
from infostrada.core.rest import Service
from infostrada.site.parties import listing
from infostrada.site.parties.operations import add_party
from infostrada.site.parties.operations import change_party
from infostrada.site.parties.operations import reveal_pesel
from infostrada.site.parties.rules import Finding
from infostrada.site.parties.serializers import finding_json
from infostrada.site.parties.serializers import party_json
from infostrada.site.units.services.incoming import Incoming
from infostrada.site.units.services.making import made_once
from typing import Any
from urllib.parse import urlencode


MOST = 200


class PartiesGet(Service):
    """Parties by name: `q` a part of the name or a whole identifier, `kind` (person, body), `size` (at most 200).

    `batching.next` is the address of the next page. Chosen columns, other filters and files: `@listing?name=parties`.
    """

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        many = whole(form, "size", 50, least=1, most=MOST, reason="bad_size")
        found = listing.find(
            self.context.unit_id,
            (one(form, "q") or "").strip(),
            kind=one(form, "kind") or "",
            # an address of another time names no party: those of the same name stood on the page before
            after=(one(form, "after") or "", one(form, "after_uid") or "~"),
            size=many + 1,
        )
        url_of = self.request.physicalPathToURL
        items = [
            {
                "@id": url_of(row["path"]),
                "uid": row["uid"],
                "title": row["title"],
                "kind": row["kind"],
                "city": row["city"],
                "street": row["street"],
            }
            for row in found[:many]
        ]
        here = f"{self.context.absolute_url()}/@parties"
        answer: dict[str, Any] = {"@id": here, "items": items}
        if len(found) > many:
            last = found[many - 1]
            asked = {**form, "after": last["title"], "after_uid": last["uid"]}
            answer["batching"] = {"next": f"{here}?{urlencode(asked)}"}
        return answer


class PartiesPost(Service):
    """A new party."""

    def reply(self) -> dict[str, Any]:
        body = Incoming(self.request)
        warnings: list[Finding] = []

        def make() -> Any:
            party, found = add_party(self.context, {name: body.text(name) for name in body.data})
            warnings.extend(found)
            return party

        party = made_once(self.request, make)
        return {**party_json(party), "warnings": [finding_json(w) for w in warnings]}


class PartyGet(Service):
    """One party, PESEL masked."""

    def reply(self) -> dict[str, Any]:
        return party_json(self.context)


class PartyPatch(Service):
    """Changed data; fields left out stay as they are."""

    def reply(self) -> dict[str, Any]:
        body = Incoming(self.request)
        warnings = change_party(self.context, {name: body.text(name) for name in body.data})
        return {**party_json(self.context), "warnings": [finding_json(w) for w in warnings]}


class PeselPost(Service):
    """The whole PESEL, for a ``reason`` kept in the access log."""

    def reply(self) -> dict[str, Any]:
        body = Incoming(self.request)
        self.request.response.setHeader("Cache-Control", "no-store")
        return {"pesel": reveal_pesel(self.context, body.text("reason"))}
