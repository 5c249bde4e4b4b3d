"""Answers given where Zope is not: it is not asked, or cannot be."""

from collections.abc import Mapping
from infostrada.core.errors import page
from infostrada.core.errors import Problem
from typing import NamedTuple

import json


LANGUAGES = ("pl", "en")


class Answer(NamedTuple):
    """Headers and the body."""

    headers: list[tuple[str, str]]
    body: bytes


def language_of(accepted: str) -> str:
    """The first of our languages an `Accept-Language` names; Polish when it names none."""
    named = (each.partition(";")[0].strip().lower()[:2] for each in accepted.split(","))
    return next((each for each in named if each in LANGUAGES), "pl")


def answer(problem: Problem, words: Mapping[str, str], wanted: str, language: str) -> Answer:
    """The page for whoever wants `text/html`, for everybody else the members REST answers with."""
    headers = [*problem.headers.items(), ("Cache-Control", "no-store")]
    if "text/html" in wanted:
        body = page.render(problem.status, words[language], language)
        headers += [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", page.POLICY)]
    else:
        members = {
            "type": type(problem).__name__,
            "message": words[language],
            "field": problem.field,
            "reason": problem.reason,
        }
        body = json.dumps(members, ensure_ascii=False)
        headers += [("Content-Type", "application/json"), ("Content-Language", language)]
    return Answer(headers, body.encode())
