"""Bundles over REST: an export fetched, sent back as the body of a request, checked; what a sender gets wrong is told."""

from base64 import b64encode
from exchange import Client
from infostrada.core.jobs import runner
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.upload import Upload
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from world import LETTER

import hashlib
import os
import transaction


UNIT = "gmina-lipnowo"
# More than a form or a JSON body may hold in memory (one MiB), and of no use to a compressor.
SCAN = os.urandom(1_500_000)


def run_jobs():
    transaction.begin()
    while runner.run_next():
        transaction.begin()
    transaction.begin()


def test_out_over_rest_and_in_again_as_a_stream(site):
    with api.env.adopt_user(username="ewa.kancelaria"):
        register_letter(site[UNIT], LETTER, [Upload("skan.pdf", SCAN)])
    transaction.commit()
    operator = Client(site.absolute_url(), SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    ordered = operator.send("POST", f"{UNIT}/@bundles", {"way": "export"}, record="bundles_post")
    assert ordered.status_code == 201, ordered.text
    run_jobs()
    exported = operator.send("GET", ordered.json()["@id"]).json()
    told = exported["file"]
    fetched = operator.session.get(f"{told['download']}", timeout=60)
    digest = hashlib.sha256(fetched.content)
    assert (fetched.status_code, digest.hexdigest()) == (200, told["sha256"])
    assert len(fetched.content) > len(SCAN)

    url = f"{site.absolute_url()}/{UNIT}/@bundles"
    named = {
        "Content-Type": "application/zip",
        "Repr-Digest": f"sha-256=:{b64encode(digest.digest()).decode()}:",
    }

    def send(data, **more):
        asked = {"filename": "akta.zip", "uids": "keep", "numbers": "history", **more}
        return operator.session.post(url, data=data, params=asked, headers=named, timeout=60)

    sent = send(fetched.content)
    assert sent.status_code == 201, sent.text
    run_jobs()
    checked = operator.send("GET", sent.json()["@id"]).json()
    # All of it is here already; the plan of the office stays.
    assert checked["state"] == "checked", checked
    assert checked["counts"]["here"] >= 1
    assert checked["counts"].get("refused", 0) == 0
    assert (checked["file"]["sha256"], checked["file"]["filename"]) == (told["sha256"], "akta.zip")

    changed = send(fetched.content + b"\0")
    assert (changed.status_code, changed.json()["faults"][0]["reason"]) == (400, "digest_wrong")
    named["Repr-Digest"] = "sha-256=:zepsuty:"
    broken = send(fetched.content)
    assert (broken.status_code, broken.json()["faults"][0]["reason"]) == (400, "not_base64")
    del named["Repr-Digest"]
    assert send(b"to nie jest paczka").json()["faults"][0]["reason"] == "bundle_broken"
    assert send(fetched.content, numbers="inne").json()["faults"][0]["field"] == "numbers"
    stranger = Client(site.absolute_url(), "anna.urbanista", "Kancelaria-2026!").session
    refused = stranger.post(url, data=fetched.content, headers=named, timeout=60, allow_redirects=False)
    assert refused.status_code == 403
