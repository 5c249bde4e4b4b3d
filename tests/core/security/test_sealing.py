"""Secrets at rest: sealed with a key that lies beside the database, and bound to their account."""

from infostrada.core.security import keys
from infostrada.core.security.factor import store
from infostrada.core.server import upgrade

import psycopg
import pyotp
import pytest


@pytest.fixture
def key(monkeypatch):
    monkeypatch.setenv("INFOSTRADA_SECRET", "the installation's own")
    return monkeypatch


def kept(database):
    with psycopg.connect(database) as connection:
        return connection.execute("SELECT secret FROM core.second_factor").fetchone()[0]


def test_a_seal_opens_for_its_owner_and_purpose_only(key):
    sealed = keys.seal("second factor", "jan", "JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert keys.seal("second factor", "jan", "JBSWY3DPEHPK3PXP") != sealed
    assert keys.unseal("second factor", "jan", sealed) == "JBSWY3DPEHPK3PXP"
    for purpose, owner, text in (
        ("second factor", "ewa", sealed),
        ("other", "jan", sealed),
        ("second factor", "jan", sealed[:-4]),
        ("second factor", "jan", "v1:"),
        ("second factor", "jan", "v1:!"),
    ):
        with pytest.raises(keys.SealError):
            keys.unseal(purpose, owner, text)
    key.setenv("INFOSTRADA_SECRET", "another")
    with pytest.raises(keys.SealError):
        keys.unseal("second factor", "jan", sealed)


def test_the_database_never_holds_the_secret(database, key):
    secret = store.begin("jan")
    assert store.begin("jan") == secret
    assert secret not in kept(database) and keys.is_sealed(kept(database))
    codes = store.confirm("jan", pyotp.TOTP(secret).now())
    assert len(codes) == 10 and store.check("jan", codes[0])


def test_with_another_key_a_factor_opens_nothing_and_an_enrolment_begins_anew(database, key, caplog):
    first = store.begin("jan")
    key.setenv("INFOSTRADA_SECRET", "another")
    second = store.begin("jan")
    assert second != first
    assert store.confirm("jan", pyotp.TOTP(second).now())
    key.setenv("INFOSTRADA_SECRET", "the installation's own")
    assert not store.check("jan", pyotp.TOTP(second).now())
    assert "secret.key" in caplog.text and second not in caplog.text


def test_secrets_in_the_open_are_sealed_by_the_upgrade(portal, key):
    portal.portal_setup.setLastVersionForProfile("infostrada.core:default", "20261127001")
    secret = pyotp.random_base32()
    with store.aside() as connection:
        connection.execute(
            "INSERT INTO core.second_factor (account, secret, confirmed) VALUES ('jan', %s, true)", [secret]
        )
    try:
        upgrade.bring_up(portal)
        with store.aside() as connection:
            sealed = connection.execute("SELECT secret FROM core.second_factor").fetchone()[0]
        assert keys.unseal(store.PURPOSE, "jan", sealed) == secret
        assert store.check("jan", pyotp.TOTP(secret).now())
    finally:
        store.reset("jan")
