"""Templates of an office and letters drafted from them: operations, REST, pages."""

from docx import Document as Word
from exchange import Client
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.templates.operations import add_template
from infostrada.site.records.templates.operations import draft_letter
from infostrada.site.records.templates.operations import preview
from infostrada.site.records.templates.operations import renew_template
from infostrada.site.records.templates.operations import TemplateData
from infostrada.site.records.templates.operations import templates_for
from infostrada.site.records.templates.operations import Wish
from infostrada.site.records.templates.operations import withdraw_template
from infostrada.site.records.upload import Upload
from plone.uuid.interfaces import IUUID
from test_desk_pages import Browser
from world import PASSWORD

import base64
import io
import pytest


UNIT = "gmina-lipnowo"
TEXT = ("{{sprawa.znak}} {{strona.nazwa}}", "{{pole.tresc}}", "{{strona.email?}}", "{{autor.nazwisko}}")


def word(*paragraphs):
    made = Word()
    for text in paragraphs:
        made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def said(data):
    return [paragraph.text for paragraph in Word(io.BytesIO(data)).paragraphs]


def make(office, *paragraphs, classes=(), title="Wezwanie"):
    with office.acting("zofia.koordynator"):
        data = TemplateData(title, "wezwanie", classes)
        return add_template(office.unit, data, Upload("wezwanie.docx", word(*paragraphs)))


def begin(office):
    parties = (Participant("Maria Kowalczyk", "strona"), Participant("Adam Mróz", "pełnomocnik"))
    return open_case(office.unit, Opening("Warunki", "gp", "6730", parties=parties))


def test_a_letter_says_what_the_case_knows(office):
    template = make(office, *TEXT)
    with office.acting("anna.urbanista"):
        case = begin(office)
        states = {line.name: line.state for line in preview(case, template)}
        assert states == {
            "sprawa.znak": "filled",
            "strona.nazwa": "filled",
            "pole.tresc": "missing",
            "strona.email": "empty",
            "autor.nazwisko": "filled",
        }
        with pytest.raises(InvalidData) as caught:
            draft_letter(case, template, Wish("Wezwanie"))
        assert [(fault.field, fault.reason) for fault in caught.value.faults] == [
            ("pole.tresc", "field_missing")
        ]
        document = draft_letter(case, template, Wish("Wezwanie do Marii", {"pole.tresc": "Proszę o mapę."}))
        year = polish_today().year
        assert said(document.latest.file.data) == [
            f"GP.6730.1.{year} Maria Kowalczyk",
            "Proszę o mapę.",
            "",
            "Anna Nowak",
        ]
        assert document.latest.file.filename == "Wezwanie do Marii.docx"
        assert document.template == (IUUID(template), 1)
        assert case.metryka[-1].action == "document_added"
        dotted = draft_letter(case, template, Wish(leave_blank=True))
        assert "………………" in said(dotted.latest.file.data)[1]


def test_a_letter_stays_with_the_version_it_was_made_from(office):
    template = make(office, "stara treść")
    with office.acting("anna.urbanista"):
        case = begin(office)
        old = draft_letter(case, template, Wish("Pierwsze"))
        with pytest.raises(Forbidden):
            renew_template(template, Upload("t.docx", word("x")))
    with office.acting("zofia.koordynator"):
        renew_template(template, Upload("t.docx", word("nowa treść")), "zmiana")
    with office.acting("anna.urbanista"):
        new = draft_letter(case, template, Wish("Drugie"))
    assert (said(old.latest.file.data), old.template[1]) == (["stara treść"], 1)
    assert (said(new.latest.file.data), new.template[1]) == (["nowa treść"], 2)
    assert said(template.version(1).file.data) == ["stara treść"]


def test_what_does_not_fit_is_refused(office):
    for_668 = make(office, "x", classes=("68",), title="Dla klasy 68")
    fits = make(office, "x", classes=("673",), title="Dla klasy 673")
    with office.acting("anna.urbanista"):
        case = begin(office)
        assert [item.title for item in templates_for(case)] == ["Dla klasy 673"]
        with pytest.raises(Blocked) as caught:
            draft_letter(case, for_668, Wish())
        assert caught.value.reason == "template_other_class"
        with pytest.raises(InvalidData) as unknown:
            draft_letter(case, fits, Wish(values={"pole.obce": "x"}))
        assert unknown.value.reason == "field_unknown"
    with office.acting("zofia.koordynator"):
        withdraw_template(fits)
        with pytest.raises(Blocked):
            renew_template(fits, Upload("t.docx", word("x")))
    with office.acting("anna.urbanista"):
        with pytest.raises(Blocked) as withdrawn:
            draft_letter(case, fits, Wish())
        assert withdrawn.value.reason == "template_withdrawn"
    with office.acting("adam.obcy"), pytest.raises(Forbidden):
        preview(case, for_668)
    with office.acting("zofia.koordynator"), pytest.raises(InvalidData) as faults:
        add_template(office.unit, TemplateData("", "x", ("a",)), Upload("t.docx", word("{{sprawa.numer}}")))
    assert [(fault.field, fault.reason) for fault in faults.value.faults] == [
        ("title", "required"),
        ("document_kind", "not_in_list"),
        ("classes", "symbol_malformed"),
        ("file:sprawa.numer", "field_unknown"),
    ]


def test_templates_by_browser_and_by_rest(site):
    base = site.absolute_url()
    coordinator, clerk = Browser(base, "zofia.koordynator"), Browser(base, "anna.urbanista")
    form = {"title": "Zawiadomienie", "document_kind": "zawiadomienie"}
    coordinator.open(f"{UNIT}/@@templates").fill("add", **form, files={"file": ("z.docx", b"zepsuty")})
    assert coordinator.answer.status_code == 400
    assert "To nie jest plik DOCX ani ODT." in coordinator.text
    coordinator.open(f"{UNIT}/@@templates").fill("add", **form, files={"file": ("z.docx", word(*TEXT))})
    assert "może być puste" in coordinator.text
    rest = Client(base, "anna.urbanista", PASSWORD)
    case = rest.send(
        "POST",
        f"{UNIT}/@cases",
        {
            "title": "Warunki",
            "org_id": "gp",
            "class_symbol": "6730",
            "parties": [{"name": "Maria <Kowalczyk>"}],
        },
    ).json()
    clerk.open(case["@id"].removeprefix(f"{base}/") + "/view").fill("template")
    # The case has all the template takes from it; what the template asks for stands in the form.
    assert "Do wpisania poniżej" in clerk.text and "Brakuje w sprawie" not in clerk.text
    clerk.fill("make")
    assert clerk.answer.status_code == 400
    clerk.fill("make", title="Z przeglądarki", **{"pole.tresc": "Treść"})
    assert "Z przeglądarki" in clerk.text and "Z szablonu" in clerk.text

    (listed,) = rest.send("GET", f"{case['@id']}/@drafts", record="drafts_get").json()["items"]
    url = f"{case['@id']}/@drafts?template={listed['uid']}"
    assert rest.send("GET", url, record="drafts_get_preview").json()["missing"] == ["pole.tresc"]
    body = {"template": listed["uid"], "title": "Pismo", "values": {}}
    refused = rest.send("POST", f"{case['@id']}/@drafts", body, record="drafts_post_400")
    assert (refused.status_code, refused.json()["faults"][0]["field"]) == (400, "pole.tresc")
    body["values"] = {"pole.tresc": "Przez REST"}
    key = {"Idempotency-Key": "projekt-1"}
    made = rest.send("POST", f"{case['@id']}/@drafts", body, record="drafts_post", headers=key)
    assert made.status_code == 201, made.text
    again = rest.send("POST", f"{case['@id']}/@drafts", body, headers=key)
    assert again.json()["uid"] == made.json()["uid"]
    data = rest.session.get(made.json()["versions"][0]["file"]["download"], timeout=60).content
    assert said(data)[0].endswith("Maria <Kowalczyk>")
    encoded = base64.b64encode(word("{{dzis}}")).decode()
    file = {"filename": "t.docx", "data": encoded}
    keeper = Client(base, "zofia.koordynator", PASSWORD)
    renewed = keeper.send("POST", f"{listed['@id']}/@versions", {"file": file, "comment": "krótszy"})
    assert renewed.json()["fields"] == [{"name": "dzis", "optional": False}]
    assert rest.send("POST", f"{listed['@id']}/@versions", {"file": file}).status_code in (401, 403)
    gone = keeper.send(
        "POST", f"{listed['@id']}/@template-use", {"act": "withdraw"}, record="template_use_post"
    )
    assert gone.json()["state"] == "withdrawn"
    assert rest.send("POST", f"{case['@id']}/@drafts", body).status_code == 409
    new = {"title": "Nowy", "document_kind": "opinia", "classes": ["6730"], "file": file}
    added = keeper.send("POST", f"{UNIT}/@templates", new, record="templates_post")
    assert added.status_code == 201, added.text
    states = [
        item["state"]
        for item in keeper.send("GET", f"{UNIT}/@templates", record="templates_get").json()["items"]
    ]
    assert states == ["active", "withdrawn"]
