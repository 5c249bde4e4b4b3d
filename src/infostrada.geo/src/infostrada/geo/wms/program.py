"""MapServer as a program: found on the machine, run for one picture within limits of time and memory.

It gets files of a folder made for the occasion and a request made of numbers; it reaches no database and
nothing of the visitor's request.
"""

from infostrada.core.errors import Unavailable
from infostrada.geo import _
from infostrada.geo.wms.mapfile import mapfile
from infostrada.geo.wms.mapfile import Sheet
from pathlib import Path
from threading import BoundedSemaphore
from urllib.parse import urlencode

import importlib.resources
import logging
import os
import shutil
import subprocess


PLACES = ("/usr/lib/cgi-bin", "/usr/local/lib/cgi-bin", "/usr/bin", "/usr/local/bin")
SECONDS = 10
CPU_SECONDS = 8
MEMORY_KIB = 1_500_000
AT_ONCE = 2
WAIT = 3.0

log = logging.getLogger(__name__)
_running = BoundedSemaphore(AT_ONCE)


def program() -> str | None:
    """The path of `mapserv`; None when it is not installed."""
    return shutil.which("mapserv", path=os.pathsep.join(PLACES))


def version() -> str | None:
    """What the program says it is; None when it does not run."""
    found = program()
    if found is None:
        return None
    try:
        said = subprocess.run(  # noqa: S603 - a program of a fixed place
            [found, "-v"], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return " ".join(said.stdout.split()[:3]) or None


def paint(sheet: Sheet, folder: Path, images: Path | None = None, legend: bool = False) -> bytes:
    """The picture of a sheet whose files stand in `folder`; Unavailable when it cannot be had in time.

    `images` is the folder of imagery. With `legend` the classes of the first layer are drawn instead.
    """
    found = program()
    if found is None:
        raise Unavailable(_("There is no MapServer on this server."), reason="no_mapserver")
    _write(sheet, folder, images or folder)
    if not _running.acquire(timeout=WAIT):
        raise Unavailable(_("Too many maps are being drawn at once."), reason="busy")
    try:
        done = subprocess.run(  # noqa: S603 - a program of a fixed place
            ["/bin/sh", "-c", f'ulimit -v {MEMORY_KIB}; ulimit -t {CPU_SECONDS}; exec "$0"', found],
            env=_environment(folder, _request(sheet, legend)),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("MapServer: %s", type(error).__name__)
        raise _failed() from error
    finally:
        _running.release()
    head, _blank, body = done.stdout.partition(b"\r\n\r\n")
    if done.returncode or not head.lower().startswith(b"content-type: image/"):
        log.warning("MapServer %s: %s", done.returncode, (body or done.stderr)[:300])
        raise _failed()
    return body


def _write(sheet: Sheet, folder: Path, images: Path) -> None:
    fonts = importlib.resources.files("infostrada.geo.printing").joinpath("fonts")
    (folder / "fonts.txt").write_text(
        "".join(f"{name} {fonts.joinpath(name + '.ttf')}\n" for name in ("regular", "bold"))
    )
    (folder / "map.map").write_text(mapfile(sheet, folder / "fonts.txt", images), encoding="utf-8")
    (folder / "ms.conf").write_text(f'CONFIG\nENV\nMS_MAPFILE "{folder / "map.map"}"\nEND\nEND\n')


def _request(sheet: Sheet, legend: bool) -> str:
    given = {
        "SERVICE": "WMS",
        "VERSION": "1.1.1",
        "STYLES": "",
        "SRS": f"EPSG:{sheet.box.srid}",
        "FORMAT": sheet.format,
        "TRANSPARENT": "TRUE" if sheet.transparent else "FALSE",
    }
    names = [each.name for each in sheet.layers]
    if legend:
        return urlencode({**given, "REQUEST": "GetLegendGraphic", "LAYER": names[0]})
    box = sheet.box
    edges = ",".join(repr(edge) for edge in (box.west, box.south, box.east, box.north))
    size = {"WIDTH": sheet.width, "HEIGHT": sheet.height}
    return urlencode({**given, **size, "REQUEST": "GetMap", "LAYERS": ",".join(names), "BBOX": edges})


def _environment(folder: Path, request: str) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": request,
        "MAPSERVER_CONFIG_FILE": str(folder / "ms.conf"),
        "GDAL_CACHEMAX": "64",
        # What stands in a folder beside a picture is nobody's business, nor is the network.
        "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    }


def _failed() -> Unavailable:
    return Unavailable(_("The map could not be drawn."), reason="mapserver_failed")
