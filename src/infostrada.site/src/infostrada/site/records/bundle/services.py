"""REST: bundles of records for administrators."""

from infostrada.site.records.bundle.content import BundleFile
from infostrada.site.records.bundle.interfaces import IBundleFile
from infostrada.site.records.bundle.operations import begin_import
from infostrada.site.records.bundle.operations import drop
from infostrada.site.records.bundle.operations import keep_import
from infostrada.site.records.bundle.operations import order_export
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import file_json
from infostrada.site.records.serializers import iso
from infostrada.site.records.serializers import RecordSerializer
from infostrada.site.records.upload import from_json
from typing import Any
from zope.component import adapter
from zope.interface import Interface

import io


class BundlesPost(WritingService):
    """`POST <unit>/@bundles`: order an export (`way` export, `cases` signs) or send a bundle to import.

    An import has `file` (base64), `uids` (keep or map) and `numbers` (history or foreign); it is checked first.
    """

    def answer(self) -> dict[str, Any]:
        """201 with the bundle and the job that writes or checks it."""
        way = text(self.body, "way", "export")
        if way == "export":
            cases = self.body.get("cases", [])
            if not isinstance(cases, list) or not all(isinstance(sign, str) for sign in cases):
                raise invalid("cases", "json_not_a_list")
            made, job = order_export(self.context, cases)
        elif way == "import":
            sent = from_json(self.body.get("file"), "file")
            uids, numbers = text(self.body, "uids", "keep"), text(self.body, "numbers", "history")
            made, job = keep_import(self.context, io.BytesIO(sent.data), sent.filename, uids, numbers)
        else:
            raise invalid("way", "not_in_list")
        return {**self.created(made), "job": job}


class BundleActPost(WritingService):
    """`POST <bundle>/@bundle`: `act` is `import` (answers with the job) or `drop` (removes the file)."""

    def answer(self) -> dict[str, Any]:
        """The bundle as it is now."""
        act = text(self.body, "act")
        if act == "import":
            job = begin_import(self.context)
            return {**self.as_json(self.context), "job": job}
        if act != "drop":
            raise invalid("act", "not_in_list")
        drop(self.context)
        return dict(self.as_json(self.context))


@adapter(IBundleFile, Interface)
class BundleSerializer(RecordSerializer):
    """A bundle with what its check found."""

    def own(self, record: BundleFile) -> dict[str, Any]:
        """Rules, counts, findings, file."""
        url = f"{record.absolute_url()}/@@bundle-file"
        return {
            "way": record.way,
            "uids": record.uids,
            "numbers": record.numbers,
            "made_by": record.made_by._asdict(),
            "made_at": iso(record.made_at),
            "content": record.content,
            "counts": dict(record.counts),
            "findings": [line._asdict() for line in record.findings],
            "file": file_json(record.file, url) if record.file is not None else None,
        }
