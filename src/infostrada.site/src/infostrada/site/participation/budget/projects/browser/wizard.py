"""The form a resident proposes with: idea, place, costs, photographs, author; kept as a draft whenever it is sent."""

from infostrada.core.errors import Unavailable
from infostrada.geo.browser.assets import address
from infostrada.site import _
from infostrada.site.desk.form import told_apart
from infostrada.site.participation.budget.editions.browser.forms import StepForm
from infostrada.site.participation.budget.projects import drafts
from infostrada.site.participation.budget.projects import operations
from infostrada.site.participation.budget.projects.browser.words import PRICE_WORDS
from infostrada.site.participation.budget.projects.browser.words import SUBJECT_WORDS
from infostrada.site.participation.budget.projects.drafts import Draft
from infostrada.site.participation.budget.projects.land import Ground
from infostrada.site.participation.budget.projects.land import look_up
from infostrada.site.participation.budget.projects.lists import scanned
from infostrada.site.participation.budget.projects.pictures import cleaned
from infostrada.site.participation.budget.projects.pictures import MOST_PHOTOS
from infostrada.site.participation.budget.projects.prices import prices_of
from infostrada.site.participation.budget.projects.rules import cost_so_far
from infostrada.site.participation.budget.projects.rules import Proposal
from infostrada.site.participation.budget.projects.rules import whole
from infostrada.site.participation.budget.projects.rules import written_lines
from infostrada.site.participation.budget.support import store
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any

import base64


OWN_ROWS = 5
TEXTS = ("title", "summary", "body", "pool", "place", "parcel", "author", "email", "supporters")


class Propose(StepForm):
    """A resident proposes a project: nothing is lost between the steps, and nobody needs an account or a script."""

    label = _("Propose a project")
    lead = _("Anybody who lives here can propose, at any age and without an account.")
    send_words = _("Propose")
    desk = False
    made: Any = None
    key = ""
    draft: Draft | None = None
    kept = False
    done_page = ViewPageTemplateFile("templates/proposed.pt")

    def __call__(self) -> Any:
        """The form, or once sent the number and the author's key."""
        self.key, self.values = self.text("key"), self.sent_values()
        return super().__call__()

    @property
    def edition(self) -> Any:
        """The edition the form belongs to."""
        return self.context

    @property
    def net(self) -> str:
        """Address of the visitor, for slowing floods down."""
        return str(self.request.getClientAddr())

    def take(self, step: str) -> Any:
        """One step; None shows the form again."""
        if step == "resume":
            return self.resume()
        if step == "drop":
            drafts.drop(self.context, self.key, self.net)
            return self.request.response.redirect(self.context.absolute_url())
        self.keep()
        self.keep_photos()
        self.ground()
        return self.send() if step == "send" else None

    def resume(self) -> Any:
        """Open the draft a key belongs to; one that was sent leads to the author's page."""
        draft = drafts.resume(self.context, self.key, self.net)
        project = record_at(draft.project)
        if project is not None:
            return self.request.response.redirect(f"{project.absolute_url()}/@@author")
        self.draft, self.values = draft, draft.values
        return None

    def keep(self) -> None:
        """Write the draft down."""
        if self.key:
            self.draft = drafts.save(self.context, self.key, self.values, self.net)
        else:
            found, self.key = drafts.begin(self.context, self.values, self.net)
            self.draft = Draft(found, self.values)
        self.kept = True

    def keep_photos(self) -> None:
        """Photographs chosen and those to be left out."""
        assert self.draft is not None
        gone = self.request.form.get("drop_photo", [])
        for number in gone if isinstance(gone, list) else [gone]:
            drafts.drop_photo(self.draft.id, whole(number) or 0)
        for data, alt in self.new_photos():
            drafts.add_photo(self.draft.id, data, alt)

    def new_photos(self) -> list[tuple[bytes, str]]:
        """Photographs of the form, made anew."""
        found = []
        for place in self.photo_places():
            for upload in self.uploads(place["file"]):
                found.append(
                    (cleaned(upload, self.text(place["alt"]), place["file"]), self.text(place["alt"]))
                )
        return found

    def send(self) -> Any:
        """Send the proposal; the page tells the number and the key."""
        assert self.draft is not None
        given = operations.Sent(
            self.draft.id, self.key, drafts.photos_of(self.draft.id), scanned(self.uploads("lists"))
        )
        self.made, self.key = operations.propose(self.context, self.proposal(), given, self.net)
        return self.done_page()

    def proposal(self) -> Proposal:
        """What the form says."""
        texts = {name: self.values[name] for name in TEXTS if name != "supporters"}
        try:
            lines = written_lines(self.values["lines"])
        except ValueError as error:
            raise invalid("lines", "lines_shape") from error
        names = tuple(name.strip() for name in self.values["supporters"].splitlines() if name.strip())
        return Proposal(**texts, lines=lines, supporters=names)

    # What was sent, and the calculator

    def sent_values(self) -> dict[str, Any]:
        """Texts and cost lines of the form."""
        return {**{name: self.text(name) for name in TEXTS}, "lines": [*self._priced(), *self._own()]}

    def _priced(self) -> list[dict[str, str]]:
        rows = []
        for row, price in enumerate(self.prices()):
            quantity = self.text(f"quantity-{row}")
            if quantity:
                rows.append({**price, "quantity": quantity})
        return rows

    def _own(self) -> list[dict[str, str]]:
        names = ("what", "unit", "quantity", "price")
        rows = [{name: self.text(f"own-{name}-{row}") for name in names} for row in range(OWN_ROWS)]
        return [row for row in rows if any(row[name] for name in ("what", "quantity", "price"))]

    def prices(self) -> list[dict[str, str]]:
        """The list of prices in the visitor's language."""
        return [
            {
                "what": price.what or self.say(PRICE_WORDS[price.name]),
                "unit": price.unit,
                "price": str(price.price),
            }
            for price in prices_of(self.edition.__parent__)
        ]

    def calculator(self) -> list[dict[str, Any]]:
        """Rows of the price list with quantity and cost."""
        found = []
        for row, price in enumerate(self.prices()):
            line = next((line for line in self.values["lines"] if _same(line, price)), None)
            found.append(
                {**price, "id": f"quantity-{row}", "quantity": line["quantity"] if line else "",
                 "price": self.amount(int(price["price"])), "cost": self._cost(line)}
            )  # fmt: skip
        return found

    def own_rows(self) -> list[dict[str, Any]]:
        """Rows for what the list does not have."""
        known = self.prices()
        own = [line for line in self.values["lines"] if not any(_same(line, price) for price in known)]
        empty = dict.fromkeys(("what", "unit", "quantity", "price"), "")
        rows = [*own, *[empty] * max(OWN_ROWS - len(own), 0)][:OWN_ROWS]
        return [{**row, "row": place, "cost": self._cost(row)} for place, row in enumerate(rows)]

    def _cost(self, line: dict[str, str] | None) -> str:
        cost = cost_so_far([line]) if line else 0
        return self.amount(cost) if cost else ""

    def sum(self) -> dict[str, Any]:
        """What it costs together, and whether the pool has so much."""
        cost = cost_so_far(self.values["lines"])
        pool = self.edition.terms().pool(self.values["pool"])
        over = pool is not None and cost > pool.amount
        return {"text": self.amount(cost), "over": over, "pool": self.amount(pool.amount) if pool else ""}

    # The rest of the form

    def idea_fields(self) -> list[dict[str, Any]]:
        """What and where."""
        pools = [
            {"value": pool.name, "label": f"{pool.title} ({self.amount(pool.amount)} zł)"}
            for pool in self.edition.terms().pools
        ]
        return self._shown(
            {"name": "title", "label": _("Title"), "required": True, "hint": _("Up to 120 signs.")},
            {"name": "summary", "label": _("In short"), "kind": "textarea", "rows": 3, "required": True,
             "hint": _("One or two sentences for the ballot, up to 500 signs.")},
            {"name": "body", "label": _("What exactly, and why"), "kind": "textarea", "rows": 8, "required": True},
            {"name": "pool", "label": _("Pool"), "kind": "select", "options": pools, "required": True},
            {"name": "place", "label": _("Where"), "required": True,
             "hint": _("Street, square or number of the parcel.")},
            {"name": "parcel", "label": _("Parcels on the map"), "kind": "textarea", "rows": 2,
             "hint": _("Identifiers like 049963_1.0001.12/3, or pick them on the map. You will see who holds the land, what the plan says and whether nature is protected there.")},
        )  # fmt: skip

    def author_fields(self) -> list[dict[str, Any]]:
        """Who proposes."""
        return self._shown(
            {"name": "author", "label": _("Your name"), "required": True, "autocomplete": "name"},
            {"name": "email", "label": _("Your e-mail"), "kind": "email", "required": True, "autocomplete": "email",
             "hint": _("Only the officials who check the project see name and e-mail.")},
        )  # fmt: skip

    def support_fields(self) -> list[dict[str, Any]]:
        """Supporters on paper; none when no pool asks for any."""
        if not self.supporters_asked():
            return []
        return self._shown(
            {"name": "supporters", "label": _("Supporters from a paper list"), "kind": "textarea", "rows": 4,
             "hint": _("Residents who signed, one a line. Add the address or the date of birth, so that two people of one name both count: Jan Kos; Długa 1; 1980-05-17. The list is not published.")},
        )  # fmt: skip

    def _shown(self, *fields: dict[str, Any]) -> list[dict[str, Any]]:
        self._asked = fields
        return self.shown()

    def fields(self) -> list[dict[str, Any]]:
        return list(self._asked)

    def errors(self) -> list[dict[str, str]]:
        """What is wrong, for the summary above the form."""
        shown = [*self.idea_fields(), *self.support_fields(), *self.author_fields()]
        labels = {field["name"]: field["label"] for field in shown}
        words = told_apart([(labels.get(fault.field, ""), self.say(fault.text)) for fault in self.faults])
        return [
            {"id": self._anchor(fault.field), "text": text}
            for fault, text in zip(self.faults, words, strict=True)
        ]

    def _anchor(self, field: str) -> str:
        if field in TEXTS or field == "key":
            return f"form-{field}"
        return {"lines": "form-lines", "lists": "form-lists"}.get(field, field)

    def error(self, field: str) -> str:
        """What is wrong with a part of the form that is no plain field."""
        return next((self.say(fault.text) for fault in self.faults if fault.field == field), "")

    def _value(self, field: dict[str, Any]) -> Any:
        return self.values.get(field["name"], "")

    def supporters_asked(self) -> int:
        """How many supporters the chosen pool asks for; before the choice the most any does."""
        terms = self.edition.terms()
        pool = terms.pool(self.values["pool"])
        return pool.supporters if pool else max(each.supporters for each in terms.pools)

    def supporters_found(self) -> int:
        """How many support the draft so far."""
        return store.count(self.draft.id) if self.draft else 0

    def support_url(self) -> str:
        """The page to send to neighbours."""
        return f"{self.edition.absolute_url()}/@@support/{self.draft.id}" if self.draft else ""

    def photo_places(self) -> list[dict[str, Any]]:
        """Free places for photographs."""
        free = MOST_PHOTOS - len(self.photos())
        return [
            {"file": f"photo-{n}", "alt": f"photo-{n}-alt", "number": n} for n in range(1, min(free, 2) + 1)
        ]

    def photos(self) -> list[dict[str, Any]]:
        """Photographs of the draft, shown inside the page: a draft has no address."""
        return [
            {"number": photo.number, "alt": photo.alt,
             "src": f"data:image/jpeg;base64,{base64.b64encode(photo.data).decode()}"}
            for photo in (drafts.photos(self.draft.id) if self.draft else [])
        ]  # fmt: skip

    def ground(self) -> list[Ground]:
        """What is known of the parcels named; a wrong identifier is a fault of the form."""
        try:
            self._ground = look_up(self.values["parcel"])
        except InvalidData as problem:
            self._ground = []
            self.faults = [*self.faults, *problem.faults]
        except Unavailable:
            self._ground = []
        return self._ground

    def checks(self) -> list[dict[str, Any]]:
        """The same for the template."""
        return ground_rows(self, getattr(self, "_ground", []))

    def map(self) -> dict[str, str]:
        """Addresses of the map to pick parcels on."""
        portal = api.portal.get().absolute_url()
        root = api.portal.get_navigation_root(self.context).absolute_url()
        return {
            "config": f"{root}/@@geo/config?pick=1",
            "script": address(portal, "geo-map.js"),
            "style": address(portal, "geo-map.css"),
        }

    def author_url(self) -> str:
        """The author's page; the key is never in an address."""
        return f"{self.made.absolute_url()}/@@author"


class Amend(Propose):
    """The author answers the call to amend, in the same form."""

    label = _("Amend the project")
    lead = _("Enter the key you got with the number of the project.")
    send_words = _("Send the amended project")
    opened = False

    @property
    def edition(self) -> Any:
        return self.context.__parent__

    def take(self, step: str) -> Any:
        """Open with the key, calculate, or send."""
        operations.check_author(self.context, self.key, self.net)
        self.opened = True
        if step == "resume":
            self.values = self._as_it_stands()
            return None
        self.ground()
        if step != "send" or self.faults:
            return None
        proposal = self.proposal()._replace(author="-", email="-@-")
        operations.amend(self.context, self.key, proposal, self.net)
        operations.add_photos(self.context, self.key, self.new_photos())
        return self.request.response.redirect(self.edition.absolute_url())

    def _as_it_stands(self) -> dict[str, Any]:
        project = self.context
        lines = [{name: str(value) for name, value in line._asdict().items()} for line in project.lines]
        return {
            "title": project.title, "summary": project.description, "body": project.body, "pool": project.pool,
            "place": project.place, "parcel": "", "author": "", "email": "", "supporters": "", "lines": lines,
        }  # fmt: skip

    def author_fields(self) -> list[dict[str, Any]]:
        return []

    def photo_places(self) -> list[dict[str, Any]]:
        free = MOST_PHOTOS - len(self.context.photos)
        return [
            {"file": f"photo-{n}", "alt": f"photo-{n}-alt", "number": n} for n in range(1, min(free, 2) + 1)
        ]

    def support_url(self) -> str:
        return f"{self.edition.absolute_url()}/@@support/{self.context.idea}"

    def supporters_found(self) -> int:
        return operations.supported_by(self.context)


def ground_rows(page: Any, grounds: list[Ground]) -> list[dict[str, Any]]:
    """Parcels with their checks in words."""
    return [
        {
            "parcel": each.parcel,
            "area": f"{page.amount(round(each.area))} m²" if each.area else "",
            "checks": [
                {"tag": {"tone": check.tone, "text": page.say(SUBJECT_WORDS[check.subject])},
                 "text": page.say(check.text)}
                for check in each.checks
            ],
        }
        for each in grounds
    ]  # fmt: skip


def _same(line: dict[str, str], price: dict[str, str]) -> bool:
    return all(line.get(name) == price[name] for name in ("what", "unit", "price"))
