"""Other servers of features, each installed into a virtual environment of its own and started on the same table."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from psycopg.conninfo import conninfo_to_dict
from urllib.parse import quote

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
import yaml


# Its provider of PostgreSQL needs GeoAlchemy2, which it does not name among what it needs.
PYGEOAPI = ("pygeoapi==0.21.0", "geoalchemy2", "psycopg2-binary", "waitress")
TIPG = ("tipg==1.6.1", "uvicorn")
START = 90


@dataclass(frozen=True)
class Rival:
    """A running server: its process, its addresses of a page of 1,000 features and of a tile, if it has tiles."""

    name: str
    process: int
    connection: http.client.HTTPConnection
    items: str
    tile: str = ""


def pygeoapi(folder: Path, conninfo: str, stack: ExitStack) -> Rival | None:
    """pygeoapi behind waitress; it has no tiles from PostGIS in this version."""
    python = _environment(folder / "pygeoapi", PYGEOAPI)
    if python is None:
        return None
    port, given = _free_port(), conninfo_to_dict(conninfo)
    config, api = folder / "pygeoapi.yml", folder / "pygeoapi-openapi.yml"
    config.write_text(yaml.safe_dump(_settings(port, given)))
    env = {**os.environ, "PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(api)}
    run = [str(python.with_name("pygeoapi")), "openapi", "generate", str(config), "--output-file", str(api)]
    subprocess.run(run, env=env, check=True, capture_output=True, timeout=START)
    serve = [
        str(python.with_name("waitress-serve")),
        "--listen",
        f"127.0.0.1:{port}",
        "pygeoapi.flask_app:APP",
    ]
    return Rival(
        "pygeoapi 0.21", *_started(serve, env, port, stack), "/collections/parcels/items?limit=1000&f=json"
    )


def tipg(folder: Path, conninfo: str, stack: ExitStack) -> Rival | None:
    """tipg behind uvicorn."""
    python = _environment(folder / "tipg", TIPG)
    if python is None:
        return None
    port, given = _free_port(), conninfo_to_dict(conninfo)
    # The folder of a socket stands where the name of a host does, encoded: an empty host is refused.
    host = quote(str(given["host"]), safe="")
    place = f"{host}:{given.get('port', 5432)}/{given['dbname']}"
    user = str(given.get("user") or os.environ.get("USER") or "postgres")
    secret = f":{quote(str(given['password']), safe='')}" if given.get("password") else ""
    env = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{quote(user)}{secret}@{place}",
        "TIPG_DB_SCHEMAS": '["bench"]',
        "TIPG_DB_EXCLUDE_FUNCTION_SCHEMAS": '["public"]',
    }
    serve = [str(python), "-m", "uvicorn", "tipg.main:app", "--host", "127.0.0.1", "--port", str(port)]
    serve += ["--log-level", "warning"]
    items = "/collections/bench.parcels/items?limit=1000&f=geojson"
    tile = "/collections/bench.parcels/tiles/WebMercatorQuad/{z}/{column}/{row}"
    return Rival("tipg 1.6.1", *_started(serve, env, port, stack), items, tile)


def _environment(place: Path, packages: tuple[str, ...]) -> Path | None:
    """The Python of a new environment with the packages; None, said aloud, where they cannot be had."""
    uv = Path(sys.executable).with_name("uv")
    python = place / "bin/python"
    made = subprocess.run(
        [str(uv), "venv", "--python", sys.executable, str(place)], capture_output=True, check=False
    )
    install = [str(uv), "pip", "install", "--python", str(python), *packages]
    done = made if made.returncode else subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"left out, cannot be installed: {packages[0]}", file=sys.stderr)
        shutil.rmtree(place, ignore_errors=True)
        return None
    return python


def _started(
    command: list[str], env: dict[str, str], port: int, stack: ExitStack
) -> tuple[int, http.client.HTTPConnection]:
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(process.wait, 20)
    stack.callback(process.terminate)
    until = time.monotonic() + START
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return process.pid, http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"did not start: {' '.join(command)}") from None
            time.sleep(0.5)


def _settings(port: int, given: dict) -> dict:
    words = {"title": "bench", "description": "bench", "keywords": ["bench"], "url": "http://localhost"}
    data = {name: given[name] for name in ("host", "port", "dbname", "user", "password") if given.get(name)}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": f"http://127.0.0.1:{port}",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en-US"],
            "limits": {"default_items": 10, "max_items": 10_000},
            "map": {"url": "http://localhost", "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {**words, "terms_of_service": "none"},
            "license": {"name": "none", "url": "http://localhost"},
            "provider": {"name": "bench", "url": "http://localhost"},
            "contact": {"name": "bench"},
        },
        "resources": {
            "parcels": {
                "type": "collection",
                **{name: words[name] for name in ("title", "description", "keywords")},
                "links": [],
                "extents": {
                    "spatial": {
                        "bbox": [14, 49, 24, 55],
                        "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                    }
                },
                "providers": [
                    {
                        "type": "feature",
                        "name": "PostgreSQL",
                        "data": {**data, "search_path": ["bench", "public"]},
                        "id_field": "id",
                        "table": "parcels",
                        "geom_field": "geom",
                        "storage_crs": "http://www.opengis.net/def/crs/EPSG/0/2180",
                        "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"],
                    }
                ],
            }
        },
    }


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
