"""An import within the running transaction, without a job: for the loader of a site's first contents."""

from dataclasses import dataclass
from infostrada.geo.imports import operations
from infostrada.geo.imports import rows
from infostrada.geo.imports.job import ImportJob
from infostrada.geo.imports.options import Options
from infostrada.geo.imports.rows import Run
from io import BytesIO
from typing import Any


@dataclass(frozen=True)
class NoJob:
    """Nothing to resume."""

    checkpoint: None = None


def bring(context: Any, content: bytes, name: str, options: Options) -> Run:
    """Import a file; returns the run with its summary. The same checks as a job, one commit."""
    run = operations.receive(context, BytesIO(content), name)
    rows.change(run.id, options=options.as_data())
    for _progress in ImportJob().run(NoJob(), {"run": str(run.id)}):
        pass
    done = rows.get(run.id)
    assert done is not None
    return done
