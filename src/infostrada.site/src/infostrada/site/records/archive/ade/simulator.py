"""A stand-in of the ADE, which asks for a client certificate when it is given TLS.

Written from the description of API ADE 1.6. Everything is kept in memory. `POST /_control` makes it misbehave as networks
do (`faults`: `lose` an answer after the work was done, `fail`, `refuse`, for the calls that come), answers an application
or archive (`decide`), or has it answer by itself (`answers`). Nothing of the real service is ever reached.
"""

from base64 import b64encode
from collections.abc import Mapping
from infostrada.site.records.archive.ade.client import ACCEPT
from infostrada.site.records.archive.ade.client import ACCEPTED
from infostrada.site.records.archive.ade.client import IN_PROGRESS
from infostrada.site.records.archive.ade.client import INCOMPLETE
from infostrada.site.records.archive.ade.client import STATUSES
from infostrada.site.records.archive.ade.client import TRANSFER
from infostrada.site.records.network import standin
from infostrada.site.records.network.standin import Answer
from infostrada.site.records.network.standin import Call
from lxml import etree
from typing import Any
from uuid import uuid4

import hashlib
import io
import json
import re
import tarfile


TYPES = ("CONTENT_LIST", "BASIC_DATA", "CHANGE_DATA", "JRWA")
ROOTS = {"MAIN": "wniosek", "CONTENT_LIST": "SpisZdawczoOdbiorczy", "JRWA": "wykaz"}
PARTS = ("ARCHIVE", "SIGNATURE", "HASH")


def refusal(status: int, code: str) -> Answer:
    """A refusal with its code."""
    return Answer(status, {"code": code})


class Service(standin.Service):
    """Applications and archives, by the account that opened them."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: dict[str, dict[str, Any]] = {}
        self.archives: dict[str, dict[str, Any]] = {}
        self.places: dict[str, tuple[dict[str, Any], str]] = {}
        self.answers = ""

    def malformed(self, words: str) -> Answer:
        """400 with the words as its code."""
        return refusal(400, words)

    def too_large(self) -> Answer:
        """400."""
        return refusal(400, "TOO_LARGE")

    def respond(self, call: Call) -> Any:
        """Answer a call of this version of the API, or fail as was asked for."""
        if call.headers.get("Accept") != ACCEPT:
            raise refusal(400, "VERSION_NOT_SUPPORTED")
        fault = self.next_fault()
        if fault == "fail":
            raise Answer(500, {"code": "INTERNAL"})
        if fault == "refuse":
            raise refusal(400, "REFUSED")
        done = self._route(call)
        if fault == "lose":
            raise Answer(0, lost=True)
        return done

    def _route(self, call: Call) -> Any:
        account, body = call.account, call.body
        match (call.method, *call.path.strip("/").split("/")):
            case ("POST", "request"):
                return self._open_request(account, json.loads(body))
            case ("POST", "request", "mark", identifier):
                return self._mark(self._own(self.requests, account, identifier))
            case ("GET", "request", identifier):
                return _told(self._own(self.requests, account, identifier))
            case ("POST", "archives"):
                return self._open_archive(account, json.loads(body))
            case ("POST", "archives", "mark", identifier):
                return self._mark(self._own(self.archives, account, identifier))
            case ("GET", "archives", identifier):
                return _told(self._own(self.archives, account, identifier))
            case ("POST", "files", place):
                return self._upload(account, place, body, call.headers.get("Content-Type", ""))
        raise refusal(404, "NOT_FOUND")

    def _open_request(self, account: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        if not asked.get("requestorId") or asked.get("requestType") != TRANSFER:
            raise refusal(400, "REQUEST_NOT_VALID")
        types = [each["type"] for each in asked.get("attachments") or ()]
        if "CONTENT_LIST" not in types:
            raise refusal(400, "CONTENT_LIST_IS_REQUIRED")
        if len(set(types)) != len(types) or not set(types) <= set(TYPES):
            raise refusal(400, "ATTACHMENT_TYPE_NOT_VALID")
        held = self._new(self.requests, account, ("MAIN", *types))
        urls = held["urls"]
        attached = [{"type": name, "url": urls[name]} for name in types]
        return {"requestId": held["id"], "mainFileUploadUrl": urls["MAIN"], "attachmentsUrls": attached}

    def _open_archive(self, account: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        request = self._own(self.requests, account, str(asked.get("requestId")))
        if request["status"] != ACCEPTED:
            raise refusal(400, "REQUEST_MUST_BE_ACCEPTED")
        if any(each["request"] == request["id"] for each in self.archives.values()):
            raise refusal(409, "ARCHIVE_WITH_GIVEN_REQUEST_ID_ALREADY_EXISTS")
        held = self._new(self.archives, account, PARTS)
        held["request"] = request["id"]
        named = {f"{name.lower()}UploadUrl": url for name, url in held["urls"].items()}
        return {"archiveId": held["id"], **named}

    def _new(self, among: dict[str, dict[str, Any]], account: str, names: tuple[str, ...]) -> dict[str, Any]:
        identifier = str(uuid4())
        held: dict[str, Any] = {
            "id": identifier,
            "account": account,
            "status": INCOMPLETE,
            "comment": "",
            "files": {},
        }
        held["urls"] = {name: f"/files/{uuid4()}" for name in names}
        for name, url in held["urls"].items():
            self.places[url] = (held, name)
        among[identifier] = held
        return held

    def _own(self, among: dict[str, dict[str, Any]], account: str, identifier: str) -> dict[str, Any]:
        held = among.get(identifier)
        if held is None or held["account"] != account:
            raise refusal(404, "NOT_FOUND")
        return held

    def _upload(self, account: str, place: str, body: bytes, kind: str) -> None:
        held, name = self.places.get(f"/files/{place}", ({}, ""))
        if held.get("account") != account:
            raise refusal(404, "NOT_FOUND")
        if name in held["files"]:
            raise refusal(409, "FILE_ALREADY_UPLOADED")
        held["files"][name] = _file_in(body, kind)

    def _mark(self, held: dict[str, Any]) -> None:
        if held["status"] != INCOMPLETE:
            raise refusal(409, "ALREADY_MARKED")
        if held["urls"].keys() - held["files"].keys():
            raise refusal(400, "FILES_MISSING")
        wrong = _archive_fault(held["files"]) if "request" in held else _request_fault(held["files"])
        held["status"] = "REJECTED" if wrong else self.answers or IN_PROGRESS
        held["comment"] = wrong

    def control(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Faults to come, what it answers by itself from now on, decisions by identifier."""
        super().control(told)
        self.answers = str(told.get("answers", self.answers))
        for each in told.get("decide", ()):
            held = self.requests.get(each["id"]) or self.archives[each["id"]]
            if each["status"] not in STATUSES:
                raise refusal(400, "STATUS_UNKNOWN")
            held["status"], held["comment"] = each["status"], str(each.get("comment", ""))
        return {"requests": list(self.requests), "archives": list(self.archives)}


def _told(held: Mapping[str, Any]) -> dict[str, Any]:
    return {name: held[name] for name in ("id", "status", "comment")}


def _file_in(body: bytes, kind: str) -> bytes:
    """The part `file` of a multipart/form-data body."""
    found = re.match(r"multipart/form-data; *boundary=([^;\s]{1,70})", kind)
    if not found:
        raise refusal(400, "MULTIPART_EXPECTED")
    mark = f"--{found[1]}".encode()
    for part in body.split(mark)[1:-1]:
        head, _blank, data = part.partition(b"\r\n\r\n")
        if b'name="file"' in head:
            return data.removesuffix(b"\r\n")
    raise refusal(400, "FILE_EXPECTED")


def _request_fault(files: Mapping[str, bytes]) -> str:
    for name, root in ROOTS.items():
        if name in files and _root(files[name]) != root:
            return f"{name}: oczekiwano {root}"
    return ""


def _archive_fault(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256(files["ARCHIVE"]).digest()
    if files["HASH"].decode("ascii", "replace").strip() not in (digest.hex(), b64encode(digest).decode()):
        return "HASH: skrót nie zgadza się z paczką"
    if _root(files["SIGNATURE"]) not in ("Signature", "Signatures"):
        return "SIGNATURE: to nie jest podpis XAdES"
    try:
        with tarfile.open(fileobj=io.BytesIO(files["ARCHIVE"]), mode="r:") as archive:
            names = archive.getnames()
    except tarfile.TarError:
        return "ARCHIVE: to nie jest plik tar"
    return "" if any(name.startswith("metadane/") for name in names) else "ARCHIVE: brak metadanych"


def _root(data: bytes) -> str:
    try:
        return str(etree.QName(etree.fromstring(data, etree.XMLParser(resolve_entities=False))).localname)
    except (etree.XMLSyntaxError, ValueError):
        return ""
