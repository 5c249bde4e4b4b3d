"""A page of what an office keeps in versions, templates and types of cases: renewed, withdrawn, used again."""

from collections.abc import Callable
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.records.workflow import state_of
from typing import Any
from typing import NamedTuple


class Keeping(NamedTuple):
    """What the pages differ in: who may, the page that lists all, words of the section and its buttons, the acts."""

    permission: str
    listed: tuple[Any, str]
    title: Any
    withdraw: Any
    restore: Any
    withdrawing: Callable[[Any], None]
    restoring: Callable[[Any], None]


class VersionedPage(DeskPage):
    """What its keeper may do: save a version while it is in use, withdraw it, use it again."""

    keeping: Keeping

    @property
    def links(self) -> list[dict[str, Any]]:
        """All of the kind."""
        label, name = self.keeping.listed
        return [{"label": label, "url": f"{self.unit.absolute_url()}/@@{name}"}]

    def renewal(self) -> list[dict[str, Any]]:
        """Fields of the form that saves a version, but for the comment."""
        raise NotImplementedError

    def renewed(self, comment: str) -> None:
        """Save the version the form was sent with."""
        raise NotImplementedError

    def kept(self) -> list[dict[str, Any]]:
        """The section of whoever keeps such things; nothing for others."""
        words = self.keeping
        if not self.may(words.permission):
            return []
        part = {"id": "keeping", "title": words.title}
        if state_of(self.context) != "active":
            return [{**part, "forms": [self.one("restore", words.restore)]}]
        comment = {"name": "comment", "label": _("Comment")}
        renew = self.one("renew", _("Save a new version"), *self.renewal(), comment, fold=_("New version"))
        return [
            {
                **part,
                "forms": [
                    renew,
                    self.one("withdraw", words.withdraw, tone="btn-danger", fold=words.withdraw),
                ],
            }
        ]

    def do_renew(self) -> str:
        """Save the next version."""
        self.renewed(self.text("comment"))
        self.say(_("The version has been saved."))
        return self.here

    def do_withdraw(self) -> str:
        """Nothing new from it."""
        self.keeping.withdrawing(self.context)
        return self.here

    def do_restore(self) -> str:
        """In use again."""
        self.keeping.restoring(self.context)
        return self.here
