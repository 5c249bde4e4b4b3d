"""REST: types of cases, cases of a type."""

from infostrada.core import idempotency
from infostrada.site.records.acts.services import sent_basis
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.services import sent_parties
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.find import by_uid
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import attempt_key
from infostrada.site.records.rest import day
from infostrada.site.records.rest import MakingService
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.types.interfaces import ICaseType
from infostrada.site.records.types.operations import add_type
from infostrada.site.records.types.operations import check_off
from infostrada.site.records.types.operations import fill_in
from infostrada.site.records.types.operations import go_to
from infostrada.site.records.types.operations import open_typed
from infostrada.site.records.types.operations import renew_type
from infostrada.site.records.types.operations import restore_type
from infostrada.site.records.types.operations import TypedOpening
from infostrada.site.records.types.operations import types
from infostrada.site.records.types.operations import version_of
from infostrada.site.records.types.operations import withdraw_type
from infostrada.site.records.types.rules import Definition
from infostrada.site.records.types.rules import TypeField
from infostrada.site.records.types.serializers import version_json
from plone.uuid.interfaces import IUUID
from typing import Any


def definition_of(body: dict[str, Any]) -> Definition:
    """A definition as a request gives it; InvalidData for another shape."""
    fields = body.get("fields", [])
    if not isinstance(fields, list) or not all(isinstance(item, dict) for item in fields):
        raise invalid("fields", "json_not_a_list")
    return Definition(
        text(body, "class_symbol"),
        tuple(
            TypeField(
                text(item, "name"),
                text(item, "label"),
                text(item, "kind", "text"),
                item.get("required") is True,
            )
            for item in fields
        ),
        _words(body, "stages"),
        _words(body, "checklist"),
        text(body, "term") or None,
        _words(body, "templates"),
        sent_basis(body),
        text(body, "system").strip(),
        _flag(body, "metryka"),
        text(body, "exempt_basis").strip(),
        _flag(body, "proof", usual=False),
    )


def _flag(body: dict[str, Any], name: str, *, usual: bool = True) -> bool:
    given = body.get(name, usual)
    if not isinstance(given, bool):
        raise invalid(name, "json_not_true_or_false")
    return given


def _words(body: dict[str, Any], name: str) -> tuple[str, ...]:
    given = body.get(name, [])
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise invalid(name, "json_not_a_list")
    return tuple(item.strip() for item in given)


class CaseTypesGet(RecordService):
    """`GET <unit>/@case-types`: types of cases of the office."""

    def answer(self) -> dict[str, Any]:
        """The list, each with its versions."""
        items = [self.as_json(item) for item in types(self.context)]
        return {"@id": f"{self.context.absolute_url()}/@case-types", "items": items}


class CaseTypesPost(WritingService):
    """`POST <unit>/@case-types`: a new type.

    Body: `title`, `class_symbol`, `term`, `fields` (`name`, `label`, `kind`: text, date, number;
    `required`), `stages`, `checklist`, `templates` (UIDs), `basis` (acts by ELI with their provisions); `system` that leads
    its cases, `metryka` (is one kept) and the provision for either, `exempt_basis`; `proof`: whether its
    decisions are proved to be served before a case ends for good.
    """

    def answer(self) -> dict[str, Any]:
        """201 with the type."""
        done = idempotency.begin(self.request)
        if done is not None:
            return self.created(by_uid(done, ICaseType, near=self.context))
        made = add_type(self.context, text(self.body, "title"), definition_of(self.body))
        idempotency.finish(self.request, IUUID(made))
        return self.created(made)


class TypeVersionsPost(ActService):
    """`POST <case type>/@versions`: the next version. Body as for a new type, and `comment`."""

    def answer(self) -> dict[str, Any]:
        """201 with the type."""
        renew_type(self.context, definition_of(self.body), text(self.body, "comment"))
        return self.created(self.context)


class TypeUsePost(ActService):
    """`POST <case type>/@type-use`: `act` is `withdraw` or `restore`."""

    def answer(self) -> dict[str, Any]:
        """The type as it is now."""
        act = {"withdraw": withdraw_type, "restore": restore_type}.get(text(self.body, "act"))
        if act is None:
            raise invalid("act", "not_in_list")
        act(self.context)
        return self.as_json(self.context)


class TypedCasesPost(MakingService):
    """`POST <case type>/@cases`: open a case of the type.

    Body as for `POST <unit>/@cases`, without class and term, which come from the type.
    """

    made = ICase

    def make(self) -> Any:
        """The case."""
        body = self.body
        letter_uid = text(body, "letter_uid")
        opening = TypedOpening(
            title=text(body, "title"),
            org_id=text(body, "org_id"),
            letter=by_uid(letter_uid, ILetter, near=self.context, field="letter_uid") if letter_uid else None,
            started_on=day(body, "started_on"),
            description=text(body, "description"),
            access=text(body, "access", "not_public"),
            parties=sent_parties(body),
        )
        return open_typed(self.context, opening, idempotency_key=attempt_key(self.request))


def _typed(case: Any) -> dict[str, Any]:
    version, typed = version_of(case), case.typed
    return {
        "@id": f"{case.absolute_url()}/@typed",
        "type_uid": typed.type if typed else None,
        "version": version_json(version, case) if version else None,
        "stage": typed.stage if typed else None,
        "values": dict(typed.values) if typed else {},
        "done": list(typed.done) if typed else [],
    }


class TypedGet(RecordService):
    """`GET <case>/@typed`: the version of its type the case began with, and what the case says."""

    def answer(self) -> dict[str, Any]:
        """Null members for a case without a type."""
        return _typed(self.context)


class TypedPost(ActService):
    """`POST <case>/@typed`: `values` (name: text), `done` (items of the checklist), `stage`; any of them."""

    def answer(self) -> dict[str, Any]:
        """What the case says now."""
        body = self.body
        values = body.get("values")
        if values is not None:
            if not isinstance(values, dict) or not all(isinstance(item, str) for item in values.values()):
                raise invalid("values", "json_not_an_object")
            fill_in(self.context, values)
        if "done" in body:
            check_off(self.context, _words(body, "done"))
        if "stage" in body:
            go_to(self.context, text(body, "stage"))
        return _typed(self.context)
