"""A trusted list takes the place of another: what was said stays, what is asked next is judged by the new one; bad lists change nothing."""

from base64 import b64encode
from ca import Authority
from ca import authority
from ca import NOW
from ca import pdf
from datetime import timedelta
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.signatures.operations import attach_signature
from infostrada.site.records.signatures.operations import validate_again
from infostrada.site.records.signatures.store import add_certificate
from infostrada.site.records.signatures.store import add_revocations
from infostrada.site.records.signatures.store import import_list
from infostrada.site.records.signatures.store import trust
from infostrada.site.records.signatures.store import trust_list
from infostrada.site.records.upload import Upload
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from test_desk_pages import Browser
from test_signed_documents import accept
from test_signed_documents import drafted

import hashlib
import pytest


SERVICE = "http://uri.etsi.org/TrstSvc/Svctype"
ISSUED_FOR = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/For"


def listed(*authorities, number=78, due=None, status="granted", issued_for="eSignatures", certificate=None):
    """A list of the authorities' roots as services that issue certificates."""
    services = "".join(
        f"<TSPService><ServiceInformation><ServiceTypeIdentifier>{SERVICE}/CA/QC</ServiceTypeIdentifier>"
        "<ServiceName><Name>Podpisy</Name></ServiceName><ServiceDigitalIdentity><DigitalId><X509Certificate>"
        f"{certificate or b64encode(each.root.der).decode()}</X509Certificate></DigitalId></ServiceDigitalIdentity>"
        f"<ServiceStatus>http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/{status}</ServiceStatus>"
        "<StatusStartingTime>2020-01-01T00:00:00Z</StatusStartingTime><ServiceInformationExtensions><Extension>"
        f"<AdditionalServiceInformation><URI>{ISSUED_FOR}{issued_for}</URI></AdditionalServiceInformation></Extension>"
        "</ServiceInformationExtensions></ServiceInformation></TSPService>"
        for each in authorities
    )
    ends = f"<NextUpdate><dateTime>{due.isoformat()}</dateTime></NextUpdate>" if due else ""
    return (
        '<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"><SchemeInformation>'
        f"<TSLSequenceNumber>{number}</TSLSequenceNumber><SchemeTerritory>PL</SchemeTerritory>{ends}"
        "</SchemeInformation><TrustServiceProviderList><TrustServiceProvider><TSPInformation><TSPName><Name>Centrum</Name>"
        f"</TSPName></TSPInformation><TSPServices>{services}</TSPServices></TrustServiceProvider>"
        "</TrustServiceProviderList></TrustServiceStatusList>"
    ).encode()


@pytest.fixture(scope="module")
def old():
    return authority()


@pytest.fixture(scope="module")
def new():
    return Authority()


@pytest.fixture(scope="module")
def supervisor():
    """Who signs the lists."""
    return Authority()


def test_what_was_said_stays_and_what_is_asked_next_is_judged_by_the_new_list(office, old, new, supervisor):
    import_list(supervisor.sign_xml(listed(old, due=NOW + timedelta(days=90))))
    first = trust().digest
    _case, document = drafted(office)
    accept(office, document)
    with office.acting("anna.urbanista"):
        kept = attach_signature(document, Upload("stary.pdf", old.sign_pdf(pdf())))
        assert (kept.report.verdict, kept.report.trust) == ("valid", first)
        other = attach_signature(document, Upload("nowy.pdf", new.sign_pdf(pdf())))
        assert (other.report.verdict, other.report.reason) == ("untrusted", "issuer_unknown")
    import_list(supervisor.sign_xml(listed(new, number=79)))
    second = trust().digest
    with office.acting("anna.urbanista"):
        validate_again(document)
    by_old, by_new = document.signed_files
    assert [(each.verdict, each.trust) for each in by_old.reports] == [
        ("valid", first),
        ("untrusted", second),
    ]
    assert [(each.verdict, each.trust) for each in by_new.reports] == [
        ("untrusted", first),
        ("valid", second),
    ]
    (held,) = trust_list().lists
    assert (held.source, held.number, held.signer) == ("TSL PL", 79, "Jan Dąbrowski")
    assert held.signed_with == hashlib.sha256(supervisor.signer.der).hexdigest()


def broken(supervisor, old, new):
    good = supervisor.sign_xml(listed(new, number=79))
    damaged = bytearray(new.root.der)
    damaged[4] ^= 1
    return {
        "list_unsigned": listed(new, number=79),
        "list_signature_invalid": good.replace(b">79<", b">80<"),
        "list_expired": supervisor.sign_xml(listed(new, number=79, due=NOW - timedelta(days=1))),
        "list_not_newer": supervisor.sign_xml(listed(new, number=77)),
        "list_signer_changed": old.sign_xml(listed(new, number=79)),
        "trust_list_empty": supervisor.sign_xml(listed(new, number=79, status="withdrawn")),
        "list_broken": supervisor.sign_xml(
            listed(new, number=79, certificate=b64encode(bytes(damaged)).decode())
        ),
        "not_a_trusted_list": b'<!DOCTYPE x [<!ENTITY a "b">]>' + good,
    }


@pytest.mark.parametrize(
    "reason",
    ["list_unsigned", "list_signature_invalid", "list_expired", "list_not_newer", "list_signer_changed", "trust_list_empty",
     "list_broken", "not_a_trusted_list"],
)  # fmt: skip
def test_a_list_that_is_not_believed_leaves_the_one_before(office, old, new, supervisor, reason):
    import_list(supervisor.sign_xml(listed(old)))
    before, held = trust().digest, trust_list().lists
    with pytest.raises(InvalidData) as refused:
        import_list(broken(supervisor, old, new)[reason])
    assert refused.value.reason == reason
    assert (trust().digest, trust_list().lists) == (before, held)


def test_services_for_web_sites_sign_no_documents(office, old, supervisor):
    with pytest.raises(InvalidData) as refused:
        import_list(supervisor.sign_xml(listed(old, issued_for="WebSiteAuthentication")))
    assert refused.value.reason == "trust_list_empty"
    assert len(import_list(supervisor.sign_xml(listed(old, issued_for="eSeals"))).services) == 1


def test_another_signer_is_taken_by_whoever_names_the_certificate(office, old, new, supervisor):
    same = supervisor.sign_xml(listed(old))
    import_list(same)
    import_list(same)
    moved = supervisor.sign_xml(listed(new, number=79), supervisor.second)
    for named, reason in (("", "list_signer_changed"), ("ab" * 32, "list_signer_other")):
        with pytest.raises(InvalidData) as refused:
            import_list(moved, named)
        assert (refused.value.faults[0].field, refused.value.reason) == ("signed_with", reason)
    printed = hashlib.sha256(supervisor.second.der).hexdigest().upper()
    import_list(moved, ":".join(printed[at : at + 2] for at in range(0, 64, 2)))
    assert [each.signer for each in trust_list().lists] == ["Anna Żółć"]


def test_damaged_certificates_and_revocations_are_refused_and_break_no_validation(office, old):
    """A certificate that opens and cannot be read on would stand in the way of every signature."""
    before = trust().digest
    for place in range(4, len(old.root.der) - 80, 13):
        damaged = bytearray(old.root.der)
        damaged[place] ^= 0x40
        try:
            entry = add_certificate(bytes(damaged), "signature")
        except InvalidData as refused:
            assert refused.reason == "certificate_broken"
        else:
            assert entry.name
    for data in (b"", b"\x30\x03\x02\x01\x01", old.trust(old.signer).crls[0][:-40]):
        with pytest.raises(InvalidData):
            add_revocations(data)
    assert trust().digest != before
    _case, document = drafted(office)
    accept(office, document)
    add_certificate(old.root.der, "signature")
    with office.acting("anna.urbanista"):
        kept = attach_signature(document, Upload("d.pdf", old.sign_pdf(pdf())))
    assert kept.report.verdict == "valid"


def test_lists_in_the_browser(site, old, supervisor):
    operator = Browser(site.absolute_url(), SITE_OWNER_NAME)
    operator.session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    page = operator.open("@@trusted-certificates")
    page.fill("list", files={"file": ("pl.xml", supervisor.sign_xml(listed(old)))})
    assert "TSL PL" in page.text and "Przyjęte listy zaufania" in page.text
    page.fill("list", files={"file": ("pl.xml", old.sign_xml(listed(old, number=79)))})
    assert page.answer.status_code == 400
    assert "Listę podpisano innym certyfikatem niż poprzednią" in page.text
