"""The council: its terms, sessions, votes, acts and questions.

Sources: art. 14 (1a), 20, 24, 41, 90 u.s.g.; art. 6 (1) u.d.i.p.
"""

from infostrada.site import _
from infostrada.site.bip.registers.clocks import Clock
from infostrada.site.bip.registers.fields import Field
from infostrada.site.bip.registers.shape import day
from infostrada.site.bip.registers.shape import Kind
from infostrada.site.bip.registers.shape import text
from infostrada.site.bip.registers.tables.common import ACT_STATUS
from infostrada.site.bip.registers.tables.common import AMENDS
from infostrada.site.bip.registers.tables.common import NUMBER
from infostrada.site.bip.registers.tables.common import REPEALS
from infostrada.site.bip.registers.tables.common import SUBJECT
from infostrada.site.bip.registers.tables.common import TERM


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
        day("adopted_on", _("Adopted on"), required=True, listed=True),
        SUBJECT,
        Field("status", _("Standing"), "choice", True, True, ACT_STATUS),
        Field("term", _("Term of the council"), "number"),
        text("session", _("Session")),
        Field("local_law", _("Local law"), "yesno"),
        Field("journal_year", _("Official journal: year"), "number"),
        Field("journal_position", _("Official journal: position"), "number"),
        Field(
            "eli",
            _("Address of the act (ELI)"),
            "url",
            hint=_("Left empty it is made from the year and the position."),
        ),
        day("in_force_on", _("In force since")),
        AMENDS,
        REPEALS,
        Field("consolidates", _("Consolidated text of"), "refs"),
        Field(
            "supervision_body",
            _("Supervisory body"),
            "choice",
            options=(("voivode", _("voivode")), ("rio", _("regional chamber of accounts"))),
        ),
        day("supervision_on", _("Handed to supervision on")),
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
        text("supervision_act", _("Act of supervision")),
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
        day("issued_on", _("Issued on"), required=True, listed=True),
        SUBJECT,
        text("body", _("Issued by"), required=True, listed=True),
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
        day("in_force_on", _("In force since")),
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
        day("starts_on", _("Begins on"), required=True, listed=True),
        day("ends_on", _("Ends on"), listed=True),
        Field("seats", _("Mandates"), "number", True, True),
        text("chair", _("Chair of the council")),
        Field(
            "members",
            _("Councillors"),
            "rows",
            True,
            hint=_("One a line: name; from; to; club. An empty to means still in office."),
            parts=(
                text("name", _("First name and surname"), required=True),
                day("since", _("Mandate since"), required=True),
                day("to", _("Mandate until")),
                text("club", _("Club")),
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
        day("held_on", _("Date of the session"), required=True, listed=True),
        text("starts_at", _("Begins at")),
        text("place", _("Place"), required=True, listed=True),
        Field(
            "agenda",
            _("Agenda"),
            "rows",
            hint=_("One item a line: number; title."),
            parts=(
                text("item", _("Item"), required=True),
                text("title", _("Title"), required=True),
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
        text("session", _("Session"), required=True, listed=True),
        text("item", _("Item of the agenda"), required=True, listed=True),
        day("held_on", _("Date of the vote"), required=True, listed=True),
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
                text("name", _("First name and surname"), required=True),
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
    "{kind} {number}, {author}: {subject}",
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
        text("author", _("Councillor"), required=True, listed=True),
        day("filed_on", _("Handed in on"), required=True, listed=True),
        text("addressee", _("Addressee"), required=True),
        SUBJECT,
        day("answered_on", _("Answered on"), listed=True),
        text("answered_by", _("Answered by")),
    ),
    person="author",
    clock=Clock("filed_on", "answered_on", 14, "day", shift=False, basis="art. 24 ust. 6 u.s.g."),
    basis="art. 24 ust. 7 u.s.g.",
)
