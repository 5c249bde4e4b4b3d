"""Runs the integrators' guide of the thread (docs/integrators/thread.md) as it stands: its own bash, curl and jq."""

from pathlib import Path
from tests.live import Live

import json
import re
import subprocess


PAGE = Path(__file__).parents[1] / "docs" / "integrators" / "thread.md"
_BLOCK = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)
# What the steps leave behind, told after the last one.
_TOLD = ("LETTER", "CASE", "DOCUMENT", "ENTRY")


def run(live: Live) -> dict[str, dict]:
    """Walk the thread against an installation with the demo; returns the answers of its steps.

    Stops at the first request that fails and shows what was said.
    """
    blocks = [block.replace("http://localhost:8080", live.url) for block in _BLOCK.findall(PAGE.read_text())]
    assert len(blocks) == 10, "the set-up and nine steps"
    steps = "\n".join(blocks)
    told = "".join(f"printf '%s\\n' \"${name}\" | jq -c . >&3\n" for name in _TOLD)
    env = {**live.env, "PASSWORD": live.login("magda.kurek")[1], "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"{{ {steps}\n{told} }} 3>&1 >&2"],
        env=env, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return dict(zip(_TOLD, answers, strict=True))
