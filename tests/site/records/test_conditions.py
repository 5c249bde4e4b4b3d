"""Two clerks change the same thing: whoever says in `If-Match` what they read is told when somebody was faster."""

from exchange import Client
from letters import make_matter
from test_rest_verbs import opened
from threading import Barrier
from threading import Thread
from world import LETTER
from world import make_office
from world import PASSWORD

import pytest
import requests
import transaction


UNIT = "gmina-lipnowo"


@pytest.fixture
def person(site):
    def client(user_id):
        return Client(site.absolute_url(), user_id, PASSWORD)

    return client


@pytest.fixture
def clerk(person):
    return person("anna.urbanista")


@pytest.fixture
def manager(person):
    return person("piotr.kierownik")


def tag(client, url):
    told = client.send("GET", url)
    assert told.status_code == 200, told.text
    return told.headers["ETag"]


def is_refused(answer):
    return answer.status_code == 412 and answer.json()["reason"] == "changed_meanwhile"


def participant(name):
    return {"act": "add", "name": name, "role": "świadek"}


def test_whoever_reads_the_same_has_the_same_tag(clerk, manager):
    case = opened(clerk, "Warunki zabudowy")["@id"]
    for url in (case, f"{case}/@participants", f"{case}/@clock"):
        assert tag(clerk, url) == tag(clerk, url) == tag(manager, url)
        assert tag(clerk, url).startswith('"')
    assert tag(clerk, case) != tag(clerk, f"{case}/@participants")
    # Nothing is changed at these addresses.
    assert "ETag" not in clerk.send("GET", f"{case}/@metryka").headers
    assert "ETag" not in clerk.send("GET", f"{UNIT}/@supervision").headers


def test_what_everybody_reads_has_no_tag_of_ours(site):
    answer = requests.get(f"{site.absolute_url()}/@units", headers={"Accept": "application/json"}, timeout=60)
    assert answer.status_code == 200
    assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    ("read", "service", "first", "second"),
    [
        ("@participants", "@participants", participant("Jan Lis"), participant("Ewa Kos")),
        ("@clock", "@clock", {"act": "stop", "reason": "mediation"}, {"act": "terms", "term": "inquiry"}),
        ("", "@clock", {"act": "terms", "term": "complex"}, {"act": "terms", "term": "inquiry"}),
    ],
    ids=["participants", "clock", "terms"],
)
def test_the_second_of_two_changes_of_a_case_is_refused(clerk, manager, read, service, first, second):
    case = opened(clerk, "Warunki zabudowy")["@id"]
    seen = {"If-Match": tag(clerk, f"{case}/{read}".rstrip("/"))}
    assert tag(manager, f"{case}/{read}".rstrip("/")) == seen["If-Match"]
    done = manager.send("POST", f"{case}/{service}", first, headers=seen)
    assert done.status_code in (200, 201), done.text
    before = [clerk.send("GET", f"{case}{each}").json() for each in ("", "/@participants", "/@clock")]
    shown = service == "@participants"
    late = clerk.send(
        "POST", f"{case}/{service}", second, headers=seen, record="participants_post_412" * shown
    )
    assert is_refused(late), late.text
    assert [clerk.send("GET", f"{case}{each}").json() for each in ("", "/@participants", "/@clock")] == before


def test_without_a_tag_everybody_writes_as_before(clerk, manager):
    case = opened(clerk, "Warunki zabudowy")["@id"]
    for client, name in ((clerk, "Jan Lis"), (manager, "Ewa Kos")):
        assert client.send("POST", f"{case}/@participants", participant(name)).status_code in (200, 201)
    names = [each["name"] for each in clerk.send("GET", f"{case}/@participants").json()["items"]]
    assert {"Jan Lis", "Ewa Kos"} <= set(names)


@pytest.mark.parametrize(
    ("written", "is_taken"),
    [
        ("{}", True),
        ('"0", {}', True),
        ('{},"0"', True),
        ("*", True),
        ("W/{}", False),
        ('"0"', False),
        ("", True),
    ],
)
def test_ways_to_write_the_header(clerk, written, is_taken):
    case = opened(clerk, "Warunki zabudowy")["@id"]
    sent = {"If-Match": written.format(tag(clerk, case))}
    answer = clerk.send("POST", f"{case}/@participants", participant("Jan Lis"), headers=sent)
    assert (answer.status_code in (200, 201), is_refused(answer)) == (is_taken, not is_taken), answer.text


def test_a_task_is_ended_once(person, clerk):
    registry, head = person("ewa.kancelaria"), person("jan.wojt")
    letter = registry.send("POST", f"{UNIT}/@letters", LETTER).json()["@id"]
    order = {"assignee": "anna.urbanista", "disposition": "do załatwienia"}
    made = head.send("POST", f"{letter}/@tasks", order)
    assert made.status_code == 201, made.text
    task = made.json()["@id"]
    seen = {"If-Match": tag(clerk, task)}
    assert tag(head, task) == seen["If-Match"]
    done = clerk.send("POST", f"{task}/@task-end", {"outcome": "Załatwione"}, headers=seen)
    assert done.status_code == 200, done.text
    assert is_refused(head.send("POST", f"{task}/@task-end", {"reason": "Pomyłka"}, headers=seen))
    assert clerk.send("GET", task).json()["state"] == done.json()["state"]


def test_a_party_is_changed_by_whoever_read_it_last(person):
    registry, coordinator = person("ewa.kancelaria"), person("zofia.koordynator")
    made = registry.send("POST", f"{UNIT}/@parties", {"surname": "Lis", "given_names": "Jan"})
    assert made.status_code == 201, made.text
    party = f"{made.json()['@id']}/@party"
    seen = {"If-Match": tag(registry, party)}
    assert registry.send("PATCH", party, {"city": "Toruń"}, headers=seen).status_code == 200
    assert is_refused(coordinator.send("PATCH", party, {"city": "Kutno"}, headers=seen))
    assert registry.send("GET", party).json()["city"] == "Toruń"


def test_a_document_keeps_the_tag_of_its_versions(site, clerk):
    matter = make_matter(make_office(site))
    transaction.commit()
    draft = f"{clerk.base}/{'/'.join(matter.draft.getPhysicalPath()[2:])}"
    told = clerk.send("GET", draft)
    assert told.headers["ETag"] == told.json()["etag"]
    seen = {"If-Match": told.headers["ETag"]}
    version = {"file": {"filename": "mapa.txt", "data": "bWFwYQ=="}}
    assert clerk.send("POST", f"{draft}/@versions", version, headers={"If-Match": "*"}).status_code == 201
    assert is_refused(clerk.send("POST", f"{draft}/@versions", version, headers=seen))
    assert is_refused(clerk.send("POST", f"{draft}/@acceptance", {"step": "cancel"}, headers=seen))
    assert len(clerk.send("GET", draft).json()["versions"]) == 2


def test_a_repetition_is_answered_though_it_changed_what_it_names(clerk, manager):
    case = opened(clerk, "Warunki zabudowy")["@id"]
    sent = {"If-Match": tag(clerk, f"{case}/@participants"), "Idempotency-Key": "jan"}
    first, again = (
        clerk.send("POST", f"{case}/@participants", participant("Jan Lis"), headers=sent)
        for _time in range(2)
    )
    assert first.status_code in (200, 201), first.text
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    late = {**sent, "Idempotency-Key": "ewa"}
    assert is_refused(clerk.send("POST", f"{case}/@participants", participant("Ewa Kos"), headers=late))
    # A refusal is not remembered under its key.
    now = {**late, "If-Match": tag(clerk, f"{case}/@participants")}
    done = clerk.send("POST", f"{case}/@participants", participant("Ewa Kos"), headers=now)
    assert done.status_code == first.status_code, done.text


def test_what_is_made_once_heeds_the_tag_too(clerk):
    made = {"title": "Przegląd", "org_id": "gp", "class_symbol": "6730"}
    sent = {"If-Match": tag(clerk, f"{UNIT}/@cases"), "Idempotency-Key": "sprawa"}
    first, again = (clerk.send("POST", f"{UNIT}/@cases", made, headers=sent) for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 201), again.text
    assert first.json()["uid"] == again.json()["uid"]
    assert is_refused(clerk.send("POST", f"{UNIT}/@cases", made, headers={**sent, "Idempotency-Key": "inna"}))
    assert is_refused(clerk.send("POST", f"{UNIT}/@cases", made, headers={"If-Match": sent["If-Match"]}))
    assert len(clerk.send("GET", f"{UNIT}/@cases").json()["items"]) == 1


def at_once(*sendings):
    """Answers to requests sent in the same moment."""
    ready, answers = Barrier(len(sendings)), [None] * len(sendings)

    def run(place, send):
        ready.wait()
        answers[place] = send()

    threads = [Thread(target=run, args=each) for each in enumerate(sendings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


def test_of_two_changes_at_once_one_is_done(clerk, manager):
    case = opened(clerk, "Warunki zabudowy")["@id"]
    url = f"{case}/@participants"
    for turn in range(3):
        seen, before = {"If-Match": tag(clerk, url)}, len(clerk.send("GET", url).json()["items"])
        answers = at_once(
            lambda turn=turn, seen=seen: clerk.send("POST", url, participant(f"Jan {turn}"), headers=seen),
            lambda turn=turn, seen=seen: manager.send("POST", url, participant(f"Ewa {turn}"), headers=seen),
        )
        assert [is_refused(answer) for answer in answers].count(True) == 1, [each.text for each in answers]
        assert len(clerk.send("GET", url).json()["items"]) == before + 1


def test_a_key_sent_twice_at_once_acts_once(person):
    one, other = person("anna.urbanista"), person("anna.urbanista")
    case = opened(one, "Warunki zabudowy")["@id"]
    wanted = {"title": "Przegląd", "org_id": "gp", "class_symbol": "6730"}
    for place in range(3):
        key = {"Idempotency-Key": f"raz-{place}"}
        for url, body in ((f"{case}/@participants", participant(f"Jan {place}")), (f"{UNIT}/@cases", wanted)):
            answers = at_once(
                *(
                    lambda client=client, url=url, body=body, key=key: client.send(
                        "POST", url, body, headers=key
                    )
                    for client in (one, other)
                )
            )
            first, second = answers
            assert first.status_code in (200, 201), first.text
            assert (first.status_code, first.json()) == (second.status_code, second.json())
    names = [each["name"] for each in one.send("GET", f"{case}/@participants").json()["items"]]
    assert sorted(names) == [f"Jan {place}" for place in range(3)]
    assert len(one.send("GET", f"{UNIT}/@cases").json()["items"]) == 4
