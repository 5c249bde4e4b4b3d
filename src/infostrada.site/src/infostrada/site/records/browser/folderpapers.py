"""Papers about folders: description, lists, the list they are handed over by, as PDF."""

from infostrada.site.records.folders.operations import folder_of
from infostrada.site.records.folders.papers import case_lists
from infostrada.site.records.folders.papers import handover_paper
from infostrada.site.records.folders.papers import title_pages
from infostrada.site.records.folders.rules import Folder
from Products.Five import BrowserView
from typing import Any


class FolderPdf(BrowserView):
    """`<unit>/@@<view>?folder=<uid>`: a paper of the folder."""

    file_name = ""

    def __call__(self) -> bytes:
        """The PDF; NotFound for no such folder."""
        folder = folder_of(self.context, str(self.request.form.get("folder") or ""))
        name = f"{self.file_name}-{folder.sign}-{folder.first_year}.pdf"
        return pdf(self.request, name, self.paper(folder))

    def paper(self, folder: Folder) -> bytes:
        """The file."""
        raise NotImplementedError


class FolderDescription(FolderPdf):
    """The title pages: one for each volume."""

    file_name = "opis-teczki"

    def paper(self, folder: Folder) -> bytes:
        """Opis teczki."""
        return title_pages(self.context, folder)


class FolderLists(FolderPdf):
    """The lists of cases, one of each year."""

    file_name = "spis-spraw"

    def paper(self, folder: Folder) -> bytes:
        """Spisy spraw."""
        return case_lists(self.context, folder)


class HandoverPdf(BrowserView):
    """`<handover>/@@handover-pdf`: spis zdawczo-odbiorczy as it is signed."""

    def __call__(self) -> bytes:
        """The PDF."""
        handover = self.context
        return pdf(
            self.request,
            f"spis-zdawczo-odbiorczy-{handover.number}-{handover.year}.pdf",
            handover_paper(handover),
        )


def pdf(request: Any, name: str, data: bytes) -> bytes:
    """A PDF sent as an attachment, never kept by a cache."""
    response = request.response
    response.setHeader("Content-Type", "application/pdf")
    response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
    response.setHeader("Cache-Control", "private, no-store")
    return data
