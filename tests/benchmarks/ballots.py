"""Files of elections as large as the largest real ones: many projects, uneven liking, ballots hardly alike."""

from itertools import accumulate
from pathlib import Path

import random


CIRCLES = 12  # groups of voters who like the same quarter of the projects


def write(path: Path, voters: int, projects: int, most: int, budget: int, cheap: int, dear: int) -> Path:
    """An approval election with at most `most` choices and costs from `cheap` to `dear`; always the same one."""
    chance = random.Random(7)
    costs = [round(chance.uniform(cheap**0.5, dear**0.5) ** 2 / 1000) * 1000 for _ in range(projects)]
    circles = [_liking(chance, projects) for _ in range(CIRCLES)]
    meta = {
        "description": "Generated",
        "country": "Poland",
        "unit": "Generated",
        "instance": 2026,
        "num_projects": projects,
        "num_votes": voters,
        "budget": budget,
        "vote_type": "approval",
        "rule": "greedy",
        "date_begin": "01.06.2025",
        "date_end": "15.06.2025",
        "max_length": most,
    }
    with path.open("w") as file:
        file.write("META\nkey;value\n" + "".join(f"{key};{value}\n" for key, value in meta.items()))
        file.write("PROJECTS\nproject_id;cost\n")
        file.writelines(f"{number};{cost}\n" for number, cost in enumerate(costs, 1))
        file.write("VOTES\nvoter_id;vote;age;sex;voting_method\n")
        for voter in range(1, voters + 1):
            chosen = ",".join(_ballot(chance, circles[chance.randrange(CIRCLES)], projects, most))
            file.write(f"{voter};{chosen};{chance.randint(5, 90)};{chance.choice('MF')};internet\n")
    return path


def _liking(chance: random.Random, projects: int) -> list[float]:
    favourites = set(chance.sample(range(projects), projects // 4))
    return list(accumulate((4 if p in favourites else 1) / (p + 6) ** 0.7 for p in range(projects)))


def _ballot(chance: random.Random, liking: list[float], projects: int, most: int) -> list[str]:
    length = min(most, 1 + int(chance.expovariate(2 / most))) if chance.random() < 0.75 else most
    chosen: dict[int, None] = {}
    while len(chosen) < length:
        more = chance.choices(range(projects), cum_weights=liking, k=length - len(chosen))
        chosen.update(dict.fromkeys(more))
    return [str(project + 1) for project in chosen]
