"""What the law wants of a bulletin entry; pure rules.

Sources: act of 6 September 2001 on access to public information (u.d.i.p.), art. 5 and 8; regulation of
18 January 2007 on the bulletin, par. 11-15.
"""

from collections.abc import Iterator
from collections.abc import Set


KINDS = (
    "decision", "resolution", "ordinance", "notice", "announcement", "information", "report",
    "recruitment", "recruitment_result",
)  # fmt: skip

# States in which everybody reads the whole entry.
PUBLIC_STATES = ("published", "superseded", "archived")


def missing(title: str, content_author: str, created_on: object, kind: str) -> Iterator[tuple[str, str]]:
    """Fields an entry cannot be published without (check BIP-02), with the word of what is wrong."""
    if not title.strip():
        yield "title", "required"
    if not content_author.strip():
        yield "content_author", "required"
    if created_on is None:
        yield "created_on", "required"
    if kind not in KINDS:
        yield "kind", "not_in_list"


def second_person_needed(personal: bool, author: str, publisher: str) -> bool:
    """Two people must agree where personal data may be present."""
    return personal and author == publisher


def change_waits(personal: Set[str], settled: Set[str], hides: bool) -> bool:
    """Does a change of a public entry wait for a second person?

    `personal` are keys of the personal data in the entry as it would be, `settled` those decided about before. A change
    that only takes data out of sight (`hides`, nothing new) is made at once: it protects whoever it is about.
    """
    return bool(personal) and not (hides and personal <= settled)


def same_as_original(rendition_sha256: str, original_sha256: str, access: str) -> bool:
    """Would the original itself become public although its author did not call it public?"""
    return rendition_sha256 == original_sha256 and access != "public"
