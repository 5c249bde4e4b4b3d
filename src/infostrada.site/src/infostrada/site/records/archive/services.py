"""REST: the archive's lists, categories and holds."""

from collections.abc import Callable
from infostrada.core import idempotency
from infostrada.core import jobs
from infostrada.core.record.row import unit_of
from infostrada.site.records.archive.address import address_of
from infostrada.site.records.archive.address import ArchiveAddress
from infostrada.site.records.archive.ade.operations import apply_by_ade
from infostrada.site.records.archive.ade.operations import send_by_ade
from infostrada.site.records.archive.ade.operations import try_again
from infostrada.site.records.archive.carrier import Carrier
from infostrada.site.records.archive.carrier import hand_over
from infostrada.site.records.archive.destruction import DESTROY
from infostrada.site.records.archive.interfaces import IDisposal
from infostrada.site.records.archive.interfaces import IHandover
from infostrada.site.records.archive.interfaces import ITransfer
from infostrada.site.records.archive.matter import draft_cover
from infostrada.site.records.archive.operations import accept_handover
from infostrada.site.records.archive.operations import approve_disposal
from infostrada.site.records.archive.operations import begin_destruction
from infostrada.site.records.archive.operations import exclude
from infostrada.site.records.archive.operations import hold
from infostrada.site.records.archive.operations import note_consent
from infostrada.site.records.archive.operations import propose_disposal
from infostrada.site.records.archive.operations import propose_handover
from infostrada.site.records.archive.operations import raise_category
from infostrada.site.records.archive.operations import refuse_handover
from infostrada.site.records.archive.sending import send_to_archive
from infostrada.site.records.archive.transfer import confirm_transfer
from infostrada.site.records.archive.transfer import note_application
from infostrada.site.records.archive.transfer import note_consent as note_consent_of_state
from infostrada.site.records.archive.transfer import order_package
from infostrada.site.records.archive.transfer import propose_transfer
from infostrada.site.records.archive.transfer import refuse_transfer
from infostrada.site.records.find import by_uid
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import day
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.upload import from_json
from infostrada.site.records.upload import Upload
from infostrada.site.units.lookup import unit_of as unit_at
from plone.uuid.interfaces import IUUID
from typing import Any


def destroy(disposal: Any, method: str, witnesses: str) -> str:
    """Write the protocol and order the job that destroys; its id."""
    begin_destruction(disposal, method, witnesses)
    job: str = jobs.enqueue(DESTROY, {"disposal": IUUID(disposal)}, unit=unit_of(disposal))
    return job


def paper(body: dict[str, Any]) -> Upload | None:
    """The `file` of a body, as letters have theirs; None when there is none."""
    return from_json(body["file"], "file") if "file" in body else None


def cover(record: Any, body: dict[str, Any]) -> dict[str, Any]:
    """Draft the covering letter; the UIDs of what was made."""
    made = draft_cover(record, text(body, "case"), text(body, "template"))
    return {"letter": IUUID(made.letter), "enclosures": [IUUID(each) for each in made.enclosed]}


BY_ADE: dict[str, Callable[[Any, Upload | None], None]] = {
    "ade-application": lambda transfer, _file: apply_by_ade(transfer),
    "ade-package": send_by_ade,
    "ade-again": lambda transfer, _file: try_again(transfer),
}


class HandoversPost(WritingService):
    """`POST <unit>/@handovers`: list the ended cases that are due. Body: `org_symbol`."""

    def answer(self) -> dict[str, Any]:
        """201 with the list."""
        done = idempotency.begin(self.request)
        if done is not None:
            return self.created(by_uid(done, IHandover, near=self.context))
        made = propose_handover(self.context, text(self.body, "org_symbol"))
        idempotency.finish(self.request, IUUID(made))
        return self.created(made)


class HandoverEndPost(ActService):
    """`POST <handover>/@handover-end`: take the cases in, or with `remark` send the list back."""

    def answer(self) -> dict[str, Any]:
        """The list as it is now."""
        if "remark" in self.body:
            refuse_handover(self.context, text(self.body, "remark"))
        else:
            accept_handover(self.context)
        return self.as_json(self.context)


class TransfersPost(WritingService):
    """`POST <unit>/@transfers`: archival material for the state archive. Body: `archive`, `cases` (UIDs, optional)."""

    def answer(self) -> dict[str, Any]:
        """201 with the list; without `cases` all whose time has come."""
        done = idempotency.begin(self.request)
        if done is not None:
            return self.created(by_uid(done, ITransfer, near=self.context))
        cases = self.body.get("cases")
        if cases is not None and (
            not isinstance(cases, list) or not all(isinstance(uid, str) for uid in cases)
        ):
            raise invalid("cases", "json_not_a_list")
        made = propose_transfer(self.context, text(self.body, "archive"), cases)
        idempotency.finish(self.request, IUUID(made))
        return self.created(made)


class TransferPost(ActService):
    """`POST <transfer>/@transfer`: a step, named by `act`.

    `application`, `consent` and `receipt` have `reference` and `day`, the last two a `file` if there is one; `package`
    has nothing, `refuse` a `remark`. `package` and `receipt` answer with the job they order. `send` sends the application
    or the package by e-Doręczenia, to the `ade` and `city` given or kept before. `ade-application`, `ade-package` (with the
    signature as `file`) and `ade-again` order what goes through the interface of the ADE. `cover` drafts the covering letter
    from a `template` in the `case` with this sign, with its enclosures. `carrier` makes the letter that goes with the package
    on a carrier of data: its `kind` and `marking`, the `method`, `street`, `postal_code` and `city`.
    """

    def answer(self) -> dict[str, Any]:
        """The transfer as it is now."""
        body, act = self.body, text(self.body, "act")
        more: dict[str, Any] = {}
        if act == "application":
            note_application(self.context, text(body, "reference"), day(body, "day"))
        elif act == "consent":
            note_consent_of_state(
                self.context, text(body, "reference"), day(body, "day"), text(body, "remark"), paper(body)
            )
        elif act == "package":
            more["job"] = order_package(self.context)
        elif act == "receipt":
            more["job"] = confirm_transfer(
                self.context, text(body, "reference"), day(body, "day"), paper(body)
            )
        elif act == "send":
            kept = address_of(unit_at(self.context))
            given = ArchiveAddress(text(body, "ade") or kept.ade, text(body, "city") or kept.city)
            send_to_archive(self.context, given)
        elif act == "cover":
            more["cover"] = cover(self.context, body)
        elif act in BY_ADE:
            BY_ADE[act](self.context, paper(body))
        elif act == "carrier":
            to = ArchiveAddress("", *(text(body, name) for name in ("city", "street", "postal_code")))
            carrier = Carrier(text(body, "kind"), text(body, "marking"))
            hand_over(self.context, carrier, to, text(body, "method"))
        elif act == "refuse":
            refuse_transfer(self.context, text(body, "remark"))
        else:
            raise invalid("act", "not_in_list")
        return {**self.as_json(self.context), **more}


class DisposalsPost(WritingService):
    """`POST <unit>/@disposals`: a destruction list. Body: `group`, `cases` (UIDs), `declaration`."""

    def answer(self) -> dict[str, Any]:
        """201 with the list; 409 names everything that stands against it."""
        done = idempotency.begin(self.request)
        if done is not None:
            return self.created(by_uid(done, IDisposal, near=self.context))
        cases = self.body.get("cases", [])
        if not isinstance(cases, list) or not all(isinstance(uid, str) for uid in cases):
            raise invalid("cases", "json_not_a_list")
        made = propose_disposal(self.context, text(self.body, "group"), cases, text(self.body, "declaration"))
        idempotency.finish(self.request, IUUID(made))
        return self.created(made)


class DisposalApprovalPost(ActService):
    """`POST <disposal>/@approval`: one of the two approvals."""

    def answer(self) -> dict[str, Any]:
        """The list as it is now."""
        approve_disposal(self.context)
        return self.as_json(self.context)


class DisposalPost(ActService):
    """`POST <disposal>/@disposal`: an act of the archivist, named by `act`.

    `consent` (`reference`, `given_on`, `general`, `opinion`, `file`), `exclude` (`uid`, `category`,
    `reason`), `destroy` (`method`, `witnesses`; answers with the job), `cover` (`case`, `template`: the covering letter).
    """

    def answer(self) -> dict[str, Any]:
        """The list as it is now."""
        body = self.body
        act = text(body, "act")
        if act == "consent":
            note_consent(
                self.context,
                text(body, "reference"),
                day(body, "given_on"),
                general=body.get("general") is True,
                opinion=text(body, "opinion"),
                paper=paper(body),
            )
        elif act == "exclude":
            exclude(self.context, text(body, "uid"), text(body, "category"), text(body, "reason"))
        elif act == "destroy":
            job = destroy(self.context, text(body, "method"), text(body, "witnesses"))
            return {**self.as_json(self.context), "job": job}
        elif act == "cover":
            made = cover(self.context, body)
            return {**self.as_json(self.context), "cover": made}
        else:
            raise invalid("act", "not_in_list")
        return self.as_json(self.context)


class ArchivalPost(ActService):
    """`POST <case>/@archival`: raise its `category` with a `reason`, or set `hold` (empty ends it).

    A shorter category needs the state archive's `opinion`.
    """

    def answer(self) -> dict[str, Any]:
        """The case as it is now."""
        body = self.body
        if "category" in body:
            raise_category(self.context, text(body, "category"), text(body, "reason"), text(body, "opinion"))
        elif "hold" in body:
            hold(self.context, text(body, "hold"))
        else:
            raise invalid("category", "required")
        return self.as_json(self.context)
