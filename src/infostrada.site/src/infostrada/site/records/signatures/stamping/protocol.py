"""A question to a time-stamping authority and what its answer must be (RFC 3161). Pure.

The answer is believed only when it is about the digest that was asked (2.4.2: messageImprint), carries the nonce of the
question (a repeated or foreign answer does not) and, when one was asked for, the policy. Whether its signature is
trusted is asked of the site's list afterwards.
"""

from asn1crypto import algos
from asn1crypto import cms
from asn1crypto import core
from asn1crypto import tsp
from typing import ClassVar
from typing import NamedTuple

import secrets


ALGORITHM = "sha256"
GRANTED = ("granted", "granted_with_mods")


class Refused(Exception):
    """The answer is no timestamp of what was asked; `reason` is a machine word, the words are the authority's own."""

    def __init__(self, reason: str, words: str = "") -> None:
        super().__init__(reason)
        self.reason, self.words = reason, words


class Response(core.Sequence):
    """TimeStampResp (RFC 3161, 2.4.2): a refusal has no token."""

    _fields: ClassVar = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class Question(NamedTuple):
    """What was asked: the digest, a number nobody can guess, the policy if one is wanted."""

    digest: bytes
    nonce: int
    policy: str = ""

    @property
    def der(self) -> bytes:
        """The question as it is sent."""
        return request_of(self).dump()


def question(digest: bytes, policy: str = "") -> Question:
    """A question about a SHA-256 digest."""
    return Question(digest, secrets.randbits(63) | 1, policy)


def request_of(asked: Question) -> tsp.TimeStampReq:
    """TimeStampReq of RFC 3161, 2.4.1; the certificate of the authority is to come with the answer."""
    told = {
        "version": 1,
        "message_imprint": tsp.MessageImprint(
            {
                "hash_algorithm": algos.DigestAlgorithm({"algorithm": ALGORITHM}),
                "hashed_message": asked.digest,
            }
        ),
        "nonce": core.Integer(asked.nonce),
        "cert_req": True,
    }
    return tsp.TimeStampReq({**told, "req_policy": asked.policy} if asked.policy else told)


def token_of(answer: bytes, asked: Question) -> cms.ContentInfo:
    """The token of an answer that is about the question; raises `Refused` for anything else."""
    try:
        response = Response.load(answer, strict=True)
        status = response["status"]["status"].native
        if status not in GRANTED:
            raise Refused("stamp_refused", _said(response["status"]))
        token: cms.ContentInfo = response["time_stamp_token"]
        info = token["content"]["encap_content_info"]["content"].parsed
        imprint = info["message_imprint"]
        told = (imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native)
        nonce, policy = info["nonce"].native, info["policy"].native
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused("stamp_broken") from error
    if told != (ALGORITHM, asked.digest):
        raise Refused("stamp_of_other")
    if nonce != asked.nonce:
        raise Refused("stamp_repeated")
    if asked.policy and policy != asked.policy:
        raise Refused("stamp_other_policy", str(policy))
    return token


def _said(status: tsp.PKIStatusInfo) -> str:
    """What the authority says of a refusal, at most 300 characters."""
    words = [str(status["status"].native)]
    if status["status_string"].native:
        words += [str(each) for each in status["status_string"].native]
    if status["fail_info"].native:
        words += sorted(str(each) for each in status["fail_info"].native)
    return ": ".join(words)[:300]
