"""A stand-in of the service of e-Doręczenia, and an office with a box at it."""

from contextlib import contextmanager
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization import PrivateFormat
from cryptography.hazmat.primitives.serialization import PublicFormat
from functools import cache
from infostrada.core.outbox.delivery import Message
from infostrada.site.records.correspondence.edelivery.sending import SendLetter
from infostrada.site.records.correspondence.edelivery.settings import keep_box
from infostrada.site.records.correspondence.edelivery.simulator import Service
from infostrada.site.records.network.standin import StandIn
from plone.uuid.interfaces import IUUID


OFFICE_ADE = "AE:PL-12345-67890-ABCDE-12"


@cache
def key_pair():
    """Private and public key in PEM form, made once."""
    made = generate_private_key(65537, 2048)
    private = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    public = made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return private, public


@contextmanager
def stand_in(unit):
    """The service over HTTP, and the unit's box at it."""
    private, public = key_pair()
    service = Service()
    service.know("urzad", public, OFFICE_ADE)
    unit.ade = OFFICE_ADE
    with StandIn(service).running() as server:
        base = f"http://127.0.0.1:{server.server_port}"
        keep_box(
            unit,
            {"url": f"{base}/api/v1", "token_url": f"{base}/oauth/token", "search_url": f"{base}/bae/search",
             "client_id": "urzad", "key": private},
        )  # fmt: skip
        yield service


def attempt(letter, number=1):
    """What the outbox does once with a letter."""
    uid = IUUID(letter)
    SendLetter().deliver(Message(1, "edelivery.send", f"edelivery.send:{uid}", {"letter": uid}, number))
