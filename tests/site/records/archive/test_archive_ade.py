"""A transfer goes through the interface of the ADE, whatever the network does (API ADE 1.6)."""

from base64 import b64encode
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.site.records.archive.ade import rules
from infostrada.site.records.archive.ade.certificates import Authority
from infostrada.site.records.archive.ade.certificates import server_context
from infostrada.site.records.archive.ade.client import Client
from infostrada.site.records.archive.ade.client import RefusedError
from infostrada.site.records.archive.ade.client import ServiceError
from infostrada.site.records.archive.ade.operations import apply_by_ade
from infostrada.site.records.archive.ade.operations import send_by_ade
from infostrada.site.records.archive.ade.operations import try_again
from infostrada.site.records.archive.ade.settings import Account
from infostrada.site.records.archive.ade.settings import account_of
from infostrada.site.records.archive.ade.settings import drop_account
from infostrada.site.records.archive.ade.settings import keep_account
from infostrada.site.records.archive.ade.settings import shown
from infostrada.site.records.archive.ade.simulator import Service
from infostrada.site.records.archive.ade.work import note_step
from infostrada.site.records.archive.ade.work import take_step
from infostrada.site.records.archive.transfer import confirm_transfer
from infostrada.site.records.archive.transfer import MakePackage
from infostrada.site.records.archive.transfer import propose_transfer
from infostrada.site.records.network.standin import StandIn
from infostrada.site.records.plan.rules import PlanClass
from infostrada.site.records.plan.writer import ndap
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from lxml import etree
from plone import api
from plone.restapi.interfaces import ISerializeToJson
from plone.uuid.interfaces import IUUID
from tests.site.records.archive.test_archive_life import archived
from tests.site.records.archive.test_archive_life import ARCHIVIST
from tests.site.records.archive.test_archive_life import CLERK
from tests.site.records.archive.test_archive_life import office  # noqa: F401 - a fixture
from tests.site.records.archive.test_archive_life import run
from zope.component import getMultiAdapter

import hashlib
import io
import pytest


SIGNATURE = """<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><Reference URI="paczka.tar">
<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#{name}"/><DigestValue>{value}</DigestValue>
</Reference></SignedInfo></Signature>"""


def signature(digest, name="sha256"):
    value = b64encode(digest).decode()
    return Upload("paczka.tar.xades", SIGNATURE.format(name=name, value=value).encode())


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture
def server(authority, tmp_path):
    with StandIn(Service(), tls=server_context(authority, tmp_path)).running() as made:
        yield made


def values(server, authority, name="ezd-lipnowo"):
    certificate, key = authority.issue(name)
    return {
        "url": f"https://localhost:{server.server_port}/",
        "requestor": "Gmina Lipnowo",
        "certificate": certificate,
        "key": key,
        "authority": authority.pem,
    }


def client(server, authority, name="ezd-lipnowo", changed=None):
    held = {**values(server, authority, name), "url": f"https://localhost:{server.server_port}"}
    return Client(Account(**{**held, **(changed or {})}))


class TestClient:
    def test_an_application_and_its_archive_by_the_calls_of_the_description(self, server, authority):
        asking = client(server, authority)
        opened = asking.open_request(("CONTENT_LIST", "JRWA"))
        assert [kind for kind, _url in opened.urls] == ["MAIN", "CONTENT_LIST", "JRWA"]
        with pytest.raises(RefusedError, match="FILES_MISSING"):
            asking.mark_request(opened.id)
        files = {"MAIN": b"<wniosek/>", "CONTENT_LIST": b"<SpisZdawczoOdbiorczy/>", "JRWA": b"<wykaz/>"}
        for kind, address in opened.urls:
            asking.upload(address, "plik.xml", io.BytesIO(files[kind]), len(files[kind]))
        # There already (409): counts as sent, the first bytes stay.
        asking.upload(opened.urls[0][1], "plik.xml", io.BytesIO(b"<other/>"), 8)
        assert server.service.requests[opened.id]["files"] == files
        assert asking.request(opened.id).status == "INCOMPLETE"
        asking.mark_request(opened.id)
        assert asking.request(opened.id).status == "IN_PROGRESS"
        with pytest.raises(RefusedError, match="REQUEST_MUST_BE_ACCEPTED"):
            asking.open_archive(opened.id)
        server.service.control({"decide": [{"id": opened.id, "status": "ACCEPTED", "comment": "zgoda"}]})
        assert asking.request(opened.id) == (opened.id, "ACCEPTED", "zgoda")
        assert [kind for kind, _url in asking.open_archive(opened.id).urls] == [
            "ARCHIVE",
            "SIGNATURE",
            "HASH",
        ]
        with pytest.raises(RefusedError, match="ALREADY_EXISTS") as problem:
            asking.open_archive(opened.id)
        assert problem.value.status == 409

    def test_another_account_sees_nothing_and_a_stranger_gets_no_connection(self, server, authority):
        opened = client(server, authority).open_request(("CONTENT_LIST",))
        with pytest.raises(RefusedError, match="NOT_FOUND"):
            client(server, authority, "ezd-inny").request(opened.id)
        certificate, key = Authority().issue("ezd-lipnowo")
        with pytest.raises(ServiceError):
            client(server, authority, changed={"certificate": certificate, "key": key}).request(opened.id)
        with pytest.raises(ServiceError):
            client(server, authority, changed={"authority": Authority().pem}).request(opened.id)

    def test_an_address_that_leads_elsewhere_gets_neither_certificate_nor_records(self, server, authority):
        asking = client(server, authority)
        for address in ("https://127.0.0.2/files/1", "http://localhost/files/1", "files/1"):
            with pytest.raises(ServiceError, match="elsewhere"):
                asking.upload(address, "a", io.BytesIO(b"a"), 1)
        assert server.service.calls == []

    @pytest.mark.parametrize("fault", ["fail", "lose"])
    def test_what_is_worth_another_try_is_told_from_a_refusal(self, server, authority, fault):
        asking = client(server, authority)
        server.service.faults += [fault, "refuse"]
        with pytest.raises(ServiceError):
            asking.open_request(("CONTENT_LIST",))
        with pytest.raises(RefusedError, match="REFUSED"):
            asking.open_request(("CONTENT_LIST",))


def test_a_step_is_due_once_and_then_by_the_clock():
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    assert rules.due(rules.SEND_REQUEST, False, False, None, now)
    assert not rules.due(rules.SEND_REQUEST, True, True, None, now)
    assert not rules.due(rules.SEND_REQUEST, False, True, now - timedelta(minutes=4), now)
    assert rules.due(rules.SEND_REQUEST, False, True, now - timedelta(minutes=5), now)
    assert not rules.due(rules.WAIT_ARCHIVE, False, False, now - timedelta(minutes=14), now)
    assert rules.due(rules.WAIT_ARCHIVE, False, False, now - timedelta(minutes=15), now)
    assert not any(
        rules.due(step, False, False, None, now)
        for step in (rules.AGREED, rules.TAKEN, rules.REQUEST_REJECTED, rules.ARCHIVE_REJECTED)
    )


def test_a_plan_as_the_official_schema_wants_it(shared_data):
    data = ndap(
        [
            PlanClass("0", "ZARZĄDZANIE"),
            PlanClass("00", "Rada & zarząd", "A", "Bc"),
            PlanClass("01", "Inne", "BE10"),
        ]
    )
    schema = etree.XMLSchema(etree.parse(str(shared_data / "pl/xsd/ndap/WykazAkt.xsd")))
    schema.assertValid(etree.fromstring(data))


@pytest.fixture
def transfer(office, server, authority):  # noqa: F811
    with api.env.adopt_roles(["Manager"]):
        keep_account(office.unit, values(server, authority))
    (case,) = archived(office, "670")
    with office.acting(ARCHIVIST):
        return propose_transfer(office.unit, "Archiwum Państwowe w Toruniu", [IUUID(case)])


def on(transfer, steps=1):
    """What the worker does; the last fault."""
    for _step in range(steps):
        step, outcome = take_step(transfer, lambda: None)
        note_step(transfer, step, outcome)
    return transfer.ade.fault


def test_from_the_application_to_the_receipt(office, transfer, server, portal):  # noqa: F811
    service = server.service
    with office.acting(CLERK), pytest.raises(Forbidden):
        apply_by_ade(transfer)
    with office.acting(ARCHIVIST):
        apply_by_ade(transfer)
        with pytest.raises(Blocked) as problem:
            apply_by_ade(transfer)
        assert problem.value.reason == "ade_under_way"
        # A lost answer opens a second application; a lost upload and a lost mark do nothing twice.
        service.faults += ["lose", "", "lose"]
        assert on(transfer)
        assert not on(transfer)
        assert on(transfer)
        assert not on(transfer)
        service.faults += ["", "lose"]
        assert on(transfer)
        assert state_of(transfer) == "proposed"
        assert not on(transfer)
        (identifier,) = [each["id"] for each in service.requests.values() if each["status"] != "INCOMPLETE"]
        assert (state_of(transfer), transfer.application.reference) == ("applied", f"ADE {identifier}")
        held = service.requests[identifier]["files"]
        assert set(held) == {"MAIN", "CONTENT_LIST", "JRWA"}
        listed = etree.fromstring(held["CONTENT_LIST"])
        assert [each.text for each in listed.iterfind("{*}Sprawa/{*}ZnakSprawy")] == [transfer.rows[0].sign]
        assert b"<symbol>6730</symbol>" in held["JRWA"]
        assert not on(transfer)
        assert (transfer.ade.step, transfer.ade.status) == (rules.WAIT_REQUEST, "IN_PROGRESS")
        service.control({"decide": [{"id": identifier, "status": "ACCEPTED", "comment": "bez uwag"}]})
        assert not on(transfer)
        assert (state_of(transfer), transfer.consent.remark, transfer.consent.noted.actor.name) == (
            "agreed",
            "bez uwag",
            "ADE",
        )

        with pytest.raises(Blocked) as problem:
            send_by_ade(transfer, None)
        assert problem.value.reason == "package_missing"
        run(MakePackage(), transfer=IUUID(transfer))
        digest = bytes.fromhex(transfer.parcel.sha256)
        for wrong in (signature(b"x" * 32), Upload("a.xades", b"<no"), Upload("a.xades", b"<a/>")):
            with pytest.raises(InvalidData) as refused:
                send_by_ade(transfer, wrong)
            assert [fault.reason for fault in refused.value.faults] == ["signature_of_other_file"]
        send_by_ade(transfer, signature(digest))
        on(transfer, 3)
        (archive,) = service.archives.values()
        assert hashlib.sha256(archive["files"]["ARCHIVE"]).digest() == digest
        assert (archive["files"]["HASH"].decode(), archive["status"]) == (digest.hex(), "IN_PROGRESS")
        service.control({"decide": [{"id": archive["id"], "status": "ACCEPTED"}]})
        on(transfer)
        assert (transfer.ade.step, state_of(transfer)) == (rules.TAKEN, "packed")
        told = getMultiAdapter((transfer, portal.REQUEST), ISerializeToJson)()
        assert (told["ade"]["archive_id"], told["ade"]["status"], told["ade"]["fault"]) == (
            archive["id"],
            "ACCEPTED",
            "",
        )
        confirm_transfer(transfer, archive["id"], polish_today())
    assert state_of(transfer) == "received"


def test_a_refusal_waits_for_a_person_and_a_rejection_may_be_begun_anew(office, transfer, server):  # noqa: F811
    service = server.service
    with office.acting(ARCHIVIST):
        apply_by_ade(transfer)
        service.faults.append("refuse")
        assert (on(transfer), transfer.ade.stopped) == ("REFUSED", True)
        try_again(transfer)
        with pytest.raises(Blocked):
            try_again(transfer)
        on(transfer, 3)
        identifier = transfer.ade.request_id
        on(transfer)
        asked = transfer.ade.asked_at
        # An answer that is waited for is asked about by the clock, or when a person wants it now.
        try_again(transfer)
        assert (asked is not None, transfer.ade.asked_at, transfer.ade.step) == (
            True,
            None,
            rules.WAIT_REQUEST,
        )
        service.control({"decide": [{"id": identifier, "status": "REJECTED", "comment": "brak opisu"}]})
        on(transfer)
        assert (transfer.ade.step, transfer.ade.comment, state_of(transfer)) == (
            rules.REQUEST_REJECTED, "brak opisu", "applied",
        )  # fmt: skip
        apply_by_ade(transfer)
        on(transfer, 3)
        assert transfer.ade.request_id != identifier
        # What a person changed meanwhile is not overwritten by an answer that comes late.
        late = take_step(transfer, lambda: None)
        transfer.ade = transfer.ade._replace(step=rules.AGREED)
        note_step(transfer, *late)
        assert transfer.ade.step == rules.AGREED
        with api.env.adopt_roles(["Manager"]):
            drop_account(office.unit)
        assert on(transfer) == "no account is kept"


def test_an_account_is_kept_sealed_and_checked(office, server, authority):  # noqa: F811
    unit, good = office.unit, values(server, authority)
    over, over_key = authority.issue("stary", -timedelta(days=1))
    with office.acting(ARCHIVIST), pytest.raises(Forbidden):
        keep_account(unit, good)
    with api.env.adopt_roles(["Manager"]):
        for changed, fault in (
            ({"url": "ftp://ade"}, ("url", "not_an_address")),
            ({"url": "http://ade.gov.pl"}, ("url", "not_an_address")),
            ({"requestor": " "}, ("requestor", "required")),
            ({"certificate": "nic"}, ("certificate", "not_a_certificate")),
            ({"certificate": over, "key": over_key}, ("certificate", "certificate_over")),
            ({"key": ""}, ("key", "required")),
            ({"key": "nic"}, ("key", "not_a_private_key")),
            ({"key": over_key}, ("key", "key_of_other_certificate")),
            ({"authority": "nic"}, ("authority", "not_a_certificate")),
        ):
            with pytest.raises(InvalidData) as problem:
                keep_account(unit, {**good, **changed})
            assert [(each.field, each.reason) for each in problem.value.faults] == [fault]
        assert (account_of(unit), shown(unit)) == (None, {})
        keep_account(unit, good)
        keep_account(unit, {**good, "key": "", "requestor": "Urząd"})
    told = shown(unit)
    assert (told["account"], told["requestor"], "key" in told) == ("ezd-lipnowo", "Urząd", False)
    assert account_of(unit).key.strip() == good["key"].strip()
