from datetime import datetime
from datetime import timedelta
from datetime import timezone
from infostrada.core.journal.digest import canonical
from infostrada.core.journal.digest import Entry
from uuid import UUID

import hashlib
import pytest


def entry(**changes):
    fields = {
        "key": UUID("00000000-0000-4000-8000-000000000001"),
        "unit": "gmina-lipnowo",
        "moment": datetime(2026, 11, 22, 14, 5, tzinfo=timezone(timedelta(hours=1))),
        "actor": "anna",
        "action": "records.letter.register",
        "uid": "abc",
        "data": {"sign": "RPW/1/2026", "pages": 2},
    }
    return Entry(**(fields | changes))


def test_keys_are_sorted_by_utf16_units_as_rfc_8785_asks():
    # RFC 8785, section 3.2.3: U+1F600 (surrogates from D83D) comes before U+FB33.
    value = {"\ufb33": 1, "\U0001f600": 2, "ó": 3, "1": 4, "\r": 5}
    assert canonical(value).decode() == '{"\\r":5,"1":4,"ó":3,"\U0001f600":2,"\ufb33":1}'


def test_digest_is_sha256_of_the_form_written_out_by_hand():
    text = (
        '{"action":"records.letter.register","actor":"anna",'
        '"data":{"pages":2,"sign":"RPW/1/2026"},'
        '"key":"00000000-0000-4000-8000-000000000001",'
        '"moment":"2026-11-22T13:05:00.000000+00:00","uid":"abc","unit":"gmina-lipnowo"}'
    )
    assert entry().digest() == hashlib.sha256(text.encode()).digest()


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "gmina-inna"},
        {"actor": "jan"},
        {"action": "records.letter.cancel"},
        {"uid": "abd"},
        {"data": {"sign": "RPW/1/2026", "pages": 3}},
        {"moment": datetime(2026, 11, 22, 14, 5, 0, 1, tzinfo=timezone(timedelta(hours=1)))},
        {"key": UUID("00000000-0000-4000-8000-000000000002")},
    ],
)
def test_every_field_counts(change):
    assert entry(**change).digest() != entry().digest()


@pytest.mark.parametrize("value", [1.5, {1: "a"}, object(), {"a": b"x"}])
def test_what_has_no_canonical_text_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [2**53, "a\0b"])
def test_values_postgresql_or_json_cannot_carry_are_refused(value):
    with pytest.raises(ValueError):
        canonical(value)
