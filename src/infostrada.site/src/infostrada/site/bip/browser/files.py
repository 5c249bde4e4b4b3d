"""Public files: links to them with kind and size, and their bytes."""

from infostrada.site.bip.timing.moments import gone
from infostrada.site.theme.browser.digests import FileByDigest
from typing import Any


class PublicFile(FileByDigest):
    """A file of a public entry, by its digest; of a withdrawn entry none."""

    shown = ("application/pdf", "image/png", "image/jpeg", "text/plain")

    def found(self) -> Any:
        """The file, or None."""
        return None if gone(self.context) else self.of(self.digest)

    def of(self, digest: str) -> Any:
        """The file of the entry with this digest, or None."""
        return self.context.file(digest)


def file_link(url: str, file: Any, note: str) -> dict[str, str]:
    """A link to a file as the pattern for files wants it."""
    facts = [file.filename.rpartition(".")[2].upper(), _size(file.getSize()), note]
    text = ", ".join(fact for fact in facts if fact)
    return {"url": f"{url}/{file.sha256}", "title": file.filename, "text": text}


def _size(size: int) -> str:
    """12 kB, 3,4 MB."""
    return (
        f"{max(1, round(size / 1000))} kB" if size < 1_000_000 else f"{size / 1e6:.1f} MB".replace(".", ",")
    )
