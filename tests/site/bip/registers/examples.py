"""One right entry of each register."""

MEMBERS = [
    {"name": "Anna Bąk", "since": "2024-05-07", "club": "Razem dla Gminy"},
    {"name": "Jan Cis", "since": "2024-05-07"},
    {"name": "Ewa Dąb", "since": "2024-05-07"},
    {"name": "Piotr Gil", "since": "2024-05-07"},
    {"name": "Ola Hoc", "since": "2024-05-07"},
]
EXAMPLES = {
    "resolution": {
        "number": "XIX/1/26", "adopted_on": "2026-10-29", "subject": "w sprawie regulaminu targowiska", "status": "announced",
        "term": 9, "local_law": True, "journal_year": 2026, "journal_position": 5120,
    },
    "ordinance": {
        "number": "45/2026", "issued_on": "2026-11-03", "subject": "w sprawie inwentaryzacji", "body": "Wójt",
        "status": "in_force",
    },
    "term": {"number": 9, "starts_on": "2024-05-07", "seats": 5, "members": MEMBERS},
    "session": {
        "number": "XIX", "term": 9, "held_on": "2026-10-29", "place": "sala 12", "status": "held",
        "agenda": [{"item": "1", "title": "Otwarcie"}],
    },
    "vote": {
        "term": 9, "session": "XIX", "item": "5", "held_on": "2026-10-29", "subject": "regulamin targowiska",
        "majority": "simple", "result": "carried",
        "ballots": [
            {"name": member["name"], "choice": choice}
            for member, choice in zip(MEMBERS, ("for", "for", "against", "absent", "for"), strict=True)
        ],
    },
    "interpellation": {
        "number": "12/2026", "kind": "interpellation", "author": "Anna Bąk", "filed_on": "2026-11-02", "addressee": "Wójt",
        "subject": "oświetlenie drogi",
    },
    "procurement": {
        "number": "ZP.271.4.2026", "subject": "Przebudowa drogi", "procedure": "basic", "opened_on": "2026-10-01",
        "status": "open", "bzp": "2026/BZP 00412345/01",
    },
    "contract": {
        "number": "101/2026", "concluded_on": "2026-10-05", "place": "Lipnowo", "party": "Gmina, Zakład Drogowy",
        "subject": "remont mostu", "value": "125000.00",
    },
    "recruitment": {
        "number": "3/2026", "post": "inspektor", "hours": "pełny etat", "announced_on": "2026-11-02",
        "offers_until": "2026-11-16", "requirements": "Wykształcenie wyższe.", "status": "open",
    },
    "declaration": {
        "person": "Anna Bąk", "post": "radna", "year": 2025, "kind": "yearly", "submitted_on": "2026-04-28",
    },
    "petition": {
        "number": "2/2026", "filed_on": "2026-11-03", "subject": "w sprawie wiaty", "status": "open",
    },
    "environment": {
        "card_number": "14/2026", "document_type": "decyzje", "document_topic": "ochrona przyrody",
        "document_name": "zezwolenie na usunięcie drzewa", "scope": "Kasztanowiec przy drodze.", "area_teryt": "Olszynka",
        "case_sign": "GP.6131.7.2026", "created_by": "Wójt", "document_date": "2026-10-20", "storage_place": "pokój 7",
        "is_final": True, "listed_on": "2026-10-21",
    },
    "property": {
        "number": "5/2026", "listed_on": "2026-11-03", "purpose": "lease", "place": "Nowe Pole", "price": "1200.00",
        "land_register": "BY1B/00012345/6",
    },
    "control": {
        "number": "1/2026", "body": "Regionalna Izba Obrachunkowa", "subject": "gospodarka finansowa", "side": "external",
        "started_on": "2026-03-02", "status": "done",
    },
    "budget": {
        "year": 2026, "kind": "budget", "document": "Uchwała budżetowa na 2026 rok", "dated_on": "2025-12-18",
        "revenue": "38400000.00", "spending": "41200000.00",
    },
    "request": {"number": "31/2026", "filed_on": "2026-11-12", "subject": "umów o odśnieżanie", "status": "open"},
}  # fmt: skip
