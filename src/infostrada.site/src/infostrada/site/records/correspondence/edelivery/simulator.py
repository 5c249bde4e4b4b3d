"""A stand-in of the e-Doręczenia user agent and of the base of addresses.

Written from the UA API contract 3.0.8: tokens by private_key_jwt, sending with tasks, messages, attachments,
evidences. For tests, demonstrations and integrators; it keeps everything in memory. `POST /_control` makes it
misbehave as networks do: `lose` an answer after the work was done, `fail`, `refuse`, answer `late`, `repeat`
what it lists, `reject` a posting, leave a letter `waiting`. No message of the real service ever reaches it.
"""

from base64 import b64decode
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from datetime import datetime
from datetime import UTC
from infostrada.site.records.network import standin
from infostrada.site.records.network.standin import Answer
from infostrada.site.records.network.standin import Call
from lxml import etree
from typing import Any
from urllib.parse import parse_qs
from urllib.parse import unquote
from uuid import uuid4

import hashlib
import json
import time


ETSI = "http://uri.etsi.org/19522/v1#"
API = "/api/v1/"
MOST_RECIPIENTS = 15


def refusal(code: str, words: str) -> Answer:
    """400 with the contract's `ErrorInfo`."""
    return Answer(400, [{"error": code, "error_description": words}])


class Service(standin.Service):
    """Boxes, messages and evidences."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[str, str] = {}
        self.tokens: dict[str, float] = {}
        self.messages: dict[str, dict[str, Any]] = {}
        self.boxes: dict[str, dict[str, list[str]]] = {}
        self.tasks: dict[str, dict[str, Any]] = {}
        self.evidence_files: dict[str, bytes] = {}
        self.entries: list[dict[str, Any]] = []
        self.receives = True
        self.repeats = False
        self.clock: datetime | None = None

    def now(self) -> datetime:
        """The service's own moment; tests may set it."""
        return self.clock or datetime.now(UTC)

    def know(self, client_id: str, public_key: str, *ades: str) -> None:
        """Let a client with this key use these boxes."""
        self.keys[client_id] = public_key
        for ade in ades:
            self.boxes.setdefault(ade, {"INBOX": [], "SENT": []})

    def malformed(self, words: str) -> Answer:
        """400 with the contract's word for it."""
        return refusal("JSON", words)

    def respond(self, call: Call) -> Any:
        """Answer a call to the token service, the base of addresses or the user agent."""
        if call.path == "/oauth/token":
            form = {name: values[-1] for name, values in parse_qs(call.body.decode()).items()}
            return self.token(form, f"http://{call.headers.get('Host', '')}/oauth/token")
        self.check(call.headers.get("Authorization", ""))
        if call.path == "/bae/search":
            return self.search(call.query)
        if not call.path.startswith(API):
            raise Answer(404, {"error": "not_found"})
        return self.route(call.method, call.path, call.query, json.loads(call.body) if call.body else None)

    # tokens

    def token(self, form: dict[str, str], audience: str) -> dict[str, Any]:
        """A bearer token for a client that proves itself by its key (RFC 7523)."""
        parts = form.get("client_assertion", "").split(".")
        if form.get("grant_type") != "client_credentials" or len(parts) != 3:
            raise Answer(400, {"error": "invalid_request"})
        claims = json.loads(_unsegment(parts[1]))
        key: Any = self.keys.get(claims.get("sub", ""))
        if key is None or claims.get("aud") != audience or claims.get("exp", 0) < time.time():
            raise Answer(401, {"error": "invalid_client"})
        try:
            signed = f"{parts[0]}.{parts[1]}".encode()
            public: Any = load_pem_public_key(key.encode())
            public.verify(_unsegment(parts[2]), signed, PKCS1v15(), SHA256())
        except InvalidSignature as error:
            raise Answer(401, {"error": "invalid_client"}) from error
        token = uuid4().hex
        self.tokens[token] = time.time() + 300
        return {"access_token": token, "token_type": "Bearer", "expires_in": 300}

    def check(self, header: str) -> None:
        """401 for a token that is none or has run out."""
        if self.tokens.get(header.removeprefix("Bearer "), 0) < time.time():
            raise Answer(401, {"error": "invalid_token"})

    # sending

    def send(self, ade: str, message: dict[str, Any]) -> dict[str, Any]:
        """Take a message over; what becomes of it is asked by its task."""
        metadata = message.get("messageMetadata") or {}
        fault = self.next_fault()
        if fault == "fail":
            raise Answer(500, {"error": "internal"})
        if fault == "refuse":
            raise refusal("VALIDATION", "Wiadomość odrzucona przez usługę")
        self._validate(ade, message)
        identifier, task = str(uuid4()), str(uuid4())
        stamp = _iso(self.now())
        metadata |= {
            "messageId": identifier,
            "threadId": self._thread(metadata) or str(uuid4()),
            "timestamp": stamp,
            "eventDate": stamp,
        }
        hybrid = metadata["shippingService"] == "hybrid"
        self.messages[identifier] = {
            "ade": ade,
            "message": message,
            "status": "W trakcie weryfikacji",
            "evidences": [],
            "kind": "puh" if hybrid else "purde",
        }
        self.boxes[ade]["SENT"].append(identifier)
        self.tasks[task] = {"message": identifier, "pending": 2 if fault == "late" else 0}
        if fault == "reject":
            self.evidence(identifier, "A.2", "Adres nie istnieje")
        else:
            self._carry(identifier, waiting=fault == "waiting")
        if fault == "lose":
            raise Answer(0, lost=True)
        return {"messageTaskId": task}

    def _validate(self, ade: str, message: dict[str, Any]) -> None:
        metadata = message.get("messageMetadata") or {}
        if metadata.get("shippingService") not in ("electronic", "hybrid"):
            raise refusal("R0", "Nieznany rodzaj usługi")
        if (metadata.get("from") or {}).get("eDeliveryAddress") != ade:
            raise refusal("R3", "Nadawca nie jest właścicielem skrzynki")
        to = metadata.get("to") or []
        hybrid = metadata["shippingService"] == "hybrid"
        if not 1 <= len(to) <= (1 if hybrid else MOST_RECIPIENTS):
            raise refusal("R2", "Niewłaściwa liczba adresatów")
        if len(message.get("textBody") or "") > 5000:
            raise refusal("R5", "Treść dłuższa niż 5000 znaków")
        names = []
        for each in message.get("attachments") or []:
            about = (each.get("file") or {}).get("fileMetadata") or {}
            name = about.get("filename") or ""
            wrong = set(name) & set(' ~"#%&*:<>?!/\\{|}')
            ending = name.rpartition(".")[2]
            if not name or len(name) > 128 or wrong or ending != ending.lower():
                raise refusal("R1", f"Niewłaściwa nazwa załącznika: {name}")
            if hybrid and ending != "pdf":
                raise refusal("R1", "Usługa hybrydowa przyjmuje tylko PDF")
            data = b64decode((each.get("file") or {}).get("file") or "")
            if hashlib.sha3_256(data).hexdigest() != about.get("hash") or about.get("alg") != "SHA-3":
                raise refusal("R6", "Skrót załącznika nie zgadza się z treścią")
            names.append(name)
        if len(set(names)) != len(names):
            raise refusal("R1", "Powtórzona nazwa załącznika")

    def _thread(self, metadata: dict[str, Any]) -> str:
        known = self.messages.get(str(metadata.get("refToMessageId") or ""))
        return str(known["message"]["messageMetadata"].get("threadId") or "") if known else ""

    def _carry(self, identifier: str, *, waiting: bool) -> None:
        held = self.messages[identifier]
        if held["kind"] == "puh":
            self.evidence(identifier, "H.PN")
            if self.receives and not waiting:
                self.evidence(identifier, "H.EPO")
            return
        self.evidence(identifier, "A.1")
        self.evidence(identifier, "B.1")
        for to in held["message"]["messageMetadata"]["to"]:
            ade = to.get("eDeliveryAddress") or ""
            if ade in self.boxes:
                self.put(ade, held["message"])
        self.evidence(identifier, "D.1")
        if self.receives and not waiting:
            self.evidence(identifier, "E.1")
            self.evidence(identifier, "BP.OX")

    def put(self, ade: str, message: dict[str, Any]) -> str:
        """Lay a message into a box, with its confirmation of receipt; answers with its id."""
        identifier, stamp = str(uuid4()), _iso(self.now())
        metadata = {**(message.get("messageMetadata") or {})}
        metadata |= {"messageId": identifier, "receiptDate": stamp, "eventDate": stamp}
        metadata.setdefault("submissionDate", stamp)
        metadata.setdefault("threadId", str(uuid4()))
        metadata.setdefault("shippingService", "electronic")
        copied = {**message, "messageMetadata": metadata}
        self.messages[identifier] = {
            "ade": ade,
            "message": copied,
            "status": "Doręczona",
            "evidences": [],
            "kind": "purde",
        }
        self.boxes.setdefault(ade, {"INBOX": [], "SENT": []})["INBOX"].append(identifier)
        self.evidence(identifier, "BP.OX")
        return identifier

    def evidence(self, message_id: str, code: str, detail: str = "") -> str:
        """Add an evidence to a message, with its file."""
        held, stamp, identifier = self.messages[message_id], _iso(self.now()), str(uuid4())
        told = {
            "evidenceId": identifier,
            "messageId": message_id,
            "createDate": stamp,
            "eventDate": stamp,
            "type": code.replace(".", "") if code.startswith("BP") else code,
            "reasonDetails": [detail] if detail else [],
            "downloaded": False,
        }
        held["evidences"].append(told)
        root = etree.Element(f"{{{ETSI}}}Evidence", nsmap={None: ETSI})
        for tag, text in (
            ("EvidenceIdentifier", identifier),
            ("EventIdentifier", code),
            ("EventTime", stamp),
            ("MessageIdentifier", message_id),
        ):
            etree.SubElement(root, f"{{{ETSI}}}{tag}").text = text
        self.evidence_files[identifier] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        return identifier

    # reading

    def listed(self, ade: str, query: dict[str, str]) -> dict[str, Any]:
        """A page of a box's folder, the newest first."""
        found = list(reversed(self.boxes.get(ade, {}).get(query.get("label", "INBOX"), [])))
        since = query.get("eventDateFrom", "")
        kept = [
            one for one in found if self.messages[one]["message"]["messageMetadata"]["eventDate"] >= since
        ]
        if self.repeats:
            kept = [one for one in kept for _twice in range(2)]
        offset, limit = int(query.get("offset", "0")), int(query.get("limit", "20"))
        page = [self._shown(one, whole=False) for one in kept[offset : offset + limit]]
        return {"messages": page, "resultSize": len(page), "total": len(kept)}

    def _shown(self, identifier: str, *, whole: bool) -> dict[str, Any]:
        held = self.messages[identifier]
        control = {"status": held["status"], "messageType": "Message", "opened": held.get("opened", False)}
        shown: dict[str, Any] = {
            "messageMetadata": held["message"]["messageMetadata"],
            "messageControlData": control,
        }
        if whole:
            held["opened"] = True
            shown["textBody"] = held["message"].get("textBody", "")
            shown["attachments"] = [
                {
                    "order": order,
                    "attachmentId": str(each.get("attachmentId") or order),
                    "file": {"fileMetadata": each["file"]["fileMetadata"]},
                }
                for order, each in enumerate(held["message"].get("attachments") or [], 1)
            ]
        return shown

    def route(self, method: str, path: str, query: dict[str, str], body: Any) -> Any:
        """Answer a request of the contract; raises `Answer` for anything but 200."""
        parts = [unquote(part) for part in path.removeprefix(API).split("/")]
        ade, rest = parts[0], parts[1:]
        if ade not in self.boxes:
            raise refusal("R3", "Nie ma takiej skrzynki")
        match (method, *rest):
            case ("POST", "messages"):
                raise Answer(202, self.send(ade, body))
            case ("GET", "messages"):
                return self.listed(ade, query)
            case ("GET", "messages", "tasks", task, "status"):
                held = self._task(task)
                held["pending"] -= 1
                return {"messageTaskStatus": "PENDING" if held["pending"] >= 0 else "FINISHED"}
            case ("GET", "messages", "tasks", task):
                return [{"messageId": self._task(task)["message"]}]
            case ("GET", "messages", identifier):
                return [self._shown(self._own(ade, identifier), whole=True)]
            case ("GET", "messages", identifier, "attachments", attachment):
                return self._attachment(self._own(ade, identifier), attachment)
            case ("GET", "messages", identifier, "evidences"):
                found = self.messages[self._own(ade, identifier)]["evidences"]
                return {"evidences": found * 2 if self.repeats else found}
            case ("GET", "evidences", "purde" | "puh", evidence) if evidence in self.evidence_files:
                raise Answer(200, raw=self.evidence_files[evidence])
        raise Answer(404, {"error": "not_found"})

    def _task(self, task: str) -> dict[str, Any]:
        if task not in self.tasks:
            raise refusal("R8", "Nie ma takiego zadania")
        return self.tasks[task]

    def _own(self, ade: str, identifier: str) -> str:
        held = self.messages.get(identifier)
        if held is None or held["ade"] != ade:
            raise refusal("R8", "Nie ma takiej wiadomości")
        return identifier

    def _attachment(self, identifier: str, attachment: str) -> dict[str, Any]:
        listed = self.messages[identifier]["message"].get("attachments") or []
        for order, each in enumerate(listed, 1):
            if str(each.get("attachmentId") or order) == attachment:
                found: dict[str, Any] = each
                return found
        raise refusal("R8", "Nie ma takiego załącznika")

    def search(self, query: dict[str, str]) -> dict[str, Any]:
        """Entries of the base of addresses that have every value asked for."""
        asked = {name: value for name, value in query.items() if value}
        found = [each for each in self.entries if asked and all(each.get(n) == v for n, v in asked.items())]
        return {"entries": found}

    def control(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Faults to come, a message to lay into a box, an evidence to add, clients, addresses."""
        super().control(told)
        self.receives = bool(told.get("receives", self.receives))
        self.repeats = bool(told.get("repeats", self.repeats))
        self.entries += told.get("entries", [])
        for client in told.get("clients", ()):
            self.know(client["client_id"], client["public_key"], *client["ades"])
        made = [self.put(each["ade"], each["message"]) for each in told.get("put", ())]
        made += [self.evidence(each["messageId"], each["type"], each.get("detail", "")) for each in told.get("evidences", ())]  # fmt: skip
        return {"made": made}


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _unsegment(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
