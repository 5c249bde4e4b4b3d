"""What the services of places and imports take and answer, for `@openapi`."""

from infostrada.core.openapi.shorthand import WrittenSchemas
from pathlib import Path


SCHEMAS = WrittenSchemas(Path(__file__).with_name("openapi.yaml"))
