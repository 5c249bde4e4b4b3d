"""A task as JSON."""

from infostrada.site.records.serializers import iso
from infostrada.site.records.serializers import RecordSerializer
from infostrada.site.records.tasks.interfaces import ITask
from typing import Any
from zope.component import adapter
from zope.interface import Interface


@adapter(ITask, Interface)
class TaskSerializer(RecordSerializer):
    """A task."""

    def title(self, record: Any) -> str:
        """That of its letter, which is told where the letter is: whoever gave the task may not see it any more."""
        return str(record.Title())

    def own(self, record: Any) -> dict[str, Any]:
        """What the dekretacja says and what came of it."""
        return {
            "assignee": record.assignee,
            "assignee_name": record.assignee_name,
            "disposition": record.disposition,
            "instruction": record.instruction,
            "sign_off": record.sign_off,
            "due_on": iso(record.due_on),
            "about": record.about,
            "about_kind": record.about_kind,
            "about_label": record.about_label,
            "above": record.above,
            "author": record.author._asdict(),
            "given_at": iso(record.given_at),
            "done_at": iso(record.done_at),
            "outcome": record.outcome,
            "transcribed": _transcribed(record.transcribed),
        }


def _transcribed(note: Any) -> dict[str, Any] | None:
    return {"by": note.actor._asdict(), "at": iso(note.at)} if note is not None else None
