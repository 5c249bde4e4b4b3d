"""REST: the office's intake of scanned batches."""

from infostrada.site.records.problems import require
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.scanning.job import order
from infostrada.site.records.scanning.job import REGISTER
from infostrada.site.records.scanning.operations import batches
from infostrada.site.records.scanning.operations import refused_scans
from infostrada.site.records.scanning.operations import waiting
from infostrada.site.records.scanning.rules import SEPARATOR
from infostrada.site.records.scanning.settings import drop_watch
from infostrada.site.records.scanning.settings import keep_watch
from infostrada.site.records.scanning.settings import Watch
from infostrada.site.records.scanning.settings import watch_of
from infostrada.site.records.serializers import iso
from typing import Any


def _state(unit: Any) -> dict[str, Any]:
    watch = watch_of(unit)
    return {
        "@id": f"{unit.absolute_url()}/@scans",
        "folder": watch.folder if watch else None,
        "separator": watch.separator if watch else None,
        "waiting": len(waiting(watch)) if watch else 0,
        "batches": [{**each._asdict(), "read_at": iso(each.read_at)} for each in batches(unit)],
        "refused": [each._asdict() for each in refused_scans(unit)],
    }


class ScansGet(RecordService):
    """`GET <unit>/@scans`: the watched folder, batches waiting, the newest batches and what was rejected."""

    def answer(self) -> dict[str, Any]:
        """Reasons are machine words."""
        require(REGISTER, self.context)
        return _state(self.context)


class ScansPost(WritingService):
    """`POST <unit>/@scans`: read the folder now. Body: nothing."""

    def answer(self) -> dict[str, Any]:
        """202 with the id of the job."""
        job = order(self.context)
        self.request.response.setStatus(202)
        return {"@id": f"{self.context.absolute_url()}/@scans", "job": job}


class ScansPut(WritingService):
    """`PUT <unit>/@scans`: watch a `folder` of the intake; `separator` is the code of separator sheets."""

    def answer(self) -> dict[str, Any]:
        """The intake as it is now."""
        body = self.body
        keep_watch(self.context, Watch(text(body, "folder"), text(body, "separator") or SEPARATOR))
        return _state(self.context)


class ScansDelete(WritingService):
    """`DELETE <unit>/@scans`: watch nothing; the folder and its files stay."""

    def answer(self) -> None:
        """204."""
        drop_watch(self.context)
        self.request.response.setStatus(204)
