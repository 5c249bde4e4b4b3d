"""Requests and answers of a test, kept as the examples of the REST guide."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from lxml import etree
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import json
import re
import requests


FOLDER = Path(__file__).parents[2] / "http"
HOST = "https://region.example.pl"
SHOWN_HEADERS = ("Accept", "Content-Type", "Content-Crs", "Idempotency-Key", "If-Match")
ANSWERED_HEADERS = ("Content-Type", "Content-Crs", "ETag", "Location")
_CHANGING = (
    (re.compile(r"/(rpw|zadania)/(\d{4})/[0-9a-f]/"), r"/\1/\2/3/"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "3f8a1c0e5b7d49e2a6c4d8f0b1e3a597"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "9d" * 32),
    (re.compile(r"-----BEGIN ([A-Z ]+)-----.*?-----END \1-----(?:\\n)*"), r"-----BEGIN \1-----…"),
    (re.compile(r"whsec_[\w+/=]{32}"), "whsec_…"),
    (re.compile(r"msg_[0-9a-f]{32}"), "msg_3f8a1c0e5b7d49e2a6c4d8f0b1e3a597"),
    (re.compile(r"v1:[\w=-]{40,}"), "v1:…"),
    # Revisions and numbers of map features.
    (re.compile(r'"\d{10}"'), '"1795843703"'),
    (re.compile(r'"f\d+"'), '"f1042"'),
    (re.compile(r"\bafter=\d+"), "after=1042"),
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "3f8a1c0e-5b7d-49e2-a6c4-d8f0b1e3a597"),
    (re.compile(r"(?:[A-Z2-7]{4}-){7}[A-Z2-7]{4}"), "MFQW-CYLB-MFQW-CYLB-MFQW-CYLB-MF2V-PJRC"),
    (re.compile(r'"(?:[A-Z2-9]{4}-){2}[A-Z2-9]{4}"'), '"ABCD-EFGH-JKLM"'),
    (re.compile(r"(\w\.\w+)-20\d{6}\b"), r"\1-20261123"),
    (re.compile(r'(cursor(?:=|": "))[\w-]{20,}'), r"\1WyJjYXNlczpzdGFydGVkX29uOi0iXQ"),
    (re.compile(r'"first_password": "[^"]*"'), '"first_password": "…"'),
    (re.compile(r'"key": "[\w-]{24}"'), '"key": "Yp3m0cQ2vT8sLx5rNd7kWz1B"'),
    (re.compile(r'"[0-9a-f]{8}-(\d+)-(\w+)"'), r'"3f8a1c0e-\1-\2"'),
    (re.compile(r'\\"[0-9a-f]{8}-(\d+)-(\w+)\\"'), r'\\"3f8a1c0e-\1-\2\\"'),
)

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d")


class Client:
    """A person's REST client; exchanges given a name are written down."""

    def __init__(self, portal_url: str, user_id: str, password: str = "", folder: str = "records") -> None:
        self.base, self.folder = portal_url, FOLDER / folder
        self.session = requests.Session()
        self.session.auth = (user_id, password) if user_id else None
        self.session.headers["Accept"] = "application/json"

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        record: str = "",
        headers: dict[str, str] | None = None,
    ) -> requests.Response:
        """Send, and write the exchange to `tests/http/<folder>/<record>.{req,resp}`."""
        url = path if path.startswith("http") else f"{self.base}/{path}"
        answer = self.session.request(
            method, url, json=body, headers=headers, timeout=60, allow_redirects=False
        )
        if record:
            self._write(record, answer, body)
        return answer

    def _write(self, name: str, answer: requests.Response, body: Any) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        sent = answer.request
        parts = urlsplit(sent.url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        lines = [f"{sent.method} {target} HTTP/1.1"]
        lines += [f"{key}: {sent.headers[key]}" for key in SHOWN_HEADERS if key in sent.headers]
        lines += ["Authorization: Basic …"] * bool(self.session.auth)
        if body is not None:
            lines += ["", _pretty(_shortened(body))]
        (self.folder / f"{name}.req").write_text(self._settled("\n".join(lines)) + "\n", "utf-8")
        lines = [f"HTTP/1.1 {answer.status_code} {answer.reason}"]
        lines += [f"{key}: {answer.headers[key]}" for key in ANSWERED_HEADERS if key in answer.headers]
        lines += ["", _shown(answer)] if answer.content else []
        (self.folder / f"{name}.resp").write_text(self._settled("\n".join(lines)) + "\n", "utf-8")

    def _settled(self, text: str) -> str:
        parts = urlsplit(self.base)
        text = text.replace(f"{parts.scheme}://{parts.netloc}{parts.path}", HOST)
        text = text.replace(f" {parts.path}/", " /")
        text = _MOMENT.sub("2026-11-23T10:15:00+01:00", text)
        for shift, settled in ((0, "2026-11-23"), (14, "2026-12-07")):
            text = text.replace((polish_today() + timedelta(days=shift)).isoformat(), settled)
        for pattern, settled in _CHANGING:
            text = pattern.sub(settled, text)
        return text


def _shown(answer: requests.Response) -> str:
    """The answer's body as text; of a picture or a tile its size."""
    media = answer.headers.get("Content-Type", "")
    if "json" in media:
        return _pretty(answer.json())
    if media.partition(";")[0].endswith(("/xml", "+xml")):
        return etree.tostring(etree.fromstring(answer.content), pretty_print=True, encoding="unicode").strip()
    return f"({len(answer.content)} bytes)"


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _shortened(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shortened(item) if key != "data" else item[:40] for key, item in value.items()}
    return [_shortened(item) for item in value] if isinstance(value, list) else value
