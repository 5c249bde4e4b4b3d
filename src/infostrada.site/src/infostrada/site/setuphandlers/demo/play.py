"""Play the scenario: each step is one operation, done as the person who would do it."""

from collections.abc import Callable
from collections.abc import Iterator
from datetime import timedelta
from infostrada.core.server.profile import ProfileError
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.operations import link
from infostrada.geo.links.rules import Ask
from infostrada.geo.links.rules import asks_of
from infostrada.site.bip import operations as bip
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence import paper
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.documents import operations as documents
from infostrada.site.records.tasks.operations import ask
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.templates.operations import draft_letter
from infostrada.site.records.templates.operations import templates_for
from infostrada.site.records.templates.operations import Wish
from infostrada.site.records.upload import Upload
from infostrada.site.setuphandlers.demo.files import Demo
from infostrada.site.setuphandlers.demo.office import holder
from infostrada.site.setuphandlers.demo.posting import Posting
from infostrada.site.units.rules import slug
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any


KINDS = {
    "Obwieszczenia": "notice",
    "Rada": "resolution",
    "Prawo miejscowe": "resolution",
    "Nabór": "announcement",
}


class Thread(Posting):
    """One matter on its way through an office; remembers the letter, the case and its documents."""

    def __init__(self, portal: Any, demo: Demo, data: dict[str, Any]) -> None:
        super().__init__()
        self.demo, self.data = demo, data
        self.unit = portal[data["unit"]]
        self.letter: Any = None
        self.case: Any = None
        self.documents: dict[str, Any] = {}
        self.last: Any = None

    def play(self) -> None:
        """All steps; raises `ProfileError` naming the one that fails."""
        for number, step in enumerate(self.data["steps"], start=1):
            act: Callable[[dict[str, Any]], None] | None = getattr(self, f"do_{step['do']}", None)
            place = f"scenario.yaml: {self.data['thread']}, step {number} ({step['do']})"
            if act is None:
                raise ProfileError(f"{place}: there is no such step")
            try:
                with api.env.adopt_user(username=step["by"]):
                    act(step)
            except Exception as error:
                raise ProfileError(f"{place}: {error}") from error

    def do_register(self, step: dict[str, Any]) -> None:
        """A letter gets its number in the register of incoming letters."""
        given = self.demo.letters[step["letter"]]
        sender, day = given["from"], self.demo.today + timedelta(days=given["date"])
        names, _space, surname = (sender.get("name") or "").rpartition(" ")
        street, _space, building = sender["street"].rpartition(" ")
        data = {
            "title": given["subject"],
            "sender_org_name": sender.get("org", ""),
            "sender_surname": surname,
            "sender_given_names": names,
            "postal_code": sender["postcode"],
            "city": sender["city"],
            "street": street,
            "building": building,
            "email": sender["email"],
            "letter_date": day.isoformat(),
            "received_date": day,
            "document_kind": given["kind"],
            "delivery_method": given["method"],
        }
        data["party"] = self.demo.entered(self.unit, data, sender)
        data["other_senders"] = [_named(each) for each in given.get("others", ())]
        self.letter = register_letter(self.unit, data, self.demo.mail_files(step["letter"]))

    def do_assign(self, step: dict[str, Any]) -> None:
        """Dekretacja."""
        due = self.demo.today + timedelta(days=step["term_days"])
        assign(self.letter, Order(step["to"], step["disposition"], due))

    def do_open_case(self, step: dict[str, Any]) -> None:
        """A case begins with the letter and gets its sign."""
        senders = [Participant(each.line, "strona", each.party) for each in self.letter.senders]
        opening = Opening(
            step["title"],
            slug(step["org"]),
            step["class"],
            letter=self.letter,
            term=step.get("term"),
            parties=tuple(senders),
        )
        self.case = open_case(self.unit, opening)

    def do_shelve(self, step: dict[str, Any]) -> None:
        """The paper of the letter goes into the chronological store; `borrower` has it lent, `back` again returned."""
        paper.shelve(self.letter, step["sequence"], step["place"])
        if "borrower" in step:
            paper.lend(self.letter, step["borrower"], step["purpose"])
        if step.get("back"):
            paper.take_back(self.letter)

    def do_scan(self, step: dict[str, Any]) -> None:
        """How far the paper was scanned, and what carriers came with it."""
        paper.note_scan(self.letter, step["scan"], step["note"], step.get("media", ""))

    def do_ask(self, step: dict[str, Any]) -> None:
        """Somebody is asked for something in the case."""
        due = self.demo.today + timedelta(days=step["term_days"])
        ask(self.case, Order(step["to"], step["disposition"], due, step["text"]))

    def do_link_parcel(self, step: dict[str, Any]) -> None:
        """The case says which parcel it concerns."""
        link(self.case, [Ask(step["parcel"])])

    def do_add_document(self, step: dict[str, Any]) -> None:
        """A draft is put in the case."""
        given = self.demo.documents[step["document"]]
        draft = documents.Draft(given["title"], given["kind"])
        self.last = documents.add_document(self.case, draft, self.demo.document_file(given))
        self.documents[step["document"]] = self.last

    def do_draft(self, step: dict[str, Any]) -> None:
        """A letter is drafted from a template of the office."""
        given = self.demo.documents[step["document"]]
        title = next(one["title"] for one, _data in self.demo.templates if one["id"] == step["template"])
        template = next(one for one in templates_for(self.case) if one.title == title)
        values = {"pole.tresc": given["text"].strip(), **step.get("values", {})}
        self.last = draft_letter(self.case, template, Wish(given["title"], values))
        self.documents[step["document"]] = self.last

    def do_submit(self, step: dict[str, Any]) -> None:
        """The last document goes to whoever may accept it."""
        documents.submit_document(self.last, step["to"])

    def do_accept(self, _step: dict[str, Any]) -> None:
        """The last document becomes final."""
        documents.accept_document(self.last)

    def do_close_case(self, step: dict[str, Any]) -> None:
        """The case is settled by a decision."""
        close_case(self.case, decision=IUUID(self.documents[step["decision"]]))

    def do_publish(self, step: dict[str, Any]) -> None:
        """The officer of the case writes an entry from its document; the bulletin's editor publishes it."""
        given = self.demo.entries[step["entry"]]
        document = self.documents.get(given.get("document", ""))
        writer = self.case.officer if document is not None else step["by"]
        entry = write_entry(self.demo, self.unit, given, document, writer)
        if places := IGeoLinks(self.case).geo_links:
            link(entry, asks_of(places))
        bip.publish_entry(entry)


def _named(sender: dict[str, Any]) -> Sender:
    """One of several senders; without a town the address is the first one's."""
    names, _space, surname = sender["name"].rpartition(" ")
    street, _space, building = sender.get("street", "").rpartition(" ")
    return Sender(
        sender_surname=surname,
        sender_given_names=names,
        postal_code=sender.get("postcode", ""),
        city=sender.get("city", ""),
        street=street,
        building=building,
    )


def play(portal: Any, demo: Demo) -> Iterator[str]:
    """All threads of the scenario, one after another."""
    for data in demo.threads:
        yield f"{data['unit']}: {data['thread']}"
        Thread(portal, demo, data).play()


def publish_rest(portal: Any, demo: Demo) -> Iterator[str]:
    """Entries no step has published, by the editor of each unit's bulletin."""
    yield "Bulletin entries"
    editors = {unit["unit_id"]: holder(unit, "bip_editor")["login"] for unit in demo.units}
    for name, given in demo.entries.items():
        if name not in demo.played:
            editor = editors[given["unit"]]
            entry = write_entry(demo, portal[given["unit"]], given, None, editor)
            with api.env.adopt_user(username=editor):
                bip.publish_entry(entry)


def write_entry(demo: Demo, unit: Any, given: dict[str, Any], document: Any, writer: str) -> Any:
    """Write a draft as `writer`, from an accepted document if there is one."""
    demo.played.add(given["id"])
    section = next(item for item in unit[bip.BULLETIN].objectValues() if item.title == given["section"])
    data = bip.EntryData(
        title=given["title"],
        kind=KINDS.get(given["section"], "information"),
        content_author=given["author"],
        created_on=demo.today + timedelta(days=given["created"]),
        description=given["text"].partition(". ")[0].rstrip(".") + ".",
        body=given["text"],
        files=_public_files(demo, given),
    )
    with api.env.adopt_user(username=writer):
        if document is not None:
            return bip.draft_from_document(section, document, data)
        return bip.draft_entry(section, data)


def _public_files(demo: Demo, given: dict[str, Any]) -> tuple[Upload, ...]:
    name = given.get("document")
    return (demo.public_file(demo.documents[name], given["text"]),) if name else ()
