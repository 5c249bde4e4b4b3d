"""What verdicts and reasons mean to a person."""

from infostrada.site import _
from infostrada.site.desk.refusals import RefusalWords
from typing import Any


VERDICTS: dict[str, tuple[Any, str]] = {
    "valid": (_("valid"), "done"),
    "untrusted": (_("valid, but not known to be trustworthy"), "wait"),
    "unverifiable": (_("cannot be verified"), "wait"),
    "invalid": (_("invalid"), "warn"),
}
REASONS: dict[str, Any] = {
    "signature_good": _("The content is as it was signed, and the certificate is on the trust list."),
    "issuer_unknown": _(
        "The content is as it was signed, but the issuer of the certificate is not on the trust list."
    ),
    "certificate_expired": _(
        "The certificate has expired, and no trusted timestamp proves that it was signed before."
    ),
    "certificate_not_yet_valid": _("The certificate was not valid yet."),
    "certificate_revoked": _("The certificate had been revoked."),
    "certificate_misused": _("The certificate is not meant for signatures."),
    "certificate_missing": _("The signature does not carry the signer's certificate."),
    "chain_invalid": _("The path of certificates to the trust list does not hold."),
    "weak_algorithm": _("The signature uses an algorithm that is too weak today."),
    "algorithm_unknown": _("The signature uses an algorithm this system does not know."),
    "not_advanced": _(
        "It is a plain XML signature without the properties of XAdES: it does not bind the signer's certificate."
    ),
    "content_changed": _("The content was changed after it was signed."),
    "content_missing": _("The signature is separate; the signed content is missing."),
    "signature_forged": _("The signature does not belong to the certificate."),
    "timestamp_forged": _("The timestamp does not belong to the signature."),
    "changed_after_signing": _("Something a reader sees was added to the file after it was signed."),
    "covers_part": _("The signature covers only a part of the content."),
    "other_content": _("The signature is of something else than this version."),
    "not_signed": _("The file carries no signature."),
    "signature_broken": _("The signature cannot be read."),
    "transform_unknown": _("The signature prepares the content in a way that is not supported."),
    "manifest_missing": _("The container does not say what the signature covers."),
    "container_broken": _("The container is damaged."),
    "pdf_broken": _("The PDF file is damaged or not signed in a known way."),
    "signature_kind_unknown": _(
        "A signature in the PDF file is of an old or unknown kind that is not verified (neither PAdES nor adbe.pkcs7.detached)."
    ),
    "pdf_irregular": _(
        "The PDF file is not built by the rules, and something was added after this signature: whether a reader sees the "
        "same as the signer cannot be told."
    ),
    "xml_broken": _("The XML file is damaged."),
    "xml_doctype": _("The XML file has a document type declaration and is not looked at."),
    "xml_doubled_ids": _("The XML file names two parts alike and is not looked at."),
    "file_too_large": _("The file is too large."),
}
# What became of a file that was to be stamped anew.
RENEWALS: dict[str, Any] = {
    "renewed": _("stamped anew"),
    "renewed_before": _("stamped anew before"),
    "file_gone": _("the file is missing"),
    "stamping_unreachable": _("the authority did not answer"),
    "stamp_refused": _("the authority refused"),
    "stamp_broken": _("the answer cannot be read"),
    "stamp_of_other": _("the answer is about something else"),
    "stamp_repeated": _("the answer is to another question"),
    "stamp_other_policy": _("the answer has another policy"),
    "stamp_of_other_time": _("the answer tells another time"),
    "stamp_forged": _("the timestamp's signature is not sound"),
    "stamp_untrusted": _("the timestamp's maker is not trusted or its certificate has ended"),
    "stamp_ends_sooner": _("the new timestamp ends sooner than the one there is"),
    "pdf_not_extended": _("the PDF cannot be extended"),
}
REFUSALS: dict[str, Any] = {
    "not_an_oid": _("This is no object identifier, such as 1.2.616.1.113527.2.4.1."),
    "password_over_http": _("A password goes over HTTPS only."),
    "stamping_missing": _("The installation has no time-stamping authority yet."),
    "stamping_unreachable": _(
        "The time-stamping authority does not answer; order the timestamps again later."
    ),
    "certificate_broken": _("This is not a certificate (PEM or DER)."),
    "certificate_known": _("The certificate is on the list already."),
    "crl_broken": _("This is not a list of revoked certificates (CRL)."),
    "document_not_accepted": _("Only an accepted document is signed."),
    "keystore_broken": _("The key file (PKCS#12) does not open with this password."),
    "list_broken": _("The trusted list holds a certificate that cannot be read. The list held before stays."),
    "trust_list_empty": _(
        "The trusted list names no service for signatures, seals or timestamps. The list held before stays."
    ),
    "list_expired": _(
        "The trusted list is out of date: its next issue was due already. The list held before stays."
    ),
    "list_not_newer": _(
        "A newer issue of this trusted list is held already, or another one of the same number."
    ),
    "list_signer_changed": _(
        "Another certificate signed this list than the one held before. Compare it with the European list of trusted lists and "
        "enter its SHA-256 here to take the list in."
    ),
    "list_signer_other": _("The list is signed by another certificate than the one of this SHA-256."),
    "list_signature_invalid": _("The signature of the trusted list is not sound."),
    "list_unsigned": _("The trusted list is not signed as a whole."),
    "no_pages_to_print": _("Only a PDF or an office document has pages to print."),
    "no_seal": _("The office has no seal on this server."),
    "nothing_signed": _("The document has no signed file yet."),
    "not_a_trusted_list": _("This is not a trusted list (ETSI TS 119 612)."),
    "signed_already": _("This signed file is kept already."),
}
SAID_ELSEWHERE = {"file_too_large", "xml_broken"}
WORDS = RefusalWords(
    {**{name: text for name, text in REASONS.items() if name not in SAID_ELSEWHERE}, **REFUSALS}
)
