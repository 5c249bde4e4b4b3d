"""The page of the site's trust list."""

from collections.abc import Sequence
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import options
from infostrada.site.desk.words import word
from infostrada.site.records.browser.signatures import FILE
from infostrada.site.records.browser.tables import table
from infostrada.site.records.deed import now
from infostrada.site.records.problems import invalid
from infostrada.site.records.signatures.store import add_certificate
from infostrada.site.records.signatures.store import add_revocations
from infostrada.site.records.signatures.store import HeldList
from infostrada.site.records.signatures.store import import_list
from infostrada.site.records.signatures.store import remove_certificate
from infostrada.site.records.signatures.store import trust_list
from infostrada.site.records.signatures.store import validity
from infostrada.site.records.upload import from_form
from typing import Any


PURPOSES = {"signature": _("signatures"), "timestamp": _("timestamps")}


class TrustPage(DeskPage):
    """The site's trust list, kept by the operator."""

    heading = _("Trusted certificates")
    lead = _(
        "A signature is called valid only when its certificate leads to one of these. Nothing is fetched from outside."
    )

    @property
    def here(self) -> str:
        """The page itself."""
        return f"{self.context.absolute_url()}/@@trusted-certificates"

    @property
    def links(self) -> list[dict[str, Any]]:
        """Who makes the timestamps of the archive."""
        url = f"{self.context.absolute_url()}/@@time-stamping"
        return [{"label": _("Time-stamping authority"), "url": url}]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The list and the three ways to add to it."""
        held = trust_list()
        rows = []
        for entry in held.entries:
            since, until = validity(entry)
            key = f"{entry.fingerprint}-{entry.anchor.purpose}"
            rows.append(
                {
                    "id": key,
                    "title": entry.name,
                    "cells": {
                        "name": {"text": entry.name},
                        "purpose": {"text": PURPOSES[entry.anchor.purpose]},
                        "since": dated(since, self.request),
                        "until": dated(until, self.request),
                        "source": {"text": entry.source or entry.actor.name},
                        "digest": {"text": entry.fingerprint[:16]},
                    },
                }
            )
        columns = (
            ("name", _("Certificate")),
            ("purpose", _("Believed for")),
            ("since", _("From")),
            ("until", _("To")),
            ("source", _("Taken in from")),
            ("digest", _("SHA-256 begins with")),
        )
        return [
            {
                "id": "certificates",
                "title": _("Certificates"),
                "register": table(_("Trusted certificates"), columns, rows),
                "forms": self._removing(held.entries),
            },
            *self._lists(held.lists),
            {"id": "adding", "title": _("Take in"), "forms": self._adding()},
        ]

    def _lists(self, lists: Sequence[HeldList]) -> list[dict[str, Any]]:
        """The trusted lists held, with a mark at one whose next issue was due already."""
        rows = [
            {
                "id": each.sha256,
                "title": each.source,
                "cells": {
                    "source": {"text": each.source},
                    "number": {"text": str(each.number)},
                    "issued": dated(each.issued_at, self.request),
                    "next": self._due(each),
                    "signer": {"text": each.signer},
                    "signed_with": {"text": each.signed_with},
                },
            }
            for each in lists
        ]
        columns = (
            ("source", _("Trusted list")),
            ("number", _("Number")),
            ("issued", _("Issued on")),
            ("next", _("Next issue due")),
            ("signer", _("Signed by")),
            ("signed_with", _("SHA-256 of the signer's certificate")),
        )
        if not rows:
            return []
        register = table(_("Trusted lists taken in"), columns, rows, num=("number",))
        return [{"id": "lists", "title": _("Trusted lists"), "register": register}]

    def _due(self, held: HeldList) -> dict[str, Any]:
        late = held.next_update is not None and held.next_update < now()
        return {**dated(held.next_update, self.request), **({"tone": "warn"} if late else {})}

    def _adding(self) -> list[Any]:
        return [
            self.one(
                "certificate",
                _("Take the certificate in"),
                {**FILE, "label": _("Certificate (PEM or DER)")},
                {
                    "name": "purpose",
                    "label": _("Believed for"),
                    "kind": "select",
                    "required": True,
                    "options": options(PURPOSES),
                },
            ),
            self.one(
                "list",
                _("Take the trusted list in"),
                {**FILE, "label": _("Trusted list (ETSI TS 119 612)")},
                {
                    "name": "signed_with",
                    "label": _("SHA-256 of the signer's certificate"),
                    "hint": _("Needed when another certificate signed the list than the one before."),
                },
            ),
            self.one(
                "revocations",
                _("Take the revocations in"),
                {**FILE, "label": _("List of revoked certificates (CRL)")},
            ),
        ]

    def _removing(self, entries: Any) -> list[Any]:
        if not entries:
            return []
        listed = [
            {
                "value": f"{entry.fingerprint} {entry.anchor.purpose}",
                "label": f"{entry.name} ({word(PURPOSES[entry.anchor.purpose], self.request)})",
            }
            for entry in entries
        ]
        field = {"name": "entry", "label": _("Certificate"), "kind": "select", "options": listed}
        return [self.one("remove", _("Believe it no more"), field, tone="btn-danger")]

    def _data(self) -> bytes:
        upload = from_form(self.form.get("file"))
        if upload is None:
            raise invalid("file", "file_missing")
        return upload.data

    def do_certificate(self) -> str:
        """Take one certificate in."""
        add_certificate(self._data(), self.text("purpose"))
        return self.here

    def do_list(self) -> str:
        """Take a trusted list in and say who signed it."""
        found = import_list(self._data(), self.text("signed_with"))
        self.say(
            _(
                "List ${number} of ${territory}: ${count} services. It was signed by ${signer}; compare that name "
                "with the European list of trusted lists.",
                mapping={
                    "number": found.sequence,
                    "territory": found.territory,
                    "count": len(found.services),
                    "signer": found.signer,
                },
            )
        )
        return self.here

    def do_revocations(self) -> str:
        """Take a CRL in."""
        add_revocations(self._data())
        return self.here

    def do_remove(self) -> str:
        """Believe a certificate no more."""
        fingerprint, _space, purpose = self.text("entry").partition(" ")
        remove_certificate(fingerprint, purpose)
        return self.here
