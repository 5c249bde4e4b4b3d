"""Small pure parts: addresses to come back to, dates in words, attributes tied to inputs."""

from datetime import date
from infostrada.site.theme.browser.forms import described
from infostrada.site.theme.dates import long_date
from infostrada.site.theme.look import local_path

import pytest


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/gmina/bip?b_start=20", "/gmina/bip?b_start=20"),
        ("/", "/"),
        ("https://example.org/", "/"),
        ("//example.org/", "/"),
        ("/\\example.org", "/"),
        ("\\\\example.org", "/"),
        ("javascript:alert(1)", "/"),
        ("gmina", "/"),
        ("", "/"),
    ],
)
def test_coming_back_never_leaves_the_site(address, path):
    assert local_path(address) == path


def test_dates_in_words():
    assert long_date(date(2026, 11, 22), "pl") == "22 listopada 2026"
    assert long_date(date(2026, 5, 3), "pl") == "3 maja 2026"
    assert long_date(date(2026, 11, 22), "en") == "22 November 2026"


def test_hints_and_errors_are_tied_to_the_input():
    html = '<div><input id="form-x" type="text" /></div>'
    found = described(html, "form-x", aria_describedby="x-hint x-error", aria_invalid="true")
    assert found == (
        '<div><input id="form-x" aria-describedby="x-hint x-error" aria-invalid="true" type="text" /></div>'
    )


def test_what_the_input_already_says_is_kept():
    html = '<input aria-invalid="false" id="a" />'
    assert described(html, "a", aria_invalid="true") == html
    assert described(html, "b", aria_invalid="true") == html
    assert described("<i id='a'>", "a", aria_describedby=None) == "<i id='a'>"


def test_attributes_are_escaped():
    assert "&quot;" in described('<input id="a">', "a", aria_label='say "a"')
