"""The user agent's API over HTTP (UA API, contract 3.0.8): tokens, messages, evidences, addresses.

One instance belongs to one box. Answers are read within bounds; what the service refuses for good is
`RefusedError`, everything else `ServiceError`, after which the outbox or the next round tries again.
"""

from base64 import b64decode
from base64 import b64encode
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from collections.abc import Mapping
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from datetime import datetime
from infostrada.site.records.correspondence.edelivery.settings import Box
from tempfile import TemporaryFile
from typing import Any
from typing import IO
from urllib.parse import quote
from uuid import uuid4

import hashlib
import json
import re
import requests
import time


SECONDS = 30
LARGEST = 250_000_000
PAGE = 100
MOST_PAGES = 50
SCOPE = "read_messages write_messages"
# A multiple of three, so that encoded pieces make one text.
PIECE = 3 << 18
OWN_KEY = "infostradaKey"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class ServiceError(RuntimeError):
    """The service did not answer as its contract says; worth another try."""


class RefusedError(RuntimeError):
    """The service refused the request for good; the words are its own."""


class Client:
    """Calls of one box."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.session = requests.Session()
        self.session.trust_env = False
        self._token = ""

    def send(self, message: Mapping[str, Any]) -> str:
        """Hand a message over; answers with the id of the sending task (202)."""
        with written(message) as body:
            answer = self._call("POST", "/messages", body=body)
        task = answer.get("messageTaskId") if isinstance(answer, dict) else None
        if not task:
            raise ServiceError("no messageTaskId")
        return str(task)

    def task(self, task_id: str) -> list[dict[str, Any]] | None:
        """What became of a sending task: a message id or an error for each addressee; None while pending."""
        where = f"/messages/tasks/{quote(task_id, safe='')}"
        state = self._call("GET", f"{where}/status")
        if not isinstance(state, dict) or state.get("messageTaskStatus") != "FINISHED":
            return None
        return _list(self._call("GET", where))

    def sent_under(self, key: str) -> dict[str, Any] | None:
        """The sent message that carries our key: found again after an answer that was lost."""
        for message in self.messages("SENT"):
            data = message.get("messageMetadata", {}).get("additionalData") or {}
            if data.get(OWN_KEY) == key:
                return message
        return None

    def messages(self, label: str, **more: str) -> Iterator[dict[str, Any]]:
        """Metadata of messages under a label, the newest first."""
        for page in range(MOST_PAGES):
            query = {
                "label": label,
                "format": "metadata",
                "limit": str(PAGE),
                "offset": str(page * PAGE),
                "sortColumn": "eventDate",
                "sortDirection": "desc",
                **more,
            }
            found = self._call("GET", "/messages", query=query)
            listed = _list(found.get("messages") if isinstance(found, dict) else None)
            yield from listed
            if len(listed) < PAGE:
                return

    def message(self, message_id: str) -> dict[str, Any]:
        """A whole message without the bytes of its attachments."""
        found = _list(self._call("GET", f"/messages/{quote(message_id, safe='')}", query={"format": "full"}))
        if len(found) != 1:
            raise ServiceError("not one message")
        return found[0]

    def attachment(self, message_id: str, attachment_id: str) -> bytes:
        """Bytes of an attachment, checked against the digest the service gives (SHA-3, 256 bits)."""
        where = f"/messages/{quote(message_id, safe='')}/attachments/{quote(attachment_id, safe='')}"
        found = self._call("GET", where)
        file = found.get("file", {}) if isinstance(found, dict) else {}
        try:
            data = b64decode(file.get("file") or "", validate=True)
        except ValueError as error:
            raise ServiceError("attachment is no base64") from error
        told = str(file.get("fileMetadata", {}).get("hash") or "")
        if told and told.lower() != hashlib.sha3_256(data).hexdigest():
            raise ServiceError("attachment does not fit its digest")
        return data

    def evidences(self, message_id: str) -> list[dict[str, Any]]:
        """Evidences of a message as they are now."""
        found = self._call("GET", f"/messages/{quote(message_id, safe='')}/evidences")
        return _list(found.get("evidences") if isinstance(found, dict) else None)

    def evidence_file(self, kind: str, evidence_id: str) -> bytes:
        """The evidence itself; `kind` is purde or puh."""
        return self._bytes("GET", f"/evidences/{kind}/{quote(evidence_id, safe='')}")

    def find_addresses(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        """Entries of the base of electronic addresses (BAE) for a PESEL, NIP, REGON, KRS or name."""
        if not self.box.search_url:
            raise ServiceError("no search service is kept")
        answer = self._request("GET", self.box.search_url, query=query)
        found = _json(answer)
        return _list(found.get("entries") if isinstance(found, dict) else None)

    # requests

    def _call(self, method: str, path: str, *, query: Any = None, body: Any = None) -> Any:
        answer = self._request(method, self._url(path), query=query, body=body)
        return _json(answer)

    def _bytes(self, method: str, path: str) -> bytes:
        content: bytes = self._request(method, self._url(path)).content
        return content

    def _url(self, path: str) -> str:
        return f"{self.box.url}/{quote(self.box.ade, safe='')}{path}"

    def _request(self, method: str, url: str, *, query: Any = None, body: Any = None) -> requests.Response:
        for fresh in (False, True):
            headers = {"Authorization": f"Bearer {self._bearer(fresh)}", "Accept": "application/json, */*"}
            if body is not None:
                body.seek(0)
                headers["Content-Type"] = "application/json"
            answer = self._ask(method, url, params=query, data=body, headers=headers)
            if answer.status_code != 401:
                break
        if answer.status_code == 400:
            raise RefusedError(_words(answer))
        if answer.status_code not in (200, 202):
            raise ServiceError(f"{answer.status_code} for {method} {url}")
        return answer

    def _ask(self, method: str, url: str, **more: Any) -> requests.Response:
        try:
            answer = self.session.request(
                method, url, timeout=SECONDS, allow_redirects=False, stream=True, **more
            )
            content = answer.raw.read(LARGEST + 1, decode_content=True)
        except (requests.RequestException, OSError) as error:
            raise ServiceError(f"{type(error).__name__} for {method} {url}") from error
        if len(content) > LARGEST:
            raise ServiceError("the answer is too large")
        answer._content = content
        return answer

    def _bearer(self, fresh: bool) -> str:
        if self._token and not fresh:
            return self._token
        form = {
            "grant_type": "client_credentials",
            "scope": SCOPE,
            "client_id": self.box.client_id,
            "client_assertion_type": ASSERTION,
            "client_assertion": self._assertion(),
        }
        answer = self._ask("POST", self.box.token_url, data=form)
        if answer.status_code != 200:
            raise ServiceError(f"no token: {answer.status_code} {_words(answer)}")
        token = _json(answer)
        if not isinstance(token, dict) or not token.get("access_token"):
            raise ServiceError("no token in the answer")
        self._token = str(token["access_token"])
        return self._token

    def _assertion(self) -> str:
        """The client's own proof (private_key_jwt, RFC 7523), good for one minute."""
        now = int(time.time())
        claims = {
            "iss": self.box.client_id,
            "sub": self.box.client_id,
            "aud": self.box.token_url,
            "jti": uuid4().hex,
            "iat": now,
            "exp": now + 60,
        }
        signed = ".".join(
            _segment(json.dumps(part).encode()) for part in ({"alg": "RS256", "typ": "JWT"}, claims)
        )
        key: Any = load_pem_private_key(self.box.key.encode(), None)
        return f"{signed}.{_segment(key.sign(signed.encode(), PKCS1v15(), SHA256()))}"


def _segment(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _json(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError as error:
        raise ServiceError("the answer is no JSON") from error


def _list(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise ServiceError("a list is missing in the answer")
    return [item for item in value if isinstance(item, dict)]


def _words(answer: requests.Response) -> str:
    """What the service says of a refusal (`ErrorInfo`), at most 500 characters."""
    try:
        told = answer.json()
    except ValueError:
        return f"HTTP {answer.status_code}"
    items = told if isinstance(told, list) else [told]
    words = [
        str(item.get("error_description") or item.get("error") or "")
        for item in items
        if isinstance(item, dict)
    ]
    return "; ".join(filter(None, words))[:500] or f"HTTP {answer.status_code}"


def moment(text: Any) -> datetime | None:
    """A moment of the service with its zone; None for what is none."""
    try:
        found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


class Carried:
    """A file of a record in a message; its bytes are read when the message is written."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.mark = f"@{uuid4().hex}@"

    def pieces(self) -> Iterator[bytes]:
        """The bytes as the contract carries them (base64), one piece after another."""
        with self.file.open() as content:
            while piece := content.read(PIECE):
                yield b64encode(piece)


def written(message: Mapping[str, Any]) -> IO[bytes]:
    """A message as JSON in a temporary file: what it carries goes in piece by piece."""
    carried: dict[str, Carried] = {}

    def marked(value: Carried) -> str:
        carried[value.mark] = value
        return value.mark

    text = json.dumps(message, default=marked)
    out = TemporaryFile()  # noqa: SIM115 - of whoever sends it
    for part in re.split(r"(@[0-9a-f]{32}@)", text):
        if part in carried:
            out.writelines(carried[part].pieces())
        else:
            out.write(part.encode())
    return out
