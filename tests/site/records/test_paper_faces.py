"""E-mail, scans and loans by browser and by REST."""

from email.message import EmailMessage
from exchange import Client
from test_desk_pages import Browser
from test_rest_thread import file_json
from world import PASSWORD


UNIT = "gmina-lipnowo"


def eml():
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Maria Kowalczyk <maria@example.pl>", "Petycja o ławki"
    mail.set_content("Dzień dobry")
    return mail.as_bytes()


def test_message_paper_and_store(site):
    registry = Browser(site.absolute_url(), "ewa.kancelaria")
    registry.open(f"{UNIT}/@@register-mail")
    registry.fill("mail", files={"file": ("zly.eml", b"nic")}, city="Lipnowo")
    assert registry.answer.status_code == 400
    assert "czytelna wiadomość" in registry.text
    registry.open(f"{UNIT}/@@register-mail")
    registry.fill("mail", files={"file": ("w.eml", eml())}, city="Lipnowo", matter="application")
    assert registry.answer.status_code == 200, registry.text[:2000]
    assert "Petycja o ławki" in registry.text
    paper = registry.answer.url.replace("/view", "/@@paper")
    assert "nieskuteczne: pouczyć nadawcę" in registry.open(paper).text
    registry.fill("matter", matter="petition")
    assert "nieskuteczne" not in registry.text
    registry.fill("scan", scan="partial", note="mapa A0", media="płyta CD")
    registry.fill("shelve", sequence="media", place="N-1").fill(
        "lend", borrower="Anna Nowak", purpose="wgląd"
    )
    assert "Anna Nowak" in registry.open(f"{UNIT}/@@not-scanned").text
    assert "mapa A0" in registry.text
    registry.open(paper).fill("back")
    assert registry.answer.status_code == 200

    rest = Client(site.absolute_url(), "ewa.kancelaria", PASSWORD)
    body = {"file": file_json("w.eml", eml()), "city": "Lipnowo", "matter": "petition"}
    made = rest.send("POST", f"{UNIT}/@mails", body, record="mails_post")
    assert made.status_code == 201, made.text
    assert made.json()["handed_in"] == {"effective": True, "proof": "none"}
    assert rest.send("POST", f"{UNIT}/@mails", body).json()["uid"] == made.json()["uid"]
    url = f"{made.json()['@id']}/@paper"
    asked = {"act": "shelve", "sequence": "full", "place": "A-1"}
    assert rest.send("POST", url, asked, record="paper_post").json()["paper"]["place"] == "A-1"
    assert rest.send("POST", url, {"act": "back"}).status_code == 409
    assert rest.send("POST", url, {"act": "nic"}).status_code == 400
    clerk = Client(site.absolute_url(), "anna.urbanista", PASSWORD)
    assert clerk.send("POST", f"{UNIT}/@mails", body).status_code in (401, 403)
