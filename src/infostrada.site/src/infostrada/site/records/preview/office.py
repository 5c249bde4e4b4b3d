"""Office files made into PDF/A-2b by LibreOffice, when the server has it (Debian: libreoffice-writer-nogui).

Each conversion has a profile and a folder of its own, which are gone afterwards. The profile says that no macro
runs and that nothing a file points to (pictures and sections on another server or in the server's own folders)
is fetched; were it fetched all the same, it would be asked of a proxy that does not exist.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import os
import shutil
import signal
import subprocess


PROGRAMS = ("soffice", "libreoffice")
PATIENCE = 90
SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)
PDF_A = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'


class ConversionError(Exception):
    """A file was not converted: no converter, or it failed or took too long."""


def has_converter() -> bool:
    """Is LibreOffice on this server?"""
    return _program() is not None


def to_pdf(data: bytes, filename: str) -> bytes:
    """The file as PDF/A-2b; raises ConversionError."""
    program = _program()
    if program is None:
        raise ConversionError("converter_missing")
    with TemporaryDirectory(prefix="infostrada-office-") as folder:
        source = Path(folder) / f"plik{Path(filename).suffix.lower()[:6]}"
        source.write_bytes(data)
        profile = _profile(Path(folder) / "profile")
        command = [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--convert-to",
            PDF_A,
        ]
        _run([*command, "--outdir", folder, str(source)], folder)
        made = source.with_suffix(".pdf")
        if not made.is_file() or not (found := made.read_bytes()).startswith(b"%PDF-"):
            raise ConversionError("conversion_failed")
        return found


def _profile(folder: Path) -> str:
    """A user profile that holds the settings; its address."""
    (folder / "user").mkdir(parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>"
    )
    return folder.as_uri()


def _run(command: list[str], folder: str) -> None:
    """Run in a process group of its own, so that all of it ends when it takes too long."""
    process = subprocess.Popen(  # noqa: S603 - a program of the server, no shell
        command,
        cwd=folder,
        env={"HOME": folder, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise ConversionError("conversion_failed") from error


def _program() -> str | None:
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)
