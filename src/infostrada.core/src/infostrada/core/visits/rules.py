"""Which requests are read by a person's browser; pure. What is asked here is forgotten with the answer."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import re


# Words of programs in their own names of themselves. Browsers of people begin with Mozilla/ or Opera/.
PROGRAMS = re.compile(
    r"bot\b|bots\b|bot/|crawl|spider|slurp|archiver|scrap|fetch|monitor|uptime|preview|headless|phantom|lighthouse|validator"
    r"|python|curl|wget|java/|okhttp|go-http|libwww|axios|node|ruby|perl|php|httpclient|facebookexternalhit|feed|rss",
    re.IGNORECASE,
)
LONGEST = 400


@lru_cache(maxsize=4096)
def is_program(agent: str) -> bool:
    """Does the name a client gives itself belong to a program? An empty or unusual one counts as a program's."""
    return not agent.startswith(("Mozilla/", "Opera/")) or PROGRAMS.search(agent) is not None


def is_reading(environ: Mapping[str, Any]) -> bool:
    """Did a person's browser ask for the page to be read now, and not a program or a guess ahead?"""
    ahead = environ.get("HTTP_SEC_PURPOSE") or environ.get("HTTP_PURPOSE") or environ.get("HTTP_X_MOZ") or ""
    return "prefetch" not in ahead and not is_program(environ.get("HTTP_USER_AGENT", "")[:LONGEST])
