"""Elections written down in a few words, for tests."""

from infostrada.site.participation.budget.pabulib.election import Election
from infostrada.site.participation.budget.pabulib.reader import read_bytes


META = {
    "description": "Test",
    "country": "Poland",
    "unit": "Toruń",
    "instance": "2026",
    "vote_type": "approval",
    "rule": "greedy",
    "date_begin": "22.09.2025",
    "date_end": "30.09.2025",
}


def file_of(budget, projects, votes, **meta) -> bytes:
    """A `.pb` file: costs by project, ballots as `1,2` or (`1,2`, `3,1`)."""
    values = META | {"num_projects": len(projects), "num_votes": len(votes), "budget": budget} | meta
    lines = ["META", "key;value", *(f"{key};{value}" for key, value in values.items() if value is not None)]
    lines += ["PROJECTS", "project_id;cost", *(f"{name};{cost}" for name, cost in projects.items())]
    pointed = any(isinstance(vote, tuple) for vote in votes)
    lines += ["VOTES", "voter_id;vote;points" if pointed else "voter_id;vote"]
    for number, vote in enumerate(votes, 1):
        lines.append(f"v{number};" + (";".join(vote) if isinstance(vote, tuple) else vote))
    return ("\n".join(lines) + "\n").encode()


def election_of(budget, projects, votes, **meta) -> Election:
    """The election itself."""
    return read_bytes(file_of(budget, projects, votes, **meta))[0]
