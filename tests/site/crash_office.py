"""What the crash test does inside the site: run as a program beside it."""

from datetime import timedelta
from infostrada.core import numbers
from infostrada.core.record.repair.reconcile import reconcile
from infostrada.core.server.plone import open_site
from infostrada.core.sql import session
from sqlalchemy import text
from tests.site.records.world import make_office

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


if __name__ == "__main__":
    {"prepare": prepare, "settle": settle}[sys.argv[1]]()
