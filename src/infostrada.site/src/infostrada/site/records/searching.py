"""What letters, cases, documents and tasks are found by."""

from infostrada.core.search.content import FieldTexts
from infostrada.core.search.vector import Part
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.tasks.interfaces import ITask
from typing import Any
from zope.component import adapter


@adapter(ILetter)
class LetterTexts(FieldTexts):
    """Fields of the letter, its number in the RPW, its further senders and its files.

    Of a letter in a case with special categories of data the number alone.
    """

    def texts(self) -> list[Part]:
        if self.context.sealed:
            return [Part("B", self.context.rpw_number)]
        others = [f"{each.line}, {each.address}" for each in self.context.other_senders]
        return [*super().texts(), Part("B", "\n".join([self.context.rpw_number, *others]))]

    def files(self) -> list[Any]:
        if self.context.sealed:
            return []
        return [file for file in self.context.files if not isinstance(file, GoneFile)]


@adapter(ICase)
class CaseTexts(FieldTexts):
    """Title, sign, class and participants of the case."""

    def texts(self) -> list[Part]:
        case = self.context
        earlier = [link.sign for link in case.links if link.kind in ("continues", "continued_by")]
        words = [str(case.sign or ""), case.class_title or "", *earlier]
        return [*super().texts(), Part("B", "\n".join([*words, *(p.name for p in case.parties)]))]


@adapter(IDocument)
class DocumentTexts(FieldTexts):
    """Fields of the document and the text of its newest version."""

    def files(self) -> list[Any]:
        latest = self.context.latest
        return [latest.file] if latest and not isinstance(latest.file, GoneFile) else []


@adapter(ITask)
class TaskTexts(FieldTexts):
    """Matter and instruction, what the task is about, who gave it to whom: by their names, not their logins.

    Of a task in a case with special categories of data what it is about alone.
    """

    left_out = frozenset({"assignee"})

    def texts(self) -> list[Part]:
        task = self.context
        if task.sealed:
            return [Part("B", task.about_label)]
        people = [task.about_label, task.assignee_name, task.author.name]
        return [*super().texts(), Part("B", "\n".join(people))]
