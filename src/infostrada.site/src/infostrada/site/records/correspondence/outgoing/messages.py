"""What the machine words of outgoing letters mean to a person."""

from infostrada.site import _
from infostrada.site.desk.refusals import RefusalWords


MESSAGES = {
    "ade_not_found": _("The base of addresses does not name this address for the party."),
    "addressee_missing": _("Give the addressee's name: an organisation or a person."),
    "already_on_its_way": _("The letter is on its way already."),
    "before_dispatch": _("This day is before the letter was sent."),
    "before_registration": _("This day is before the letter was registered."),
    "document_not_final_yet": _("Only accepted documents are sent."),
    "file_gone": _("A file of the letter was destroyed by a protocol."),
    "list_empty_letters": _("Choose at least one letter."),
    "not_an_ade": _("This is not an address for electronic delivery (AE:PL-…)."),
    "no_box": _("The office keeps no box of e-Doręczenia here."),
    "not_a_key": _("This is not an RSA private key in PEM form without a password."),
    "not_by_network": _("This letter does not go by a network."),
    "not_by_post": _("Only letters that go by post stand on a list."),
    "notice_runs": _("The fourteen days after the first notice have not ended yet."),
    "on_a_list": _("The letter stands on a dispatch list already or has been sent."),
    "party_without_number": _("The party has no PESEL, NIP, REGON or KRS number to be looked up by."),
    "proved_by_network": _("The network itself proves delivery of this letter."),
    "second_notice_missing": _("Without a second notice the letter does not count as served."),
    "second_notice_wrong": _("The second notice comes seven to fourteen days after the first."),
    "sent_by_network": _("This letter is sent through the network."),
    "service_away": _("The service does not answer; try again later."),
    "tracking_malformed": _("This is not the number of a parcel."),
    "unit_unknown": _("There is no such other office on this platform."),
    "unit_without_ade": _("Enter the unit's address for electronic delivery first."),
    "way_needs_ade": _(
        "The addressee has no address for electronic delivery (AE:PL-…): enter it, or choose another way."
    ),
    "way_needs_box": _(
        "The office has no address for electronic delivery of its own: whoever runs the unit enters it in its settings."
    ),
    "way_needs_email": _("The addressee has no e-mail address: enter it, or choose another way."),
    "way_needs_pdf": _(
        "The public hybrid service prints PDF files alone, and a file of the letter is none: choose another way."
    ),
    "way_needs_poland": _("The public hybrid service delivers in Poland alone: choose another way."),
    "way_needs_postal": _(
        "The addressee's postal address is not whole: it takes a town, a postcode and a street, a building or a P.O. box."
    ),
    "way_needs_public": _("Only a public body is reached by ePUAP: choose another way."),
    "way_needs_unit": _(
        "The addressee is no office of this platform: choose one of its offices, or another way."
    ),
    "way_none": _(
        "No way of dispatch reaches this addressee: enter an address for electronic delivery or a whole postal address (town, "
        "postcode and street, building or P.O. box)."
    ),
    "way_reason_missing": _("Say why another way than the first one of the law is chosen."),
}
WORDS = RefusalWords(MESSAGES)
