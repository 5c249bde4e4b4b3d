"""Changing what is public: what it said before is kept, and a second person looks where there is personal data."""

from infostrada.site.bip.content import Entry
from infostrada.site.bip.content import Proposal
from infostrada.site.bip.gate.decisions import personal_keys
from infostrada.site.bip.operations.common import check
from infostrada.site.bip.operations.common import enter
from infostrada.site.bip.operations.common import note_public
from infostrada.site.bip.operations.common import PUBLISH
from infostrada.site.bip.operations.judging import judge
from infostrada.site.bip.operations.publishing import end_by_law
from infostrada.site.bip.operations.publishing import RESULT
from infostrada.site.bip.rules import change_waits
from infostrada.site.bip.timing.moments import is_public
from infostrada.site.bip.uploads import stored
from infostrada.site.bip.words import as_html
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from typing import Any


CHANGEABLE = ("title", "description", "body", "files")


def change_entry(
    entry: Entry, changes: dict[str, Any], reason: str, confirmation: str = "", hide: bool = False
) -> bool:
    """Change a public entry; what it said before is kept, and the reason is public.

    With `hide` the former edition is kept out of sight because it held personal data; its row in the log stays.
    Returns whether the change is public: one with personal data in it waits for a second person.
    """
    require(PUBLISH, entry)
    if not is_public(entry):
        raise Blocked([], reason="entry_not_public")
    if not reason.strip():
        raise invalid("reason", "required")
    if unknown := set(changes) - set(CHANGEABLE):
        raise invalid(sorted(unknown)[0], "not_in_list")
    return put_change(entry, deed(entry), changes, reason, confirmation, hide)


def put_change(
    entry: Entry, act: Deed, changes: dict[str, Any], reason: str, confirmation: str = "", hide: bool = False
) -> bool:
    """Carry a change out, or keep it for a second person; False when it waits. What a public entry said is kept."""
    if entry.proposal is not None:
        raise Blocked([], reason="change_waits")
    proposed = _proposed(entry, changes)
    items = judge(entry, act, confirmation, proposed)
    before = {item.key for item in entry.decisions}
    decisions = tuple(item.decision for item in items if item.decision is not None)
    wanted = Proposal(act.at, act.actor, reason.strip(), proposed, decisions, hide)
    if not change_waits(personal_keys(items), before, hide):
        carry_out_change(entry, act, wanted)
        return True
    entry.proposal = wanted
    enter(act, "change_proposed", entry)
    return False


def carry_out_change(entry: Entry, act: Deed, wanted: Proposal) -> None:
    """Put a change that passed everything before the public."""
    result = entry.kind != RESULT and wanted.values.get("kind") == RESULT
    entry.earlier = (*entry.earlier, entry.edition(act.at, wanted.hide))
    entry.decisions = wanted.decisions
    for name, value in wanted.values.items():
        setattr(entry, name, value)
    if result:
        end_by_law(entry, act.at.date())
    note_public(entry, act, "changed", wanted.reason)
    enter(act, "changed", entry, hidden=wanted.hide)


def _proposed(entry: Entry, changes: dict[str, Any]) -> dict[str, Any]:
    """New values of the entry, checked; the entry itself stays as it is."""
    if not (changes.get("title", entry.title) or "").strip():
        raise invalid("title", "required")
    files = changes.get("files", ())
    check((), [item for item in files if isinstance(item, Upload)])
    proposed = dict(changes)
    if "files" in changes:
        proposed["files"] = tuple(stored([item])[0] if isinstance(item, Upload) else item for item in files)
    proposed["html"] = as_html(changes.get("body", entry.body))
    return proposed
