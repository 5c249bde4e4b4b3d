"""The demo's files: units, letters, documents, entries and the scenario."""

from email.message import EmailMessage
from infostrada.core.calendar import polish_today
from infostrada.core.server.profile import ProfileError
from infostrada.site.parties.picking import enter_sender
from infostrada.site.records.upload import Upload
from pathlib import Path
from types import ModuleType
from typing import Any

import importlib.util
import yaml


class Demo:
    """Everything the demo's folder says, by id."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.today = polish_today()
        self.units: list[dict[str, Any]] = self._read("people/units.yaml")
        self.privacy: list[dict[str, Any]] = self._read("people/privacy.yaml")
        self.pages = {page["unit"]: page for page in self._read("content/pages.yaml")}
        self.documents = {item["id"]: item for item in self._read("content/documents.yaml")}
        self.entries = {item["id"]: item for item in self._read("content/bip.yaml")}
        self.registers: list[dict[str, Any]] = self._read("content/registers.yaml")
        self.letters = {item["id"]: item for item in self._read("letters/letters.yaml")}
        self.earlier: list[dict[str, Any]] = self._read("archive/earlier.yaml")
        self.threads: list[dict[str, Any]] = self._read("scenario.yaml")
        self.make = _module(folder / "letters" / "make.py")
        self.templates = list(_module(folder / "templates" / "make.py").templates())
        self.mails: dict[str, EmailMessage] = dict(self.make.letters(self.today))
        self.played: set[str] = set()
        self._parties: dict[tuple[str, str], str] = {}

    def entered(self, unit: Any, letter: dict[str, Any], sender: dict[str, Any]) -> str:
        """The sender's entry in the unit's register of parties, made with the first letter."""
        key = (unit.unit_id, sender.get("org") or sender["name"])
        if key not in self._parties:
            numbers = {name: sender[name] for name in ("nip", "regon") if name in sender}
            self._parties[key] = enter_sender(unit, letter, **numbers)
        return self._parties[key]

    def plan(self, unit: dict[str, Any]) -> tuple[str, bytes]:
        """Name and bytes of a unit's classification plan."""
        path = self.folder / "plans" / unit["plan"]
        return path.name, path.read_bytes()

    def mail_files(self, letter: str) -> list[Upload]:
        """The message as it came, then its attachments."""
        mail = self.mails[letter]
        uploads = [Upload(f"{letter}.eml", mail.as_bytes(), "message/rfc822")]
        for part in mail.iter_attachments():
            data = part.get_payload(decode=True)
            uploads.append(Upload(part.get_filename() or "zalacznik", bytes(data), part.get_content_type()))
        return uploads

    def document_file(self, document: dict[str, Any]) -> Upload:
        """A draft as a DOCX file."""
        return Upload(document["file"], self.make.word(document["title"], document["text"]))

    def public_file(self, document: dict[str, Any], text: str) -> Upload:
        """The version made for the public: a PDF with a text layer and no personal data."""
        name = Path(document["file"]).stem + "-wersja-publiczna.pdf"
        return Upload(name, self.make.pdf(document["title"], text), "application/pdf")

    def _read(self, name: str) -> Any:
        path = self.folder / name
        try:
            return yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError) as error:
            raise ProfileError(f"{path}: {error}") from error


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"infostrada_demo_{path.parent.name}", path)
    if spec is None or spec.loader is None:
        raise ProfileError(f"{path}: not a Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
