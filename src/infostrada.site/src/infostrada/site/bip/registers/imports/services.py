"""REST: ordering imports and reading their reports."""

from infostrada.site.bip.registers.imports import store
from infostrada.site.bip.registers.imports.operations import carry_out
from infostrada.site.bip.registers.imports.operations import order_import
from infostrada.site.desk.refusals import refusal
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import say
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.upload import from_json
from infostrada.site.units.lookup import unit_of
from typing import Any


class ImportPost(WritingService):
    """`POST <section>/@register-import`: check a file, or carry a checked one out. Body: `register`, `file`, `author`, `publish`, `dry_run`; or `import`."""

    def answer(self) -> dict[str, Any]:
        """202 with the numbers of the import and of its job."""
        body = self.body
        if "import" in body:
            ordered = carry_out(self.context, text(body, "import"))
        else:
            for name in ("publish", "dry_run"):
                if not isinstance(body.get(name, False), bool):
                    raise invalid(name, "not_in_list")
            ordered = order_import(
                self.context,
                text(body, "register"),
                from_json(body.get("file"), "file"),
                text(body, "author"),
                publish=body.get("publish", False),
                dry_run=body.get("dry_run", True),
            )
        self.request.response.setStatus(202)
        return {"import": str(ordered.number), "job": ordered.job}


class ImportGet(RecordService):
    """`GET <section>/@register-import?id=<import>`: how far an import is and what is wrong, row by row."""

    def answer(self) -> dict[str, Any]:
        """State, counts and faults; `start` and `size` page through them."""
        form = self.request.form
        known = store.get(str(form.get("id", "")), unit_of(self.context).unit_id)
        if known is None:
            raise invalid("id", "import_unknown")
        start, size = (str(form.get(name) or usual) for name, usual in (("start", "0"), ("size", "200")))
        if not (start.isdigit() and size.isdigit() and len(start) < 9 and len(size) < 6):
            raise invalid("start", "not_a_count")
        return {
            "import": str(known.id),
            "register": known.register,
            "filename": known.filename,
            "state": known.state,
            "rows": known.row_count,
            "faults_total": known.fault_count,
            "made": known.made_count,
            "faults": [
                {**fault._asdict(), "message": say(refusal(fault.reason), self.request)}
                for fault in store.faults(known.id, int(start), min(int(size), 1000))
            ],
        }
