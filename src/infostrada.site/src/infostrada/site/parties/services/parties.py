"""``@parties``: a unit's register; ``@party``: one of them; ``@pesel``: the whole number."""

from infostrada.core.errors import BadRequest
from infostrada.core.rest import Service
from infostrada.site import _
from infostrada.site.parties import listing
from infostrada.site.parties.operations import add_party
from infostrada.site.parties.operations import change_party
from infostrada.site.parties.operations import FIELDS
from infostrada.site.parties.operations import reveal_pesel
from infostrada.site.parties.serializers import finding_json
from infostrada.site.parties.serializers import party_json
from infostrada.site.units.services.incoming import Incoming
from typing import Any


NAMES = frozenset(FIELDS)


class PartiesGet(Service):
    """Parties by name: ``q`` a part of the name or an identifier, ``after`` and ``size``."""

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        size = str(form.get("size", "50"))
        if not size.isdigit():
            raise BadRequest(_("This has to be a number."), field="size", reason="type")
        found = listing.find(
            self.context.unit_id,
            str(form.get("q", "")).strip(),
            # those of the same name stand on the page before
            after=(str(form.get("after", "")), "~"),
            size=int(size),
        )
        url_of = self.request.physicalPathToURL
        items = [
            {
                "@id": url_of(row["path"]),
                "title": row["title"],
                "kind": row["kind"],
                "city": row["city"],
                "street": row["street"],
            }
            for row in found
        ]
        return {"@id": f"{self.context.absolute_url()}/@parties", "items": items}


class PartiesPost(Service):
    """A new party."""

    def reply(self) -> dict[str, Any]:
        body = Incoming(self.request, NAMES)
        party, warnings = add_party(self.context, {name: body.text(name) for name in body.data})
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", party.absolute_url())
        return {**party_json(party), "warnings": [finding_json(w) for w in warnings]}


class PartyGet(Service):
    """One party, PESEL masked."""

    def reply(self) -> dict[str, Any]:
        return party_json(self.context)


class PartyPatch(Service):
    """Changed data; fields left out stay as they are."""

    def reply(self) -> dict[str, Any]:
        body = Incoming(self.request, NAMES)
        warnings = change_party(self.context, {name: body.text(name) for name in body.data})
        return {**party_json(self.context), "warnings": [finding_json(w) for w in warnings]}


class PeselPost(Service):
    """The whole PESEL, for a ``reason`` kept in the access log."""

    def reply(self) -> dict[str, Any]:
        body = Incoming(self.request, frozenset({"reason"}))
        self.request.response.setHeader("Cache-Control", "no-store")
        return {"pesel": reveal_pesel(self.context, body.text("reason"))}
