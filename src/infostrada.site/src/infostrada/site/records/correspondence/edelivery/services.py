"""REST: the office's box of e-Doręczenia, and the base of electronic addresses."""

from infostrada.core.errors import NotFound
from infostrada.site.records.correspondence.edelivery.addresses import look_up
from infostrada.site.records.correspondence.edelivery.addresses import write_address
from infostrada.site.records.correspondence.edelivery.settings import box_of
from infostrada.site.records.correspondence.edelivery.settings import drop_box
from infostrada.site.records.correspondence.edelivery.settings import keep_box
from infostrada.site.records.correspondence.edelivery.settings import OPEN_NAMES
from infostrada.site.records.correspondence.edelivery.settings import shown
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from plone.uuid.interfaces import IUUID
from typing import Any


ASKED = ("pesel", "nip", "regon", "krs", "name")


class BoxGet(RecordService):
    """`GET <unit>/@edelivery-box`: how the office's box is reached; never its key."""

    def answer(self) -> dict[str, Any]:
        """What is kept."""
        held = shown(self.context)
        return {"@id": f"{self.context.absolute_url()}/@edelivery-box", "ade": self.context.ade, **held}


class BoxPut(WritingService):
    """`PUT <unit>/@edelivery-box`: keep `url`, `token_url`, `search_url`, `client_id` and `key` (PEM)."""

    def answer(self) -> dict[str, Any]:
        """What is kept now."""
        keep_box(self.context, {name: text(self.body, name) for name in (*OPEN_NAMES, "key")})
        return {"ade": self.context.ade, **shown(self.context)}


class BoxDelete(WritingService):
    """`DELETE <unit>/@edelivery-box`: forget how the box is reached."""

    def answer(self) -> None:
        """204."""
        drop_box(self.context)
        self.request.response.setStatus(204)


class AddressesGet(RecordService):
    """`GET <unit>/@electronic-addresses`: look an address up in the BAE by `pesel`, `nip`, `regon`, `krs` or `name`.

    Asking is noted in the access log.
    """

    def answer(self) -> dict[str, Any]:
        """Names and addresses found."""
        require("infostrada.site: Use the records desk", self.context)
        asked = {name: str(self.request.form.get(name) or "").strip() for name in ASKED}
        asked = {name: value for name, value in asked.items() if value}
        if not asked:
            raise invalid("pesel", "required")
        if box_of(self.context) is None:
            raise NotFound(field="box", reason="no_box")
        return {"items": look_up(self.context, asked)}


class PartyAddressPost(WritingService):
    """`POST <party>/@electronic-address`: write `ade` to the party, when the BAE names it for the party's number."""

    def answer(self) -> dict[str, Any]:
        """The party's UID and address."""
        write_address(self.context, text(self.body, "ade"))
        return {"uid": IUUID(self.context), "ade": self.context.ade}
