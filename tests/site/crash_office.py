"""What the crash test does inside the site: run as a program beside it."""

from datetime import timedelta
from infostrada.core import numbers
from infostrada.core.record.repair.reconcile import reconcile
from infostrada.core.server.plone import open_site
from infostrada.core.sql import session
from infostrada.site.records.correspondence.outgoing.networks import send_by_network
from infostrada.site.records.correspondence.outgoing.parties import addressee_of_party
from infostrada.site.records.find import record_at
from infostrada.site.records.listings import register
from infostrada.site.records.workflow import state_of
from plone import api
from sqlalchemy import text
from tests.core.crash.writer import POINTS
from tests.core.crash.writer import Shot
from tests.site.records.letters import make_matter
from tests.site.records.letters import prepared
from tests.site.records.world import make_office
from tests.site.records.world import Office

import json
import sys
import transaction


def prepare():
    """Make an office with a registrar."""
    with open_site() as (app, site):
        # The helper acts as the root user of the test layers.
        app.acl_users.userFolderAddUser("admin", "unused-secret-0", ["Manager"], [])
        make_office(site)
        transaction.commit()


def settle():
    """Settle at once what the worker and the next start would, and say what both stores hold."""
    with open_site() as (_app, site):
        for _report in reconcile(site, grace=0):
            pass
        transaction.begin()
        swept = numbers.sweep(timedelta(0))
        letters = session().scalar(text("SELECT count(*) FROM core.record WHERE type = 'records_letter'"))
        transaction.commit()
    print(json.dumps({**vars(swept), "letters": letters}))


COUNTY = "powiat-testowy"


def letter_to_send():
    """A second office, and a letter of the first one that is ready for it."""
    with open_site() as (_app, site):
        make_office(site, COUNTY, people=False)
        office = Office(site, site["gmina-lipnowo"], {}, None)
        to = addressee_of_party(office.unit, COUNTY)
        (letter,) = prepared(office, make_matter(office), to)
        transaction.commit()
        print(letter.getId())


def send_and_die():
    """Send it and be shot after SQL has committed and before the objects are."""
    with open_site():
        with api.env.adopt_user(username="anna.urbanista"):
            send_by_network(record_at(sys.argv[2]))
        transaction.get().join(Shot(*POINTS["between_the_commits"]))
        transaction.commit()


def send_again():
    """The clerk presses the button once more; then say what both offices hold."""
    with open_site() as (_app, site):
        letter = record_at(sys.argv[2])
        before = state_of(letter)
        with api.env.adopt_user(username="anna.urbanista"):
            send_by_network(letter)
        transaction.commit()
        for _report in reconcile(site, grace=0):
            pass
        transaction.begin()
        swept = numbers.sweep(timedelta(0))
        transaction.commit()
        series = numbers.Series(COUNTY, "rpw", letter.year)
        told = {
            "before": before,
            "after": state_of(letter),
            "cancelled": swept.cancelled,
            "gaps": numbers.gaps(series),
            "register": [(row.value, row.uid) for row in numbers.register(series)],
            "arrived": [row["uid"] for row in register(COUNTY).rows],
            "message": letter.message_id,
        }
    print(json.dumps(told))


if __name__ == "__main__":
    acts = (prepare, settle, letter_to_send, send_and_die, send_again)
    {act.__name__: act for act in acts}[sys.argv[1]]()
