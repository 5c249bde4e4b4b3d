"""REST: signed files of documents, signatures on letters, the trust list."""

from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.signatures.operations import attach_signature
from infostrada.site.records.signatures.operations import check_letter_file
from infostrada.site.records.signatures.operations import seal_document
from infostrada.site.records.signatures.operations import validate_again
from infostrada.site.records.signatures.report import report_json
from infostrada.site.records.signatures.stamping.settings import drop_authority
from infostrada.site.records.signatures.stamping.settings import keep_authority
from infostrada.site.records.signatures.stamping.settings import kept
from infostrada.site.records.signatures.store import add_certificate
from infostrada.site.records.signatures.store import add_revocations
from infostrada.site.records.signatures.store import import_list
from infostrada.site.records.signatures.store import remove_certificate
from infostrada.site.records.signatures.store import trust
from infostrada.site.records.signatures.store import trust_list
from infostrada.site.records.signatures.trust import SIGNATURE
from infostrada.site.records.upload import from_json
from typing import Any


class SignaturesPost(ActService):
    """`POST <document>/@signatures`: keep a signed file of the accepted version. Body: `file`."""

    def answer(self) -> dict[str, Any]:
        """201 with the document; 400 says what is wrong with the signature."""
        attach_signature(self.context, from_json(self.body.get("file"), "file"))
        return self.created(self.context)


class SealPost(ActService):
    """`POST <document>/@seal`: put the office's seal on the accepted version."""

    def answer(self) -> dict[str, Any]:
        """201 with the document."""
        seal_document(self.context)
        return self.created(self.context)


class DocumentSignatureCheckPost(WritingService):
    """`POST <document>/@signature-check`: validate all signed files against the trust list of today."""

    def answer(self) -> dict[str, Any]:
        """The document with the new reports."""
        validate_again(self.context)
        return self.as_json(self.context)


class LetterSignatureCheckPost(WritingService):
    """`POST <letter>/@signature-check`: validate a file that came with the letter. Body: `file` (its uid)."""

    def answer(self) -> dict[str, Any]:
        """The report."""
        report = check_letter_file(self.context, text(self.body, "file"))
        return {"@id": f"{self.context.absolute_url()}/@signature-check", **report_json(report)}


def _trusted(url: str) -> dict[str, Any]:
    held = trust_list()
    items = [
        {
            "fingerprint": entry.fingerprint,
            "name": entry.name,
            "purpose": entry.anchor.purpose,
            "source": entry.source,
            "since": entry.anchor.since.isoformat() if entry.anchor.since else None,
            "until": entry.anchor.until.isoformat() if entry.anchor.until else None,
            "added_by": entry.actor.name,
            "added_at": entry.at.isoformat(),
        }
        for entry in held.entries
    ]
    asked = kept()
    return {
        "@id": f"{url}/@trust-list",
        "authority": {"url": asked.url, "policy": asked.policy, "login": asked.login} if asked else None,
        "digest": trust().digest,
        "revocation_lists": len(held.crls),
        "lists": [
            {
                "source": each.source,
                "number": each.number,
                "issued_at": each.issued_at.isoformat() if each.issued_at else None,
                "next_update": each.next_update.isoformat() if each.next_update else None,
                "signer": each.signer,
                "signed_with": each.signed_with,
                "sha256": each.sha256,
                "taken_in_by": each.actor.name,
                "taken_in_at": each.at.isoformat(),
            }
            for each in held.lists
        ],
        "items": items,
    }


class TrustListGet(RecordService):
    """`GET <site>/@trust-list`: certificates signatures are believed by."""

    def answer(self) -> dict[str, Any]:
        """Entries and the digest reports name the list by."""
        return _trusted(self.context.absolute_url())


class TrustListPost(WritingService):
    """`POST <site>/@trust-list`: take something in, by `kind`.

    `certificate` (`file`, `purpose`: signature or timestamp), `trusted_list` (`file`, ETSI TS 119 612; `signed_with`, the
    SHA-256 of its signer's certificate, needed when that has changed), `revocations` (`file`, a CRL), `authority` (`url`,
    `policy`, `login`, `password`: whom to ask for timestamps, RFC 3161; an empty `url` asks nobody).
    """

    def answer(self) -> dict[str, Any]:
        """The list as it is now."""
        kind = text(self.body, "kind", "certificate")
        if kind == "authority":
            told = {name: text(self.body, name) for name in ("url", "policy", "login", "password")}
            if told["url"]:
                keep_authority(**told)
            else:
                drop_authority()
            return _trusted(self.context.absolute_url())
        data = from_json(self.body.get("file"), "file").data
        if kind == "certificate":
            add_certificate(data, text(self.body, "purpose", SIGNATURE))
        elif kind == "trusted_list":
            import_list(data, text(self.body, "signed_with"))
        elif kind == "revocations":
            add_revocations(data)
        else:
            raise invalid("kind", "not_in_list")
        return _trusted(self.context.absolute_url())


class TrustListDelete(WritingService):
    """`DELETE <site>/@trust-list`: believe a certificate no more. Body: `fingerprint`, `purpose`."""

    def answer(self) -> dict[str, Any]:
        """The list as it is now."""
        body = self.body
        remove_certificate(text(body, "fingerprint"), text(body, "purpose", SIGNATURE))
        return _trusted(self.context.absolute_url())
