"""Expected codes: RFC 6238, appendix B (SHA-1), last six of the eight digits printed there."""

from infostrada.core.security.factor import rules

import base64
import pytest


SECRET = base64.b32encode(b"12345678901234567890").decode()

VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("now", "code"), VECTORS)
def test_reference_codes(now, code):
    assert rules.code(SECRET, now // 30) == code
    assert rules.matching_step(SECRET, code, now, last_step=0) == now // 30


@pytest.mark.parametrize(("drift", "fits"), [(-31, False), (-30, True), (0, True), (59, True), (60, False)])
def test_one_step_of_drift(drift, fits):
    found = rules.matching_step(SECRET, "005924", 1234567890 + drift, last_step=0)
    assert (found is not None) is fits


def test_a_used_code_and_an_earlier_one_are_never_right_again():
    step = 1234567890 // 30
    assert rules.matching_step(SECRET, "005924", 1234567890, last_step=step - 1) == step
    assert rules.matching_step(SECRET, "005924", 1234567890, last_step=step) is None
    assert rules.matching_step(SECRET, rules.code(SECRET, step - 1), 1234567890, last_step=step) is None


@pytest.mark.parametrize("given", ["", "28708", "2870820", "abcdef", "２８７０８２"])
def test_what_is_no_code(given):
    assert rules.matching_step(SECRET, rules.cleaned(given), 59, last_step=0) is None


def test_recovery_codes_are_ten_different_ones_of_eighty_bits():
    codes = rules.recovery_codes()
    assert len(set(codes)) == 10
    assert all(len(rules.cleaned(code)) == 20 for code in codes)
