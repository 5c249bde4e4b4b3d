"""REST: the office's account at the ADE."""

from infostrada.site.records.archive.ade.settings import drop_account
from infostrada.site.records.archive.ade.settings import keep_account
from infostrada.site.records.archive.ade.settings import OPEN_NAMES
from infostrada.site.records.archive.ade.settings import shown
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from typing import Any


class AccountGet(RecordService):
    """`GET <unit>/@ade-account`: how the office's account at the ADE is reached; never its key."""

    def answer(self) -> dict[str, Any]:
        """What is kept, with the account the certificate names and its last day."""
        return {"@id": f"{self.context.absolute_url()}/@ade-account", **shown(self.context)}


class AccountPut(WritingService):
    """`PUT <unit>/@ade-account`: keep `url`, `requestor`, `certificate`, `key` and `authority` (the last three PEM)."""

    def answer(self) -> dict[str, Any]:
        """What is kept now."""
        keep_account(self.context, {name: text(self.body, name) for name in (*OPEN_NAMES, "key")})
        return {"@id": f"{self.context.absolute_url()}/@ade-account", **shown(self.context)}


class AccountDelete(WritingService):
    """`DELETE <unit>/@ade-account`: forget the account."""

    def answer(self) -> None:
        """204."""
        drop_account(self.context)
        self.request.response.setStatus(204)
