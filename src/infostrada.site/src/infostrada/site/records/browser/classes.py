"""A class of the plan in a text field: found by its symbol or by words of its name."""

from collections.abc import Iterable
from infostrada.core.calendar import polish_today
from infostrada.site.desk.words import unaccented
from infostrada.site.records.plan.operations import plan_on
from Products.Five import BrowserView

import json


MOST = 8


def symbol_in(text: str) -> str:
    """The symbol at the beginning of what was typed or taken over: `6730 Decyzje o warunkach zabudowy` gives `6730`."""
    return next(iter(text.split()), "")


def classes_like(named: Iterable[tuple[str, str]], words: str) -> list[str]:
    """At most eight of the classes whose symbol begins as the words do, or with all the words at beginnings of theirs."""
    wanted = unaccented(words).split()
    if not wanted:
        return []
    found = []
    for symbol, title in named:
        parts = unaccented(title).split()
        if symbol.startswith(wanted[0]) or all(
            any(part.startswith(word) for part in parts) for word in wanted
        ):
            found.append(f"{symbol} {title}")
            if len(found) == MOST:
                break
    return found


class FindClasses(BrowserView):
    """`@@find-classes?q=`: classes of the plan that binds today and take cases, as JSON."""

    every = False

    def __call__(self) -> str:
        """The list; never kept by a cache."""
        answer, form = self.request.response, self.request.form
        answer.setHeader("Content-Type", "application/json")
        answer.setHeader("Cache-Control", "no-store")
        plan = plan_on(self.context, polish_today())
        listed = list(plan.classes()) if plan is not None else []
        named = (
            (item.symbol, item.title)
            for item in listed
            if self.every or (plan is not None and plan.takes_cases(item.symbol))
        )
        found = classes_like(named, str(form.get("q", "")))
        return json.dumps([{"title": title} for title in found], ensure_ascii=False)


class FindAnyClass(FindClasses):
    """`@@find-any-class?q=`: groups of classes too."""

    every = True
