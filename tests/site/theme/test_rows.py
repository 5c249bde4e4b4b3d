"""Rows of a register as HTML: what each kind of cell becomes, and that nothing in it is taken for HTML."""

from infostrada.site.theme import rows
from infostrada.site.theme.rows import table_rows
from lxml import html
from zope.i18n import interpolate
from zope.i18nmessageid import MessageFactory

import pytest


_ = MessageFactory("rows.test")
COLUMNS = (
    {"name": "sign", "label": "Sign", "once": True},
    {"name": "title", "label": _("Matter")},
    {"name": "days", "label": "Days", "num": True, "once": True},
)
HOSTILE = """<script>alert("1")</script> & 'x'"""


@pytest.fixture
def polish(monkeypatch):
    """The request of a page read in Polish; counts what is translated."""
    words, asked = {"Matter": "Sprawa", "late": "po terminie", "${n} days": "${n} dni"}, []

    def translate(message, context):
        asked.append(str(message))
        return interpolate(words[message], message.mapping)

    monkeypatch.setattr(rows, "translate", translate)
    return asked


def body(listed, bulk=None):
    register = {"columns": COLUMNS, "rows": listed, "bulk": bulk}
    return html.fromstring(f"<table>{table_rows(register, None)}</table>")


def row(**cells):
    return {"id": "a1", "title": "GP.1", "url": "http://x/1?a=1&b=2", "cells": cells}


def test_the_head_of_a_row_leads_to_it():
    (found,) = body([row(sign={"text": "GP.1"}, title={"text": "Droga"})]).xpath("//tr")
    head = found.find("th")
    assert (head.get("scope"), head.get("class"), head.find("a").get("href")) == (
        "row", "is-once", "http://x/1?a=1&b=2",
    )  # fmt: skip
    cells = found.findall("td")
    assert [(cell.get("data-label"), cell.get("class"), cell.text) for cell in cells] == [
        ("Matter", None, "Droga"),
        ("Days", "is-num", None),
    ]


def test_a_row_without_an_address_is_a_text():
    (head,) = body([{**row(sign={"text": None}), "url": None}]).xpath("//th")
    assert html.tostring(head) == b'<th scope="row" class="is-once"></th>'


def test_tags_days_links_and_notes():
    day = {"text": "3 maj 2026", "datetime": "2026-05-03", "note": {"text": "late", "tone": "warn"}}
    link = {"text": "do wiadomości", "url": "http://x/task"}
    found = body(
        [row(sign={"text": "1"}, title=link, days=day), row(title={"text": "w toku", "tone": "run"})]
    )
    assert found.xpath("//td/a/@href") == ["http://x/task"]
    assert found.xpath("//td/time[@datetime='2026-05-03']/text()") == ["3 maj 2026"]
    assert [(tag.get("class"), tag.text) for tag in found.xpath("//td/span")] == [
        ("tag is-warn", "late"),
        ("tag is-run", "w toku"),
    ]


def test_a_ticked_row_stays_ticked():
    found = body([row(sign={"text": "1"}), {**row(), "id": "b2"}], bulk={"ticked": ["b2"]})
    boxes = found.xpath("//td/input[@name='rows:list']")
    assert [(box.get("value"), box.get("checked"), box.get("aria-label")) for box in boxes] == [
        ("a1", None, "GP.1"),
        ("b2", "checked", "GP.1"),
    ]


def test_texts_stay_texts():
    hostile = {"text": HOSTILE, "url": f"http://x/{HOSTILE}", "datetime": HOSTILE}
    tagged = {"text": HOSTILE, "tone": f"x{HOSTILE}", "note": {"text": HOSTILE, "tone": HOSTILE}}
    made = {**row(sign=hostile, title=hostile, days=tagged), "title": HOSTILE, "id": HOSTILE, "url": HOSTILE}
    found = body([made], bulk={"ticked": ()})
    assert not found.xpath("//script")
    assert [text.text_content() for text in found.xpath("//th | //td[position() > 1]")] == [HOSTILE] * 3
    assert found.xpath("//input/@aria-label") == [HOSTILE]
    attributes = {name for each in found.iter() for name in each.attrib}
    assert attributes <= {
        "scope",
        "class",
        "href",
        "data-label",
        "datetime",
        "name",
        "type",
        "value",
        "aria-label",
    }


def test_messages_are_said_in_the_language_of_the_page(polish):
    late = {"text": _("late"), "tone": "warn"}
    days = [_("${n} days", mapping={"n": number}) for number in ("2", "3")]
    found = body([row(title=late, days={"text": each}) for each in days])
    assert found.xpath("//td/@data-label")[:2] == ["Sprawa", "Days"]
    assert found.xpath("//span/text()") == ["po terminie", "po terminie"]
    assert found.xpath("//td[@class='is-num']/text()") == ["2 dni", "3 dni"]
    assert sorted(polish) == ["${n} days", "${n} days", "Matter", "late"]
