"""The calls of the ADE over HTTPS with the office's own certificate (mutual TLS).

What the service refuses for good is `RefusedError`; everything else is `ServiceError`, after which the next round tries
again. Files go out in pieces; addresses the service gives are used only when they are its own.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection
from http.client import HTTPException
from http.client import HTTPSConnection
from infostrada.site.records.archive.ade.settings import Account
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from typing import BinaryIO
from typing import NamedTuple
from urllib.parse import quote
from urllib.parse import urlsplit
from uuid import uuid4

import json
import ssl


ACCEPT = "application/vnd.ade+json;version=1.0"
SECONDS = 60
LARGEST = 1_000_000
CHUNK = 1 << 20
TRANSFER = "ARCHIVE_TRANSFER"
INCOMPLETE, IN_PROGRESS, ACCEPTED, REJECTED = "INCOMPLETE", "IN_PROGRESS", "ACCEPTED", "REJECTED"
STATUSES = (INCOMPLETE, IN_PROGRESS, ACCEPTED, REJECTED)


class ServiceError(RuntimeError):
    """The service did not answer as its description says; worth another try."""


class RefusedError(RuntimeError):
    """The service refused the request for good; `status` is that of HTTP, the words are its own."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Status(NamedTuple):
    """Where an application or an archive is at the service."""

    id: str
    status: str
    comment: str = ""


class Opened(NamedTuple):
    """An application or archive that was opened, and where each of its files goes, by its type."""

    id: str
    urls: tuple[tuple[str, str], ...]


class Client:
    """Calls of one account."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.context = _context(account) if account.url.startswith("https") else None

    def open_request(self, types: tuple[str, ...]) -> Opened:
        """Open an application with attachments of these types beside its main file."""
        body = {
            "requestorId": self.account.requestor,
            "requestType": TRANSFER,
            "attachments": [{"type": name} for name in types],
        }
        told = self._json("POST", self._url("/request"), body)
        urls = [("MAIN", _text(told, "mainFileUploadUrl"))]
        for each in told.get("attachmentsUrls") or ():
            urls.append((_text(each, "type"), _text(each, "url")))
        missing = {"MAIN", *types} - {name for name, _url in urls}
        if missing:
            raise ServiceError(f"no address for {', '.join(sorted(missing))}")
        return Opened(_text(told, "requestId"), tuple(urls))

    def mark_request(self, request_id: str) -> None:
        """Say that all files of the application are there."""
        self._call("POST", self._url(f"/request/mark/{quote(request_id, safe='')}"))

    def request(self, request_id: str) -> Status:
        """Where the application is."""
        return _status(self._json("GET", self._url(f"/request/{quote(request_id, safe='')}")))

    def open_archive(self, request_id: str) -> Opened:
        """Open the archive of an accepted application."""
        told = self._json("POST", self._url("/archives"), {"requestId": request_id})
        names = (
            ("ARCHIVE", "archiveUploadUrl"),
            ("SIGNATURE", "signatureUploadUrl"),
            ("HASH", "hashUploadUrl"),
        )
        return Opened(_text(told, "archiveId"), tuple((kind, _text(told, name)) for kind, name in names))

    def mark_archive(self, archive_id: str) -> None:
        """Say that all files of the archive are there."""
        self._call("POST", self._url(f"/archives/mark/{quote(archive_id, safe='')}"))

    def archive(self, archive_id: str) -> Status:
        """Where the archive is."""
        return _status(self._json("GET", self._url(f"/archives/{quote(archive_id, safe='')}")))

    def upload(self, url: str, filename: str, source: BinaryIO, size: int) -> None:
        """Send a file in pieces to the address the service gave for it; one that is there already counts as sent."""
        boundary = uuid4().hex
        before = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        after = f"\r\n--{boundary}--\r\n".encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(len(before) + size + len(after)),
        }
        try:
            self._call("POST", self._own(url), _pieces(before, source, after), headers)
        except RefusedError as refusal:
            if refusal.status != 409:
                raise

    # requests

    def _url(self, path: str) -> str:
        return f"{self.account.url}{path}"

    def _own(self, url: str) -> str:
        """An address of the service itself: the certificate and the records are shown to nobody else."""
        given, own = urlsplit(url), urlsplit(self.account.url)
        if not given.netloc and url.startswith("/"):
            return f"{own.scheme}://{own.netloc}{url}"
        if (given.scheme, given.netloc) != (own.scheme, own.netloc):
            raise ServiceError("an address for a file leads elsewhere")
        return url

    def _json(self, method: str, url: str, body: Any = None) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        sent = json.dumps(body).encode() if body is not None else None
        try:
            told = json.loads(self._call(method, url, sent, headers))
        except ValueError as error:
            raise ServiceError("the answer is no JSON") from error
        if not isinstance(told, dict):
            raise ServiceError("the answer is no object")
        return told

    def _call(
        self, method: str, url: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        parts = urlsplit(url)
        where = f"{parts.path}?{parts.query}" if parts.query else parts.path
        try:
            with closing(self._connection(parts.hostname or "", parts.port)) as connection:
                connection.request(method, where, body, {"Accept": ACCEPT, **(headers or {})})
                answer = connection.getresponse()
                content = answer.read(LARGEST + 1)
        except (OSError, HTTPException) as error:
            raise ServiceError(f"{type(error).__name__} for {method} {parts.path}") from error
        if len(content) > LARGEST:
            raise ServiceError("the answer is too large")
        if answer.status in (400, 404, 409):
            raise RefusedError(answer.status, _words(answer.status, content))
        if answer.status != 200:
            raise ServiceError(f"HTTP {answer.status} for {method} {parts.path}")
        return content

    def _connection(self, host: str, port: int | None) -> HTTPConnection:
        if self.context is None:
            return HTTPConnection(host, port, timeout=SECONDS)
        return HTTPSConnection(host, port, timeout=SECONDS, context=self.context)


def _context(account: Account) -> ssl.SSLContext:
    """TLS with the office's certificate; its key lies in a file of this process alone while it is read."""
    context = ssl.create_default_context(cadata=account.authority or None)
    with TemporaryDirectory(prefix="ade-") as folder:
        place = Path(folder) / "own.pem"
        place.touch(0o600)
        place.write_text(f"{account.certificate}\n{account.key}\n")
        try:
            context.load_cert_chain(place)
        except (ssl.SSLError, OSError) as error:
            raise ServiceError("the certificate and its key do not load") from error
    return context


def _pieces(before: bytes, source: BinaryIO, after: bytes) -> Iterator[bytes]:
    yield before
    while chunk := source.read(CHUNK):
        yield chunk
    yield after


def _text(told: Any, name: str) -> str:
    value = told.get(name) if isinstance(told, dict) else None
    if not isinstance(value, str | int) or isinstance(value, bool) or value == "":
        raise ServiceError(f"no {name} in the answer")
    return str(value)


def _status(told: dict[str, Any]) -> Status:
    status = _text(told, "status")
    if status not in STATUSES:
        raise ServiceError(f"unknown status {status[:40]}")
    return Status(_text(told, "id"), status, str(told.get("comment") or "")[:2000])


def _words(status: int, content: bytes) -> str:
    """What the service says of a refusal, at most 500 characters."""
    try:
        told = json.loads(content)
    except ValueError:
        return f"HTTP {status}"
    if not isinstance(told, dict):
        return f"HTTP {status}"
    found = [str(told[name]) for name in ("code", "error", "message") if isinstance(told.get(name), str)]
    return ": ".join(found)[:500] or f"HTTP {status}"
