"""Steps of the scenario that send letters: to parties, to another office, through the stand-in of e-Doręczenia."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization import PrivateFormat
from cryptography.hazmat.primitives.serialization import PublicFormat
from infostrada.site.records.correspondence.edelivery.client import Client
from infostrada.site.records.correspondence.edelivery.receiving import take_message
from infostrada.site.records.correspondence.edelivery.receiving import unseen
from infostrada.site.records.correspondence.edelivery.sending import follow
from infostrada.site.records.correspondence.edelivery.sending import hand_over
from infostrada.site.records.correspondence.edelivery.settings import Box
from infostrada.site.records.correspondence.edelivery.simulator import Service
from infostrada.site.records.correspondence.outgoing import dispatch
from infostrada.site.records.correspondence.outgoing import operations as outgoing
from infostrada.site.records.correspondence.outgoing.networks import send_all_by_network
from infostrada.site.records.correspondence.outgoing.parties import addressee_of_party
from infostrada.site.records.correspondence.outgoing.parties import known_parties
from infostrada.site.records.correspondence.outgoing.proofs import note_proof
from infostrada.site.records.correspondence.outgoing.proofs import Proof
from infostrada.site.records.correspondence.outgoing.ways import ELECTRONIC
from infostrada.site.records.correspondence.outgoing.ways import POSTAL
from infostrada.site.records.network.standin import StandIn
from infostrada.site.records.workflow import state_of
from plone import api
from typing import Any

import hashlib


class Posting:
    """Letters of one matter; remembers those it made."""

    demo: Any
    unit: Any
    case: Any
    documents: dict[str, Any]

    def __init__(self) -> None:
        self.sent: list[Any] = []

    def do_send(self, step: dict[str, Any]) -> None:
        """Letters from an accepted document: to the parties (`ade` is their address) or an `office`."""
        if "office" in step:
            to = [addressee_of_party(self.unit, step["office"])]
        else:
            to = [each._replace(ade=step.get("ade", "")) for each in known_parties(self.case)]
        document = self.documents[step["document"]]
        letters = outgoing.prepare_letters(document, [outgoing.Dispatch(each) for each in to])
        send_all_by_network(letters)
        self.sent += letters

    def do_list(self, step: dict[str, Any]) -> Any:
        """The registry's list of the letters that go by post."""
        letters = [each for each in self.sent if each.method in POSTAL and not each.list_uid]
        return dispatch.make_list(self.unit, letters, step["carrier"])

    def do_hand_over(self, step: dict[str, Any]) -> None:
        """The list, and the carrier takes its letters."""
        dispatch.hand_over_list(self.do_list(step), self.demo.today)

    def do_prove(self, step: dict[str, Any]) -> None:
        """What came back of the thread's letters that went by post."""
        waiting = [each for each in self.sent if each.method in POSTAL and state_of(each) == "sent"]
        for letter in waiting[: step.get("count", len(waiting))]:
            said = {"by": step.get("taker", ""), "remark": step.get("remark", "")}
            note_proof(letter, Proof(step["how"], self.demo.today, **said))

    def do_exchange(self, step: dict[str, Any]) -> None:
        """Queued letters go through the stand-in of the service and are received; the addressee answers."""
        with self._box() as (service, client), api.env.adopt_roles(["Manager"]):
            for letter in self.sent:
                if letter.method == ELECTRONIC and not letter.message_id:
                    hand_over(letter, client, again=False)
                    follow(letter, client)
                    service.put(self.unit.ade, self._answer(letter, step))
            for message_id in unseen(self.unit.unit_id, client):
                take_message(self.unit, client, message_id)

    def _answer(self, letter: Any, step: dict[str, Any]) -> dict[str, Any]:
        to, data = letter.addressee, self.demo.make.pdf(step["subject"], step["text"])
        about = {
            "filename": "pismo.pdf",
            "contentType": "application/pdf",
            "alg": "SHA-3",
            "hash": hashlib.sha3_256(data).hexdigest(),
        }
        sender = {
            "eDeliveryAddress": to.ade,
            "contributor": {"companyName": to.org_name}
            if to.org_name
            else {"firstName": to.given_names, "lastName": to.surname},
            "address": {"country": "PL", "city": to.city, "postalCode": to.postal_code, "street": to.street},
        }
        return {
            "messageMetadata": {
                "from": sender,
                "to": [{"eDeliveryAddress": self.unit.ade}],
                "subject": step["subject"],
                "refToMessageId": letter.message_id,
            },
            "textBody": step["text"],
            "attachments": [
                {"attachmentId": "1", "file": {"fileMetadata": about, "file": b64encode(data).decode()}}
            ],
        }

    @contextmanager
    def _box(self) -> Iterator[tuple[Service, Client]]:
        """The unit's box at a stand-in that lives as long as the step."""
        key = generate_private_key(65537, 2048)
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        service = Service()
        service.know("pokaz", public, self.unit.ade)
        with StandIn(service).running() as server:
            base = f"http://127.0.0.1:{server.server_port}"
            box = Box(self.unit.ade, f"{base}/api/v1", f"{base}/oauth/token", "pokaz", private)
            yield service, Client(box)
