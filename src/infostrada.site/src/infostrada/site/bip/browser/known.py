"""What search engines may know of an entry."""

from infostrada.site.bip.browser.page import iso
from infostrada.site.bip.browser.page import Page
from infostrada.site.bip.opendata.linked import entry_facts
from infostrada.site.bip.opendata.linked import LinkedEntry
from infostrada.site.bip.opendata.linked import LinkedFile
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any

import uuid


class Known(Page):
    """A public entry as search engines take it."""

    @property
    def withdrawn(self) -> bool:
        """Is only the tombstone left?"""
        raise NotImplementedError

    @property
    def linked_data(self) -> dict[str, Any] | None:
        """A public entry for search engines."""
        if state_of(self.context) not in ("published", "superseded", "archived") or self.withdrawn:
            return None
        return entry_facts(self.linked(), self.publisher, self.bulletin_url)

    def linked(self) -> LinkedEntry:
        """What search engines may know."""
        entry = self.context
        url = entry.absolute_url()
        return LinkedEntry(
            uid=str(uuid.UUID(IUUID(entry))),
            url=url,
            title=entry.title,
            description=entry.description or "",
            content_author=entry.content_author,
            created_on=iso(entry.created_on),
            published_at=iso(entry.published_at),
            changed_at=iso(entry.changed_at),
            until=iso(entry.until),
            files=tuple(
                LinkedFile(
                    f"{url}/@@public-file/{file.sha256}", file.filename, file.contentType, file.getSize(), file.sha256
                )
                for file in entry.files
            ),
        )  # fmt: skip
