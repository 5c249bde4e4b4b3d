"""What the machine words of the ADE mean to a person."""

from infostrada.site import _
from infostrada.site.desk.refusals import RefusalWords


MESSAGES = {
    "ade_account_missing": _("The office keeps no account at the archive of electronic documents (ADE)."),
    "ade_not_accepted": _("The ADE has not accepted an application for this transfer yet."),
    "ade_under_way": _("This is on its way through the ADE already."),
    "certificate_over": _("The certificate is no longer valid."),
    "key_of_other_certificate": _("The key belongs to another certificate."),
    "not_a_certificate": _("This is not a certificate in PEM form."),
    "not_a_private_key": _("This is not a private key in PEM form without a password."),
    "signature_of_other_file": _("This is no XAdES signature of the package as it was made."),
}
WORDS = RefusalWords(MESSAGES)
