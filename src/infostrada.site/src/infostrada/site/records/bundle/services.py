"""REST: bundles of records for administrators."""

from collections.abc import Mapping
from infostrada.site.records.bundle.archive import CHUNK
from infostrada.site.records.bundle.content import BundleFile
from infostrada.site.records.bundle.interfaces import IBundleFile
from infostrada.site.records.bundle.operations import begin_import
from infostrada.site.records.bundle.operations import drop
from infostrada.site.records.bundle.operations import keep_import
from infostrada.site.records.bundle.operations import order_export
from infostrada.site.records.bundle.takeover.converting import Choice
from infostrada.site.records.bundle.target import pairs_of
from infostrada.site.records.bundle.target import Rules
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import file_json
from infostrada.site.records.serializers import iso
from infostrada.site.records.serializers import RecordSerializer
from infostrada.site.records.upload import from_json
from tempfile import TemporaryFile
from typing import Any
from zope.component import adapter
from zope.interface import Interface

import base64
import binascii
import shutil


ARCHIVES = ("application/zip", "application/x-tar", "application/octet-stream")


class BundlesPost(WritingService):
    """`POST <unit>/@bundles`: order an export (`way` export, `cases` signs) or send a bundle to import.

    A bundle to import is the body itself (`Content-Type: application/zip`), never held in memory; the query says
    `filename`, `uids` (keep or map), `numbers` (history or foreign), `refused` (stop or skip), `classes` and `orgs`
    (`6730:6733,670:671`, the old symbol first), a `Repr-Digest` is compared. A small one may stand in JSON as `file` (base64)
    with the same members, `classes` and `orgs` as objects. It is checked first. An archive package of another system (tar or zip) is taken over into the unit `org`, the class `class` (else that of each old sign) and the `state` closed
    or in_progress.
    """

    def answer(self) -> dict[str, Any]:
        """201 with the bundle and the job that writes or checks it."""
        if (self.request.getHeader("Content-Type") or "").partition(";")[0].strip().lower() in ARCHIVES:
            made, job = self._streamed()
            return {**self.created(made), "job": job}
        way = text(self.body, "way", "export")
        if way == "export":
            cases = self.body.get("cases", [])
            if not isinstance(cases, list) or not all(isinstance(sign, str) for sign in cases):
                raise invalid("cases", "json_not_a_list")
            made, job = order_export(self.context, cases)
        elif way == "import":
            sent = from_json(self.body.get("file"), "file")
            source, choice = sent.open(), choice_of(self.body)
            made, job = keep_import(self.context, source, sent.filename, rules_of(self.body), choice=choice)
        else:
            raise invalid("way", "not_in_list")
        return {**self.created(made), "job": job}

    def _streamed(self) -> tuple[BundleFile, str]:
        body, asked = self.request.get("BODYFILE"), self.request.form
        name, rules = text(asked, "filename", "paczka.zip"), rules_of(asked)
        digest = digest_of(self.request.getHeader("Repr-Digest") or "")
        with TemporaryFile() as held:
            if not body.seekable():
                shutil.copyfileobj(body, held, CHUNK)
                held.seek(0)
                body = held
            return keep_import(self.context, body, name, rules, digest=digest, choice=choice_of(asked))


def choice_of(asked: Mapping[str, Any]) -> Choice:
    """Where the cases of a package go."""
    return Choice(text(asked, "org"), text(asked, "class"), text(asked, "state", "closed"))


def rules_of(asked: Mapping[str, Any]) -> Rules:
    """How the bundle is imported."""
    refused = text(asked, "refused", "stop")
    if refused not in ("stop", "skip"):
        raise invalid("refused", "not_in_list")
    return Rules(
        text(asked, "uids", "keep"),
        text(asked, "numbers", "history"),
        refused == "skip",
        _pairs(asked.get("classes"), "classes"),
        _pairs(asked.get("orgs"), "orgs"),
    )


def _pairs(asked: Any, name: str) -> dict[str, str]:
    if isinstance(asked, Mapping):
        if all(isinstance(value, str) for value in asked.values()):
            return dict(asked)
        raise invalid(name, "pairs_wrong")
    return pairs_of(text({name: asked}, name).split(","), name)


def digest_of(header: str) -> str:
    """SHA-256 (hexadecimal) a `Repr-Digest` (RFC 9530) names; empty without one, InvalidData for a broken one."""
    for member in header.split(","):
        name, _equals, value = member.strip().partition("=")
        if name.strip().lower() == "sha-256":
            try:
                return base64.b64decode(value.strip().strip(":"), validate=True).hex()
            except binascii.Error as error:
                raise invalid("Repr-Digest", "not_base64") from error
    return ""


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
            "refused": "skip" if record.skips else "stop",
            "classes": dict(record.classes),
            "orgs": dict(record.orgs),
            "made_by": record.made_by._asdict(),
            "made_at": iso(record.made_at),
            "content": record.content,
            "counts": dict(record.counts),
            "findings": [line._asdict() for line in record.findings],
            "file": file_json(record.file, url) if record.file is not None else None,
        }
