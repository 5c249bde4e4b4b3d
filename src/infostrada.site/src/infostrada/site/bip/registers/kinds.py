"""The registers: their fields, keys and clocks as data.

Sources of the fields: shared table of the environmental card (art. 21 u.u.i.ś., 18 fields), art. 34a-34b u.f.p.
(contracts), art. 14 (1a), 20 and 24 u.s.g. (votes, sessions, interpellations), art. 13-15 u.p.s. (recruitment), art.
8 of the act on petitions, art. 35 u.g.n. (property), art. 13 u.d.i.p. (requests), art. 24h u.s.g. (declarations).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.site import _
from infostrada.site.bip.registers.clocks import Clock
from infostrada.site.bip.registers.fields import Field
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Kind:
    """A register: `slug` stands in addresses, `key` tells entries apart, `day` is the day a list is sorted by.

    `heading` makes the title of an entry from its values; `clock` is the term the law gives the office.
    `until_years` withdraws an entry so many years after its day. `unindexed` keeps search engines away.
    """

    name: str
    slug: str
    section: str
    label: str
    one: str
    entry_kind: str
    heading: str
    key: tuple[str, ...]
    day: str
    fields: tuple[Field, ...]
    number: str = "number"
    status: str = ""
    person: str = ""
    amount: str = ""
    clock: Clock | None = None
    basis: str = ""
    until_years: int = 0
    unindexed: bool = False

    @property
    def portal_type(self) -> str:
        """The type of its entries."""
        return f"bip_{self.name}"

    def field(self, name: str) -> Field:
        """A field by its name; KeyError."""
        return {field.name: field for field in self.fields}[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fields."""
        return tuple(field.name for field in self.fields)

    def title(self, values: Mapping[str, Any]) -> str:
        """The title of an entry, at most 500 characters."""
        known = {name: values.get(name, "") for name in self.names}
        for field in self.fields:
            if field.type == "choice" and known[field.name]:
                known[field.name] = label_of(field, known[field.name])
        said = self.heading.format(**known).strip(" :,")
        return f"{said[:1].upper()}{said[1:]}"[:500]


def label_of(field: Field, value: str) -> str:
    """What an option is called."""
    return dict(field.options).get(value, value)


def _text(name: str, label: str, *, required: bool = False, listed: bool = False, **more: Any) -> Field:
    return Field(name, label, "text", required, listed, **more)


def _day(name: str, label: str, *, required: bool = False, listed: bool = False, hint: str = "") -> Field:
    return Field(name, label, "day", required, listed, hint=hint)


NUMBER = _text("number", _("Number"), required=True, listed=True)
SUBJECT = _text("subject", _("In the matter of"), required=True)
ACT_STATUS = (
    ("draft", _("draft act")),
    ("adopted", _("adopted")),
    ("supervised", _("in supervision")),
    ("announced", _("announced")),
    ("in_force", _("in force")),
    ("repealed", _("repealed")),
    ("void", _("void")),
)
AMENDS = Field("amends", _("Amends"), "refs", hint=_("Numbers of acts, separated by semicolons."))
REPEALS = Field("repeals", _("Repeals"), "refs", hint=_("Numbers of acts, separated by semicolons."))
TERM = Field(
    "term",
    _("Term of the council"),
    "number",
    True,
    hint=_("Number of the term, as in the register of terms."),
)

RESOLUTION = Kind(
    "resolution",
    "uchwaly",
    "rada",
    _("Resolutions and local law"),
    _("Resolution"),
    "resolution",
    "Uchwała nr {number} {subject}",
    ("number",),
    "adopted_on",
    (
        NUMBER,
        _day("adopted_on", _("Adopted on"), required=True, listed=True),
        SUBJECT,
        Field("status", _("Standing"), "choice", True, True, ACT_STATUS),
        Field("term", _("Term of the council"), "number"),
        _text("session", _("Session")),
        Field("local_law", _("Local law"), "yesno"),
        Field("journal_year", _("Official journal: year"), "number"),
        Field("journal_position", _("Official journal: position"), "number"),
        Field(
            "eli",
            _("Address of the act (ELI)"),
            "url",
            hint=_("Left empty it is made from the year and the position."),
        ),
        _day("in_force_on", _("In force since")),
        AMENDS,
        REPEALS,
        Field("consolidates", _("Consolidated text of"), "refs"),
        Field(
            "supervision_body",
            _("Supervisory body"),
            "choice",
            options=(("voivode", _("voivode")), ("rio", _("regional chamber of accounts"))),
        ),
        _day("supervision_on", _("Handed to supervision on")),
        Field(
            "supervision_result",
            _("Result of supervision"),
            "choice",
            options=(
                ("none", _("no objection")),
                ("pointed", _("minor breach pointed out")),
                ("partly_void", _("partly void")),
                ("void", _("void")),
                ("court", _("complaint to the court")),
            ),
        ),
        _text("supervision_act", _("Act of supervision")),
    ),
    status="status",
    basis="art. 41 i 90 u.s.g.",
)
ORDINANCE = Kind(
    "ordinance",
    "zarzadzenia",
    "zasady-dzialania",
    _("Ordinances"),
    _("Ordinance"),
    "ordinance",
    "Zarządzenie nr {number} {subject}",
    ("number",),
    "issued_on",
    (
        NUMBER,
        _day("issued_on", _("Issued on"), required=True, listed=True),
        SUBJECT,
        _text("body", _("Issued by"), required=True, listed=True),
        Field(
            "status",
            _("Standing"),
            "choice",
            True,
            True,
            (
                ("in_force", _("in force")),
                ("amended", _("amended")),
                ("repealed", _("repealed (ordinance)")),
                ("done", _("carried out")),
            ),
        ),
        _day("in_force_on", _("In force since")),
        AMENDS,
        REPEALS,
    ),
    status="status",
    basis="art. 6 ust. 1 pkt 4 lit. a u.d.i.p.",
)
TERM_OF_COUNCIL = Kind(
    "term",
    "kadencje",
    "rada",
    _("Terms of the council"),
    _("Term of the council"),
    "information",
    "Kadencja {number}",
    ("number",),
    "starts_on",
    (
        Field("number", _("Number"), "number", True, True),
        _day("starts_on", _("Begins on"), required=True, listed=True),
        _day("ends_on", _("Ends on"), listed=True),
        Field("seats", _("Mandates"), "number", True, True),
        _text("chair", _("Chair of the council")),
        Field(
            "members",
            _("Councillors"),
            "rows",
            True,
            hint=_("One a line: name; from; to; club. An empty to means still in office."),
            parts=(
                _text("name", _("First name and surname"), required=True),
                _day("since", _("Mandate since"), required=True),
                _day("to", _("Mandate until")),
                _text("club", _("Club")),
            ),
        ),
    ),
    basis="art. 6 ust. 1 pkt 2 lit. d u.d.i.p.",
)
SESSION = Kind(
    "session",
    "sesje",
    "rada",
    _("Sessions of the council"),
    _("Session"),
    "announcement",
    "Sesja nr {number}",
    ("term", "number"),
    "held_on",
    (
        NUMBER,
        TERM,
        _day("held_on", _("Date of the session"), required=True, listed=True),
        _text("starts_at", _("Begins at")),
        _text("place", _("Place"), required=True, listed=True),
        Field(
            "agenda",
            _("Agenda"),
            "rows",
            hint=_("One item a line: number; title."),
            parts=(
                _text("item", _("Item"), required=True),
                _text("title", _("Title"), required=True),
            ),
        ),
        Field("broadcast", _("Broadcast"), "url"),
        Field("recording", _("Recording"), "url"),
        Field("captions", _("The recording has captions"), "yesno"),
        Field(
            "status",
            _("Standing"),
            "choice",
            True,
            True,
            (("called", _("called")), ("held", _("held")), ("cancelled", _("cancelled"))),
        ),
    ),
    status="status",
    basis="art. 20 ust. 1 i 1b u.s.g.",
)
VOTE = Kind(
    "vote",
    "glosowania",
    "rada",
    _("Votes by name"),
    _("Vote by name"),
    "information",
    "Głosowanie: {subject}",
    ("term", "session", "item"),
    "held_on",
    (
        TERM,
        _text("session", _("Session"), required=True, listed=True),
        _text("item", _("Item of the agenda"), required=True, listed=True),
        _day("held_on", _("Date of the vote"), required=True, listed=True),
        SUBJECT,
        Field("resolution", _("Resolution voted on"), "refs"),
        Field(
            "majority",
            _("Majority needed"),
            "choice",
            True,
            options=(
                ("simple", _("simple")),
                ("absolute", _("absolute")),
                ("absolute_of_all", _("absolute of the statutory number")),
                ("three_fifths", _("three fifths of the statutory number")),
            ),
        ),
        Field("result", _("Result"), "choice", True, True, (("carried", _("carried")), ("lost", _("lost")))),
        Field(
            "ballots",
            _("Votes of councillors"),
            "rows",
            True,
            hint=_("One a line: name; vote (za, przeciw, wstrzymuje się, nieobecny, nie głosował)."),
            parts=(
                _text("name", _("First name and surname"), required=True),
                Field(
                    "choice",
                    _("Vote given"),
                    "choice",
                    True,
                    options=(
                        ("for", _("for")),
                        ("against", _("against")),
                        ("abstained", _("abstained")),
                        ("absent", _("absent")),
                        ("not_voted", _("did not vote")),
                    ),
                ),
            ),
        ),
    ),
    number="item",
    status="result",
    basis="art. 14 ust. 2-4 u.s.g.",
)
INTERPELLATION = Kind(
    "interpellation",
    "interpelacje",
    "rada",
    _("Interpellations and questions"),
    _("Interpellation"),
    "information",
    "{kind} {author}: {subject}",
    ("number",),
    "filed_on",
    (
        NUMBER,
        Field(
            "kind",
            _("Kind"),
            "choice",
            True,
            True,
            (("interpellation", _("interpellation")), ("question", _("question"))),
        ),
        _text("author", _("Councillor"), required=True, listed=True),
        _day("filed_on", _("Handed in on"), required=True, listed=True),
        _text("addressee", _("Addressee"), required=True),
        SUBJECT,
        _day("answered_on", _("Answered on"), listed=True),
        _text("answered_by", _("Answered by")),
    ),
    person="author",
    clock=Clock("filed_on", "answered_on", 14, "day", shift=False, basis="art. 24 ust. 6 u.s.g."),
    basis="art. 24 ust. 7 u.s.g.",
)
PROCUREMENT = Kind(
    "procurement",
    "postepowania",
    "zamowienia",
    _("Procurement"),
    _("Procurement procedure"),
    "announcement",
    "{number}: {subject}",
    ("number",),
    "opened_on",
    (
        NUMBER,
        _text("subject", _("Subject of the contract"), required=True),
        Field(
            "procedure",
            _("Procedure"),
            "choice",
            True,
            options=(
                ("basic", _("basic mode")),
                ("open", _("open tender")),
                ("negotiated", _("negotiations")),
                ("single", _("single source")),
                ("small", _("below the threshold of the act")),
            ),
        ),
        _day("opened_on", _("Opened on"), required=True, listed=True),
        _day("offers_until", _("Offers until"), listed=True),
        _text("bzp", _("Number in the procurement bulletin (BZP)"), hint="2026/BZP 00012345/01"),
        _text("ocds", _("Identifier on e-Zamówienia"), hint="ocds-148610-…"),
        Field("platform", _("Address of the procedure"), "url"),
        Field("estimate", _("Estimated value (PLN)"), "sum"),
        Field(
            "status",
            _("Standing"),
            "choice",
            True,
            True,
            (
                ("planned", _("planned procedure")),
                ("open", _("open")),
                ("settled", _("settled")),
                ("cancelled", _("annulled")),
            ),
        ),
        _text("contractor", _("Contractor")),
        Field("value", _("Value of the contract (PLN)"), "sum"),
    ),
    status="status",
    person="contractor",
    amount="value",
    basis="ustawa Prawo zamówień publicznych",
)
CONTRACT = Kind(
    "contract",
    "umowy",
    "umowy",
    _("Register of contracts"),
    _("Entry about a contract"),
    "information",
    "Umowa nr {number}: {subject}",
    ("number",),
    "concluded_on",
    (
        NUMBER,
        _day("concluded_on", _("Concluded on"), required=True, listed=True),
        _text("place", _("Place of conclusion"), required=True),
        _day("valid_from", _("Valid from")),
        _day("valid_to", _("Valid to")),
        _text("party", _("Parties"), required=True, listed=True),
        _text("subject", _("Subject"), required=True),
        Field("value", _("Value (PLN)"), "sum", True, True),
        Field("cofunded", _("Co-funded"), "yesno"),
        _text("cofunding", _("Source of the co-funding")),
    ),
    person="party",
    amount="value",
    basis="art. 34a i 34b u.f.p.",
)
RECRUITMENT = Kind(
    "recruitment",
    "nabory",
    "nabor",
    _("Recruitment"),
    _("Recruitment procedure"),
    "recruitment",
    "Nabór {number}: {post}",
    ("number",),
    "announced_on",
    (
        NUMBER,
        _text("post", _("Post"), required=True, listed=True),
        _text("org", _("Organisational unit")),
        _text("hours", _("Working time"), required=True),
        _day("announced_on", _("Announced on"), required=True, listed=True),
        _day(
            "offers_until",
            _("Applications until"),
            required=True,
            listed=True,
            hint=_("At least 10 days after the announcement."),
        ),
        Field("requirements", _("Requirements"), "long", True),
        Field("conditions", _("Working conditions"), "long"),
        Field("documents", _("Documents wanted"), "long"),
        Field(
            "status",
            _("Standing"),
            "choice",
            True,
            True,
            (
                ("open", _("open")),
                ("closed", _("applications closed")),
                ("settled", _("settled")),
                ("nobody", _("nobody chosen")),
                ("cancelled", _("annulled")),
            ),
        ),
        _text("chosen", _("Chosen candidate"), gated=False),
        _text("chosen_place", _("Place of residence"), gated=False),
        Field("reasons", _("Reasons of the choice"), "long"),
        _day("settled_on", _("Result given on")),
    ),
    status="status",
    person="chosen",
    basis="art. 13-15 u.p.s.",
    unindexed=True,
)
DECLARATION = Kind(
    "declaration",
    "oswiadczenia",
    "oswiadczenia-majatkowe",
    _("Asset declarations"),
    _("Asset declaration"),
    "information",
    "{person}, {post}: oświadczenie za {year}",
    ("person", "year", "kind"),
    "submitted_on",
    (
        _text("person", _("First name and surname"), required=True, listed=True),
        _text("post", _("Post or mandate"), required=True, listed=True),
        Field("year", _("For the year"), "number", True, True),
        Field(
            "kind",
            _("Kind"),
            "choice",
            True,
            True,
            (
                ("yearly", _("yearly")),
                ("begin", _("at the beginning")),
                ("end", _("at the end")),
                ("correction", _("correction")),
            ),
        ),
        _day("submitted_on", _("Handed in on"), required=True, listed=True),
        _text("remarks", _("Remarks")),
    ),
    number="year",
    person="person",
    basis="art. 24h i 24i u.s.g.",
    until_years=6,
    unindexed=True,
)
PETITION = Kind(
    "petition",
    "rejestr-petycji",
    "petycje",
    _("Petitions"),
    _("Petition"),
    "information",
    "Petycja {number}: {subject}",
    ("number",),
    "filed_on",
    (
        NUMBER,
        _day("filed_on", _("Handed in on"), required=True, listed=True),
        SUBJECT,
        Field("consent", _("The author agrees to be named"), "yesno"),
        _text("author", _("Who handed it in"), listed=True, hint=_("Only with consent.")),
        Field("joined", _("Considered together with"), "refs"),
        Field(
            "status",
            _("Standing"),
            "choice",
            True,
            True,
            (
                ("open", _("being considered")),
                ("accepted", _("taken into account")),
                ("rejected", _("not taken into account")),
                ("forwarded", _("passed on")),
                ("left", _("left without consideration")),
            ),
        ),
        _day("settled_on", _("Settled on"), listed=True),
        Field("outcome", _("How it was settled"), "long"),
    ),
    status="status",
    person="author",
    clock=Clock("filed_on", "settled_on", 3, "month", shift=True, basis="art. 10 ust. 1 ustawy o petycjach"),
    basis="art. 8 ustawy o petycjach",
)
ENVIRONMENT = Kind(
    "environment",
    "karty-srodowiskowe",
    "srodowisko",
    _("Register of environmental data"),
    _("Environmental card"),
    "information",
    "Karta {card_number}: {document_name}",
    ("card_number",),
    "listed_on",
    (
        _text("card_number", _("Number of the card and year"), required=True, listed=True),
        _text("document_type", _("Kind of the document"), required=True, listed=True),
        _text("document_topic", _("Topic of the document"), required=True),
        _text("document_name", _("Name of the document"), required=True),
        Field("scope", _("Subject scope of the document"), "long", True),
        _text("area_teryt", _("Area the document is about"), required=True),
        _text("case_sign", _("Sign of the case"), required=True),
        _text("created_by", _("Document made by"), required=True),
        _day("document_date", _("Date of the document"), required=True),
        _text("approved_by", _("Document approved by")),
        _day("approved_date", _("Date of the approval")),
        _text("storage_place", _("Place where it is kept"), required=True),
        Field("document_url", _("Address of the document"), "url"),
        Field("is_final", _("Is the document final"), "yesno", True, True),
        Field("related_cards", _("Cards of other documents of the case"), "refs"),
        _day("listed_on", _("Put in the register on"), required=True, listed=True),
        Field("restrictions", _("Reservations of access"), "long"),
        Field("remarks", _("Remarks"), "long"),
    ),
    number="card_number",
    basis="art. 21 i 25 u.u.i.ś.",
)
PROPERTY = Kind(
    "property",
    "wykazy-nieruchomosci",
    "majatek-publiczny",
    _("Property notices"),
    _("Property notice"),
    "announcement",
    "Wykaz {number}: {place}, {purpose}",
    ("number",),
    "listed_on",
    (
        NUMBER,
        _day("listed_on", _("Displayed from"), required=True, listed=True),
        Field(
            "purpose",
            _("Meant for"),
            "choice",
            True,
            True,
            (
                ("sale", _("sale")),
                ("lease", _("lease")),
                ("rent", _("rent")),
                ("usufruct", _("perpetual usufruct")),
                ("loan", _("free use")),
            ),
        ),
        _text("place", _("Place of the property"), required=True, listed=True),
        _text("parcel", _("Parcel")),
        _text("land_register", _("Land register"), gated=False),
        Field("area", _("Area (m²)"), "number"),
        Field("price", _("Price or yearly rent (PLN)"), "sum", listed=True),
        _day("applications_until", _("Applications of those entitled until")),
    ),
    amount="price",
    clock=Clock("listed_on", "", 21, "day", shift=False, basis="art. 35 ust. 1 u.g.n."),
    basis="art. 35 u.g.n.",
)
CONTROL = Kind(
    "control",
    "rejestr-kontroli",
    "kontrole",
    _("Controls"),
    _("Control"),
    "report",
    "Kontrola {number}: {subject}",
    ("number",),
    "started_on",
    (
        NUMBER,
        _text("body", _("Controlling body"), required=True, listed=True),
        _text("subject", _("Scope of the control"), required=True),
        Field(
            "side",
            _("Side"),
            "choice",
            True,
            options=(("external", _("external control")), ("internal", _("internal control"))),
        ),
        _day("started_on", _("Begun on"), required=True, listed=True),
        _day("ended_on", _("Ended on"), listed=True),
        Field(
            "status",
            _("Standing"),
            "choice",
            True,
            True,
            (
                ("running", _("under way")),
                ("protocol", _("protocol signed")),
                ("recommended", _("recommendations made")),
                ("done", _("recommendations carried out")),
            ),
        ),
        Field("outcome", _("Findings"), "long"),
        Field("recommendations", _("Recommendations and what was done"), "long"),
    ),
    status="status",
    person="body",
    basis="art. 6 ust. 1 pkt 4 lit. a tiret 2 u.d.i.p.",
)
BUDGET = Kind(
    "budget",
    "budzet",
    "finanse",
    _("Budget documents"),
    _("Budget document"),
    "report",
    "{document}",
    ("year", "document"),
    "dated_on",
    (
        Field("year", _("Budget year"), "number", True, True),
        Field(
            "kind",
            _("Kind"),
            "choice",
            True,
            True,
            (
                ("budget", _("budget")),
                ("amendment", _("amendment of the budget")),
                ("quarter", _("quarterly information")),
                ("execution", _("yearly report")),
                ("forecast", _("long-term forecast")),
                ("relief", _("remissions and public aid")),
                ("debt", _("debt")),
            ),
        ),
        _text("document", _("Document"), required=True),
        _day("dated_on", _("Dated"), required=True, listed=True),
        Field("revenue", _("Revenue (PLN)"), "sum", listed=True),
        Field("spending", _("Spending (PLN)"), "sum", listed=True),
    ),
    number="year",
    amount="spending",
    basis="art. 37 u.f.p.",
)
REQUEST = Kind(
    "request",
    "wnioski-o-informacje",
    "dane-publiczne",
    _("Requests for public information"),
    _("Request for public information"),
    "information",
    "Wniosek {number}: {subject}",
    ("number",),
    "filed_on",
    (
        NUMBER,
        _day("filed_on", _("Handed in on"), required=True, listed=True),
        SUBJECT,
        _day("extended_until", _("Extended until"), hint=_("At most two months after the request.")),
        Field(
            "status",
            _("Standing"),
            "choice",
            True,
            True,
            (
                ("open", _("being answered")),
                ("answered", _("information given")),
                ("refused", _("refused by decision")),
                ("forwarded", _("handed to another office")),
                ("none", _("information not held")),
            ),
        ),
        _day("answered_on", _("Answered on"), listed=True),
        Field("answer", _("Answer"), "long"),
    ),
    status="status",
    clock=Clock(
        "filed_on",
        "answered_on",
        14,
        "day",
        shift=True,
        basis="art. 13 ust. 1 u.d.i.p.",
        extended="extended_until",
    ),
    basis="art. 13 u.d.i.p.",
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            RESOLUTION, ORDINANCE, TERM_OF_COUNCIL, SESSION, VOTE, INTERPELLATION, PROCUREMENT, CONTRACT, RECRUITMENT,
            DECLARATION, PETITION, ENVIRONMENT, PROPERTY, CONTROL, BUDGET, REQUEST,
        )
    }
)  # fmt: skip
SLUGS: Mapping[str, Kind] = MappingProxyType({kind.slug: kind for kind in KINDS.values()})
TYPES = ("bip_entry", *(kind.portal_type for kind in KINDS.values()))


def kind_of(entry: Any) -> Kind:
    """The register an entry stands in."""
    return KINDS[entry.portal_type.removeprefix("bip_")]
