"""Bodies of any size: JSON as the library of Python reads it, files in it laid aside."""

from base64 import b64encode
from infostrada.core import bodies
from infostrada.core.bodies import LaidAside
from infostrada.core.bodies import read_json
from infostrada.core.bodies import TooMuchError
from io import BytesIO

import json
import os
import pytest
import tracemalloc


LARGE = os.urandom(300_000)


def told(value):
    """The JSON with every file as its bytes, None for one that is no base64."""
    if isinstance(value, LaidAside):
        return value.file and value.file.read()
    if isinstance(value, dict):
        return {name: told(member) for name, member in value.items()}
    return [told(each) for each in value] if isinstance(value, list) else value


def text_of(data):
    return b64encode(data).decode()


@pytest.mark.parametrize("chunk", [7, 4096, bodies.CHUNK])
def test_files_come_out_whole_and_the_rest_as_it_is(monkeypatch, chunk):
    monkeypatch.setattr(bodies, "CHUNK", chunk)
    large = LARGE if chunk > 7 else LARGE[:60_000]
    body = {
        "title": 'Wniosek „nr 1" \\ data: "x"', "data": "krótkie", "list": [1.5, None, True, "data", "a" * 70_000],
        "files": [{"filename": "a.pdf", "data": text_of(large), "x": "ę\n"}, {"data": text_of(large[:-1])}],
    }  # fmt: skip
    files = [{"filename": "a.pdf", "data": large, "x": "ę\n"}, {"data": large[:-1]}]
    for indent, ascii_only in ((None, True), (2, False)):
        sent = json.dumps(body, indent=indent, ensure_ascii=ascii_only).encode()
        assert told(read_json(BytesIO(sent))) == {**body, "files": files}
        # PHP writes every slash with a backslash before it
        assert told(read_json(BytesIO(sent.replace(b"/", b"\\/")))) == {**body, "files": files}


def test_a_large_text_that_is_no_base64_is_no_file():
    whole = text_of(LARGE)
    for wrong in (
        whole[1:], f"{whole[:999]}={whole[1000:]}", f"{whole}====", f"{whole[:5000]} {whole[5000:]}",
        f"{whole[:5000]}\n{whole[5000:]}", f"{whole[:90_000]}ł{whole[90_000:]}", f"{text_of(LARGE[:-1])}{whole}",
    ):  # fmt: skip
        assert told(read_json(BytesIO(json.dumps({"data": wrong, "after": 1}).encode()))) == {
            "data": None,
            "after": 1,
        }
    # a member of another name, or an element of a list, is a text however long
    assert told(read_json(BytesIO(json.dumps({"text": whole, "data": [whole]}).encode()))) == {
        "text": whole,
        "data": [whole],
    }


def test_what_is_no_json_is_refused():
    for wrong in (b"{", b'{"data": "', b'{"a" 1}', b"\xff\xfe\x00", b'"' + b"a" * 70_000, b"[" * 100_000):
        with pytest.raises(ValueError):
            read_json(BytesIO(wrong))
    assert read_json(BytesIO(b"")) == {}
    assert read_json(BytesIO('{"a": "ż"}'.encode("utf-16"))) == {"a": "ż"}
    assert read_json(BytesIO(b'\xef\xbb\xbf{"a": 1}')) == {"a": 1}


def test_the_rest_has_a_bound(monkeypatch):
    monkeypatch.setattr(bodies, "MOST", 100_000)
    assert told(read_json(BytesIO(json.dumps({"data": text_of(LARGE)}).encode())))["data"] == LARGE
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(TooMuchError):
            read_json(BytesIO(json.dumps({"text": "a" * 200_000}).encode(encoding)))


def test_memory_does_not_grow_with_the_files(tmp_path):
    """30 MB of base64, of which Python never holds more than two pieces and what a buffer keeps."""
    body = tmp_path / "body"
    body.write_bytes(b'{"filename": "film.mp4", "data": "' + b"QUJD" * 7_500_000 + b'"}')
    with body.open("rb") as stream:
        tracemalloc.start()
        try:
            found = read_json(stream)
            assert tracemalloc.get_traced_memory()[1] < 4_000_000
        finally:
            tracemalloc.stop()
        assert found["data"].file.seek(0, os.SEEK_END) == 22_500_000
        assert stream.tell() == 0
