"""Timestamps that end soon are laid anew: what the review proposes, the job, what stays as it was.

§ 6 of Dz.U. 2006 nr 206 poz. 1518 asks for a yearly check and a procedure of preservation; how long a timestamp proves is said by
its certificate (RFC 3161), whether a token is one of a file by OpenSSL.
"""
# ruff: noqa: F401, F811 - the office with an archivist is a fixture of another file

from ca import Authority as Centre
from ca import pdf
from datetime import timedelta
from infostrada.core.errors import Forbidden
from infostrada.core.record.sql import rows
from infostrada.site.records.actor import Actor
from infostrada.site.records.archive.destruction import files_of_case
from infostrada.site.records.archive.preservation import renewal
from infostrada.site.records.archive.preservation import results
from infostrada.site.records.archive.preservation import store
from infostrada.site.records.archive.preservation.renewal import order_renewal
from infostrada.site.records.archive.preservation.renewal import StampRenewal
from infostrada.site.records.archive.preservation.review import PreservationReview
from infostrada.site.records.browser.archive.preservation import PreservationPage
from infostrada.site.records.browser.stamps import RenewedFile
from infostrada.site.records.browser.stamps import StampingPage
from infostrada.site.records.deed import now
from infostrada.site.records.documents.content import Version
from infostrada.site.records.network.standin import StandIn
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.signatures.content import SignedFile
from infostrada.site.records.signatures.inspection import inspect
from infostrada.site.records.signatures.inspection import inspect_stored
from infostrada.site.records.signatures.stamping.renewing import fault_in
from infostrada.site.records.signatures.stamping.settings import authority
from infostrada.site.records.signatures.stamping.settings import drop_authority
from infostrada.site.records.signatures.stamping.settings import keep_authority
from infostrada.site.records.signatures.stamping.settings import kept
from infostrada.site.records.signatures.stamping.simulator import TimeStamping
from infostrada.site.records.signatures.store import add_certificate
from infostrada.site.records.signatures.store import trust
from infostrada.site.records.upload import Upload
from ssl import PEM_cert_to_DER_cert as der_of
from tests.days import this_year
from tests.site.records.archive.test_archive_life import archived
from tests.site.records.archive.test_archive_life import ARCHIVIST
from tests.site.records.archive.test_archive_life import CLERK
from tests.site.records.archive.test_archive_life import office
from tests.site.records.archive.test_archive_life import run
from tests.site.records.archive.test_archive_life import UNIT
from tests.site.records.signatures.test_stamping import verified
from types import SimpleNamespace

import io
import pytest


REASONS = ["timestamp_ends", "timestamp_old", "signature_without_timestamp"]


@pytest.fixture(scope="module")
def service():
    with StandIn(TimeStamping()).running() as server:
        server.service.url = f"http://127.0.0.1:{server.server_port}/"
        yield server.service


@pytest.fixture
def signed(office, service):
    """An archived case with a signed PDF, a signature of XML without a timestamp, and the authority to ask."""
    service.faults.clear()
    service.calls.clear()
    centre = Centre()
    add_certificate(centre.root.der, "signature")
    add_certificate(centre.root.der, "timestamp")
    add_certificate(der_of(service.maker.pem), "timestamp")
    keep_authority(service.url)
    (case,) = archived(office, "6730")
    (document,) = case.objectValues()
    original = pdf()
    files = (
        Upload("decyzja.pdf", centre.sign_pdf(original, stamp=centre.stamper())).stored(),
        Upload("decyzja.p7s", centre.sign_cms(original)).stored(),
    )
    held = document.latest
    made = Upload("decyzja.pdf", original).stored()
    document.versions = (Version(held.number, made, held.author, held.made_at, held.comment),)
    document.signed_files = tuple(
        SignedFile(1, file, (inspect_stored(file, trust(), now(), made),), Actor("a", "A", ""), now())
        for file in files
    )
    assert [item.report.verdict for item in document.signed_files] == ["valid", "valid"]
    return SimpleNamespace(case=case, document=document, files=files, original=original, centre=centre)


def reviewed(months=120):
    run(PreservationReview(), unit=UNIT, year=this_year(), size=5, months=months)
    return sorted((row["filename"], row["reason"]) for row in store.findings(UNIT, this_year(), 100))


def renewed(**more):
    steps = run(StampRenewal(), unit=UNIT, year=this_year(), reasons=REASONS, months=120, **more)
    told = [(row["filename"], row["outcome"]) for row in results.renewals(UNIT, this_year(), 100)]
    return steps, sorted(told)


def bytes_of(file):
    with file.open() as source:
        return source.read()


def test_the_review_proposes_and_the_job_renews(office, signed, service, tmp_path):
    # The test centre's certificate of timestamps ends within ten years, the one of the authority asked does not.
    asked = [("decyzja.p7s", "signature_without_timestamp"), ("decyzja.pdf", "timestamp_ends")]
    assert [each for each in reviewed() if each[1] in REASONS] == asked
    before = [bytes_of(file) for file in signed.files]
    with office.acting(CLERK), pytest.raises(Forbidden):
        order_renewal(office.unit)
    with office.acting(ARCHIVIST):
        for wrong in ((), ("signature_lapsed",)):
            with pytest.raises(InvalidData):
                order_renewal(office.unit, reasons=wrong)
        with pytest.raises(Blocked):
            order_renewal(office.unit, this_year() - 1)
        assert order_renewal(office.unit)
        steps, told = renewed()
    assert told == [("decyzja.p7s", "renewed"), ("decyzja.pdf", "renewed")]
    assert (steps[-1].done, steps[-1].total) == (2, 2)
    # What was signed is what it was; the PDF is only extended, the token is one of the signature's bytes.
    assert [bytes_of(file) for file in signed.files] == before
    held = {each.kind: each for each in signed.document.renewals}
    assert bytes_of(held["pdf"].file).startswith(before[0])
    assert verified(tmp_path, bytes_of(held["token"].file), service.maker.pem, before[1])
    ends = service.maker.certificate.not_valid_after_utc
    assert {each.ends for each in held.values()} == {ends}
    assert {each.maker for each in held.values()} == {"Znacznik czasu na próbę"}
    report = inspect(io.BytesIO(bytes_of(held["pdf"].file)), trust(), now(), io.BytesIO(signed.original))
    assert (report.verdict, report.signatures[0].stamp_ends) == ("valid", ends)
    noted = rows("SELECT data FROM core.journal WHERE action = 'records.signature.renewed' ORDER BY id", {})
    assert sorted(row["data"]["kind"] for row in noted) == ["pdf", "token"]
    assert {row["data"]["file"] for row in noted} == {file.sha256 for file in signed.files}
    # The next review finds nothing to stamp, and the same job asks for nothing.
    with office.acting(ARCHIVIST):
        calls = len(service.calls)
        _steps, told = renewed()
        assert (
            told == [("decyzja.p7s", "renewed"), ("decyzja.pdf", "renewed")] and len(service.calls) == calls
        )
    assert not {reason for _name, reason in reviewed(months=100)} & set(REASONS)


def test_each_file_has_its_own_result_and_is_asked_for_again(office, signed, service):
    reviewed()
    service.faults += ["refuse", "nonce"]
    with office.acting(ARCHIVIST):
        _steps, told = renewed()
        assert {outcome for _name, outcome in told} == {"stamp_refused", "stamp_repeated"}
        assert signed.document.renewals == ()
        details = {row["outcome"]: row["detail"] for row in results.renewals(UNIT, this_year(), 100)}
        assert details["stamp_refused"] == "rejection: Limit wyczerpany: system_failure"
        _steps, told = renewed()
    assert {outcome for _name, outcome in told} == {"renewed"} and len(signed.document.renewals) == 2


def test_a_job_broken_off_goes_on_behind_the_last_file(office, signed, service):
    reviewed()
    with office.acting(ARCHIVIST):
        params = {"unit": UNIT, "year": this_year(), "reasons": REASONS, "months": 120}
        first = StampRenewal().run(SimpleNamespace(checkpoint=None), params)
        before = next(first)
        del first
        assert (before.done, before.total) == (1, 2)
        calls = len(service.calls)
        again = [*StampRenewal().run(SimpleNamespace(checkpoint=before.checkpoint), params)]
    assert [(step.done, step.total) for step in again] == [(2, 2), (2, 2)]
    assert len(service.calls) == calls + 1 and len(signed.document.renewals) == 2


def test_an_authority_that_is_away_ends_the_job(office, signed, service, monkeypatch):
    monkeypatch.setattr(renewal, "PATIENCE", 1)
    reviewed()
    service.faults += ["lost"]
    with office.acting(ARCHIVIST):
        with pytest.raises(Blocked) as refused:
            renewed()
        assert refused.value.reason == "stamping_unreachable"
    drop_authority()
    with office.acting(ARCHIVIST):
        with pytest.raises(Blocked) as refused:
            order_renewal(office.unit)
        assert refused.value.reason == "stamping_missing"


def test_a_timestamp_is_renewed_once_more(office, signed, service, monkeypatch):
    reviewed()
    with office.acting(ARCHIVIST):
        renewed()
        monkeypatch.setattr(renewal, "FRESH", timedelta())
        service.maker = type(service.maker)("Znacznik późniejszy", timedelta(days=5000))
    add_certificate(der_of(service.maker.pem), "timestamp")
    with office.acting(ARCHIVIST):
        monthly = run(StampRenewal(), unit=UNIT, year=this_year(), reasons=REASONS, months=120)
        assert monthly
        held = signed.document.renewals
        for file in signed.files:
            assert fault_in(signed.document, file, trust(), now()) == ""
    assert len(held) == 4
    first, second = (each for each in held if each.kind == "pdf")
    assert bytes_of(second.file).startswith(bytes_of(first.file))


def test_a_changed_renewal_is_found_by_the_sample(office, signed):
    reviewed()
    with office.acting(ARCHIVIST):
        renewed()
    document = signed.document
    token = next(each for each in document.renewals if each.kind == "token")
    other = next(each for each in document.renewals if each.kind == "pdf")
    document.renewals = tuple(
        each._replace(file=other.file) if each is token else each._replace(file=signed.document.latest.file)
        for each in document.renewals
    )
    found = [each for each in reviewed() if each[1] == "renewal_broken"]
    assert found == [("decyzja.p7s", "renewal_broken"), ("decyzja.pdf", "renewal_broken")]


def test_renewals_are_read_and_destroyed_with_the_case(office, signed):
    reviewed()
    with office.acting(ARCHIVIST):
        renewed()
    held = signed.document.renewals
    assert {each.file.uid for each in held} <= {file.uid for _owner, file in files_of_case(signed.case)}
    page = RenewedFile(signed.document, office.portal.REQUEST)
    page.names = ("1",)
    assert page.file() is held[0].file
    for name in ("0", "3", "x", "9" * 20):
        page.names = (name,)
        assert page.file() is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (("ftp://tsa.example.pl",), "url"),
        (("https://tsa.example.pl", "1.2.abc"), "policy"),
        (("http://tsa.example.pl", "", "jan", "haslo"), "login"),
    ],
)
def test_what_the_operator_may_not_enter(office, given, field):
    with pytest.raises(InvalidData) as refused:
        keep_authority(*given)
    assert [each.field for each in refused.value.faults] == [field]


def test_the_password_is_kept_sealed(office):
    keep_authority("https://tsa.example.pl", "1.2.616.1", "jan", "tajne-haslo")
    assert "tajne" not in str(kept())
    assert authority().password == "tajne-haslo"
    keep_authority("https://tsa.example.pl", "", "jan", "")
    assert authority().password == "tajne-haslo"
    keep_authority("https://tsa.example.pl", "", "ewa", "")
    assert authority().password == ""
    with office.acting(ARCHIVIST), pytest.raises(Forbidden):
        keep_authority("https://tsa.example.pl")


def test_a_password_is_hidden_and_never_sent_back(office):
    page = StampingPage(office.portal, office.portal.REQUEST)
    page.request.form.update(do="keep", url="ftp://tsa.example.pl", password="tajne-haslo")
    fields = {field["name"]: field for field in page.sections[0]["forms"][0]["fields"]}
    assert (fields["url"]["value"], fields["password"]["value"]) == ("ftp://tsa.example.pl", "")
    assert (fields["password"]["kind"], fields["password"]["autocomplete"]) == ("password", "new-password")


def test_the_page_tells_what_is_to_be_stamped_and_what_became_of_it(office, signed):
    reviewed()
    with office.acting(ARCHIVIST):
        page = PreservationPage(office.unit, office.portal.REQUEST)
        (part,) = [each for each in page.sections if each["id"] == "renewals"]
        assert part["forms"] and "register" not in part
        renewed()
        page = PreservationPage(office.unit, office.portal.REQUEST)
        (part,) = [each for each in page.sections if each["id"] == "renewals"]
        shown = [row["cells"]["outcome"]["tone"] for row in part["register"]["rows"]]
    assert shown == ["done", "done"]
    drop_authority()
    with office.acting(ARCHIVIST):
        (part,) = [
            each
            for each in PreservationPage(office.unit, office.portal.REQUEST).sections
            if each["id"] == "renewals"
        ]
    assert part["forms"] == [] and part["notice"]["kind"] == "warn"
