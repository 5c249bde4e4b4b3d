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
    # The way there names the register, not the folders of years and parts the letters lie in.
    named = [step.text_content().strip() for step in registry.page.cssselect(".crumbs li")]
    assert named == ["Początek", "Rejestr pism", "Petycja o ławki"]
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
    kinds = [{"title": "Testament", "words": ["ostatnia wola"]}]
    assert (
        rest.send("PUT", f"{UNIT}/@do-not-open", {"kinds": kinds}, record="do_not_open_put").json()["kinds"]
        == kinds
    )
    assert rest.send("PUT", f"{UNIT}/@do-not-open", {"kinds": ["x"]}).status_code == 400
    told = rest.send(
        "GET", f"{UNIT}/@do-not-open?envelope=Ostatnia+wola+Jana", record="do_not_open_get"
    ).json()
    assert told["told"] == "Testament"
    registry.open(f"{UNIT}/@@do-not-open").fill("keep", kinds="Oferta: przetarg\nOferta: nabór")
    assert "podano dwa razy" in registry.text
    registry.open(f"{UNIT}/@@do-not-open").fill("keep", kinds="Oferta: przetarg")
    # The head of the office keeps the list too; a clerk does not.
    head = Browser(site.absolute_url(), "jan.wojt")
    head.open(f"{UNIT}/@@do-not-open").fill("keep", kinds="Oferta: przetarg, oferta na")
    assert "Wykaz zapisano." in head.text
    clerk = Client(site.absolute_url(), "anna.urbanista", PASSWORD)
    assert clerk.send("PUT", f"{UNIT}/@do-not-open", {"kinds": []}).status_code in (401, 403)
    registry.open(f"{UNIT}/@@register-letter?closed=1")
    registry.fill("register", unopened="Oferta", envelope="Przetarg ZP.1", received_date="2026-11-02")
    assert registry.answer.status_code == 200, registry.text[:2000]
    assert "Zamknięta przesyłka" in registry.text
    assert "Pozostaw zamkniętą" not in registry.text
    letter = registry.answer.url.removesuffix("/view")
    assert "Nie otwarto" in registry.open(f"{UNIT}/@@letters?unopened=waiting").text
    head.open(f"{letter}/view").fill("assign", assignee="anna.urbanista", disposition="do załatwienia")
    clerk = Client(site.absolute_url(), "anna.urbanista", PASSWORD)
    assert clerk.send("POST", f"{letter}/@opening", {"outcome": "closed"}).status_code == 400
    assert clerk.send("POST", f"{letter}/@opening", {"outcome": "nic"}).status_code == 400
    addressee = Browser(site.absolute_url(), "anna.urbanista")
    addressee.open(f"{letter}/view").fill("leave", note="otworzy komisja")
    assert "otworzy komisja" in addressee.text
    assert rest.send("GET", letter).json()["unopened"]["state"] == "closed"
    inside = {"outcome": "opened", "title": "Oferta", "sender_org_name": "Żwir", "city": "Toruń"}
    inside["letter_date"] = "2026-11-01"
    assert clerk.send("POST", f"{letter}/@opening", inside).status_code == 409
    body = {"unopened": "Oferta", "envelope": "Przetarg ZP.1", "received_date": "2026-11-02"}
    other = rest.send("POST", f"{UNIT}/@letters", body, record="letters_post_unopened").json()["@id"]
    given = {"assignee": "anna.urbanista", "disposition": "do załatwienia"}
    assert rest.send("POST", f"{other}/@tasks", given).status_code == 201
    opened = clerk.send("POST", f"{other}/@opening", inside, record="opening_post").json()
    assert (opened["title"], opened["unopened"]["by"]) == ("Oferta", "Anna Nowak")
    third = rest.send("POST", f"{UNIT}/@letters", body).json()["@id"]
    assert rest.send("POST", f"{third}/@tasks", given).status_code == 201
    told = {"title": "Oferta", "sender_org_name": "Żwir", "city": "Toruń", "letter_date": "2026-11-01"}
    addressee.open(f"{third}/view").fill("open", **told, others=", 87-100 Toruń")
    assert addressee.answer.status_code == 400 and "jednego nadawcę w wierszu" in addressee.text
    addressee.fill("open", **told, others="Piach Jan\nGmina Żnin, ul. Polna 5, 88-400 Żnin")
    named = rest.send("GET", third).json()["other_senders"]
    assert [(one["sender_surname"], one["sender_org_name"], one["city"]) for one in named] == [
        ("Piach", "", ""), ("", "Gmina Żnin", "Żnin"),
    ]  # fmt: skip
    assert clerk.send("POST", f"{UNIT}/@mails", body).status_code in (401, 403)
