"""What a page with a sentence of filters asks for: the address, ready views, and views a person keeps."""

from collections.abc import Sequence
from functools import cached_property
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.register.asked import Asked
from infostrada.site.desk.register.asked import read
from infostrada.site.desk.register.parts import Choice
from infostrada.site.desk.register.parts import Option
from infostrada.site.desk.register.parts import Shown
from infostrada.site.desk.register.parts import View
from infostrada.site.desk.register.saved import drop_view
from infostrada.site.desk.register.saved import save_view
from infostrada.site.desk.register.saved import saved_views
from infostrada.site.desk.register.saved import SavedView
from infostrada.site.desk.words import word
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import parse_qs


class AskingPage(DeskPage):
    """A desk page whose address says what it shows, so that every view can be sent to a colleague."""

    bars = ViewPageTemplateFile("bars.pt")
    name = ""
    """What the person's own views are kept under."""
    shows: Any = _("Show")
    searched: Any = _("with the words")
    columns: Sequence[Shown] = ()
    choices: Sequence[Choice] = ()
    views: Sequence[View] = ()

    @cached_property
    def asked(self) -> Asked:
        """What the address asks for; nothing said means the person's usual view."""
        sent = self.form if self._says_something else self._usual
        return read(sent, [choice.name for choice in self.choices], [each.name for each in self.columns])

    @property
    def ticked(self) -> list[str]:
        """UIDs of the ticked rows."""
        sent = self.form.get("rows") or []
        return [str(uid) for uid in (sent if isinstance(sent, list) else [sent])]

    @property
    def _says_something(self) -> bool:
        known = {"q", "columns", "sort", "cursor", "all", *(choice.name for choice in self.choices)}
        return bool(known & set(self.form))

    @property
    def _usual(self) -> dict[str, Any]:
        usual = next((view for view in self.kept_views if view.usual), None)
        return dict(parse_qs(usual.query)) if usual else {}

    @cached_property
    def kept_views(self) -> list[SavedView]:
        """The person's own views."""
        return saved_views(self.unit.unit_id, self.name)

    @cached_property
    def chosen(self) -> list[tuple[Choice, Sequence[Option], Option]]:
        """Each part of the sentence, its options and the one that holds."""
        found = []
        for choice in self.choices:
            listed = choice.options(self)
            wanted = self.asked.chosen.get(choice.name)
            found.append((choice, listed, next((o for o in listed if o.value == wanted), listed[0])))
        return found

    def to(self, asked: Asked) -> str:
        """Address of this page asking for something."""
        return f"{self.url}?{asked.query() or 'all=1'}"

    @property
    def url(self) -> str:
        """Address of the page."""
        return f"{self.context.absolute_url()}/{self.address}"

    # views

    def do_save_view(self) -> str:
        """Keep what the address asks for under a name."""
        asked = self.asked.but()
        view = SavedView(self.text("name"), asked.query(), self.form.get("usual") == "1")
        save_view(self.unit.unit_id, self.name, view)
        self.say(_("The view ${name} has been kept.", mapping={"name": view.name}))
        return self.to(asked)

    def do_drop_view(self) -> str:
        """Forget a view."""
        drop_view(self.unit.unit_id, self.name, self.text("name"))
        self.say(_("The view has been removed."))
        return self.url

    def view_links(self) -> list[dict[str, Any]]:
        """Ready views, then the person's own; the one that is open is marked."""
        here = self.asked.but(columns=()).query()
        names = [choice.name for choice in self.choices]
        columns = [each.name for each in self.columns]
        ready = [(each.label, read(each.asked, names, columns), each.count(self)) for each in self.views]
        own = [(each.name, read(parse_qs(each.query), names, columns), "") for each in self.kept_views]
        return [
            {
                "label": word(label, self.request),
                "url": self.to(asked),
                "count": count,
                "current": "true" if asked.but(columns=()).query() == here else None,
            }
            for label, asked, count in (*ready, *own)
        ]
