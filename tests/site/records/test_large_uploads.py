"""Large files on their way in: from the wire to the disk, by form and over REST, never held in memory."""

from contextlib import contextmanager
from exchange import Client
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.upload import fault_of
from infostrada.site.records.upload import Upload
from io import BytesIO
from plone import api
from world import LETTER
from world import PASSWORD

import base64
import hashlib
import json
import os
import pytest
import re
import tracemalloc
import transaction


REGISTRAR, UNIT = "ewa.kancelaria", "gmina-lipnowo"
SIZE = 10_000_000
# What a request needs by itself is half of it.
MOST = 6_000_000
SMALL = b"%PDF-1.4 ma\xc5\x82y"


@contextmanager
def memory_of_python(data=None):
    """The most bytes Python held at once inside, above what it held before; server and client are one process here.

    A small file goes first, unmeasured: what is only loaded and remembered once is not what counts.
    """
    if isinstance(data, BytesIO):
        yield lambda: 0
        return
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        yield lambda: tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


@pytest.fixture
def large(tmp_path):
    """A file of 10 MB that no two pieces of are alike."""
    path = tmp_path / "film.mp4"
    path.write_bytes(os.urandom(SIZE))
    return path


def letter_of(site):
    with api.env.adopt_user(username=REGISTRAR):
        made = register_letter(site[UNIT], LETTER, [Upload("skan.pdf", SMALL)])
    transaction.commit()
    return made


def as_json(path, data):
    """`{"filename": …, "data": …}` as a file."""
    with path.open("wb") as out:
        out.write(b'{"filename": "film.mp4", "data": "')
        out.write(base64.b64encode(data.read()) + b'"}')
    return path


def as_form(path, data, token):
    """What a browser sends of the form that adds a file to a letter."""
    with path.open("wb") as out:
        for name, value in (("_authenticator", token), ("do", "file")):
            out.write(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
        out.write(b'--x\r\nContent-Disposition: form-data; name="file"; filename="film.mp4"\r\n')
        out.write(b"Content-Type: video/mp4\r\n\r\n" + data.read() + b"\r\n--x--\r\n")
    return path


def test_a_large_file_comes_to_its_letter_through_the_disk(site, large, tmp_path):
    letter = letter_of(site)
    session = Client(site.absolute_url(), REGISTRAR, PASSWORD).session
    shown = session.get(f"{letter.absolute_url()}/view", headers={"Accept": "text/html"}, timeout=60).text
    token = re.search(r'name="_authenticator" value="(\w+)"', shown)[1]
    ways = (
        (f"{letter.absolute_url()}/@attachments", "application/json", as_json, 201),
        (f"{letter.absolute_url()}/view", "multipart/form-data; boundary=x", lambda *a: as_form(*a, token), 303),
    )  # fmt: skip
    for url, kind, write, status in ways:
        for data in (BytesIO(SMALL), large.open("rb")):
            with data, write(tmp_path / "body", data).open("rb") as body, memory_of_python(data) as held:
                answer = session.post(
                    url, data=body, headers={"Content-Type": kind}, timeout=60, allow_redirects=False
                )
                assert held() < MOST, url
            assert answer.status_code == status, answer.text
    transaction.begin()
    digests = [hashlib.sha256(SMALL).hexdigest(), hashlib.sha256(large.read_bytes()).hexdigest()]
    assert [each.sha256 for each in letter.files[1:]] == digests * 2
    assert [each.getSize() for each in letter.files[1:]] == [len(SMALL), SIZE] * 2
    with letter.files[-1].open() as stored:
        assert hashlib.file_digest(stored, "sha256").hexdigest() == digests[1]


def test_what_is_no_file_is_refused_as_ever(site):
    url = f"{letter_of(site).absolute_url()}/@attachments"
    session = Client(site.absolute_url(), REGISTRAR, PASSWORD).session
    for data in ("A" * 100_001, "ż" * 100_000, "zły"):
        answer = session.post(url, json={"filename": "a.pdf", "data": data}, timeout=60)
        assert (answer.status_code, answer.json()["faults"][0]["reason"]) == (400, "not_base64")
    for body in (b"{", b"[1]", b'{"filename": "a.pdf", "data": "' + b"A" * 70_000):
        answer = session.post(url, data=body, headers={"Content-Type": "application/json"}, timeout=60)
        assert (answer.status_code, answer.json()["reason"]) == (400, "json_unreadable"), answer.text
    # 33 MB that are no file; nobody writes so much
    body = json.dumps({"filename": "a.pdf", "data": "QQ==", "note": "x" * 33_000_000})
    answer = session.post(url, data=body, headers={"Content-Type": "application/json"}, timeout=60)
    assert (answer.status_code, answer.json()["reason"]) == (413, "request_too_large")


def test_an_upload_is_measured_without_being_read(tmp_path):
    file = tmp_path / "pusty"
    file.touch()
    os.truncate(file, 3 * 2**30)
    with file.open("rb") as source, memory_of_python() as held:
        upload = Upload("film.mp4", source)
        assert (upload.size, fault_of(upload, 2**30)) == (3 * 2**30, "file_too_large")
        assert held() < 1_000_000
    assert fault_of(Upload("a", b""), 10) == "file_missing"
    assert fault_of(Upload("a", b"0123456789"), 10) is None
    assert Upload("a", BytesIO(b"ab")).sha256 == hashlib.sha256(b"ab").hexdigest()
