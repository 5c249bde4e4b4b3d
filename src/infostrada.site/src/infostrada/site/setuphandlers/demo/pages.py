"""The demo's offices for residents: what the front page says first, services, news, whom to call."""

from collections.abc import Iterator
from DateTime import DateTime
from datetime import datetime
from datetime import timedelta
from html import escape
from infostrada.site.setuphandlers.demo.files import Demo
from infostrada.site.units.operations import change_unit
from plone import api
from plone.app.textfield import RichTextValue
from plone.i18n.normalizer.interfaces import IIDNormalizer
from plone.registry.interfaces import IRegistry
from typing import Any
from zope.component import getUtility


def publish_pages(portal: Any, demo: Demo) -> Iterator[str]:
    """Folders and pages of each office, as an editor of it would make them."""
    for unit_id, page in demo.pages.items():
        yield f"{unit_id}: front page, services, news, contacts"
        unit = portal[unit_id]
        change_unit(unit, {"description": page["lead"]})
        _services(unit, page["services"])
        _news(unit, page["news"], demo)
        _contacts(unit, page["contacts"])


def _services(unit: Any, services: list[dict[str, Any]]) -> None:
    folder = _add(unit, "Folder", "Załatw sprawę", "Co przygotować, gdzie złożyć, ile to trwa.")
    keyword = getUtility(IRegistry)["infostrada.theme.front_keyword"]
    for service in services:
        steps = "".join(f"<li>{escape(step)}</li>" for step in service["steps"])
        body = RichTextValue(f"<h2>Jak to zrobić</h2><ol>{steps}</ol>", "text/html", "text/x-html-safe")
        _add(folder, "Document", service["title"], service["text"], text=body, subject=(keyword,))


def _news(unit: Any, news: list[dict[str, Any]], demo: Demo) -> None:
    folder = _add(unit, "Folder", "Aktualności", "Co się dzieje w urzędzie i okolicy.")
    for item in news:
        made = _add(folder, "News Item", item["title"], item["text"])
        day = demo.today + timedelta(days=item["created"])
        made.setEffectiveDate(DateTime(datetime(day.year, day.month, day.day, 9).isoformat()))
        made.reindexObject()


def _contacts(unit: Any, contacts: list[dict[str, Any]]) -> None:
    folder = _add(unit, "Folder", "Kontakt", "Do kogo zadzwonić i gdzie przyjść.")
    keyword = getUtility(IRegistry)["infostrada.theme.contact_keyword"]
    for contact in contacts:
        line = f"{contact['place']}, tel. {contact['phone']}"
        address = escape(contact["email"])
        body = f'<p>{escape(line)}</p><p>E-mail: <a href="mailto:{address}">{address}</a></p>'
        text = RichTextValue(body, "text/html", "text/x-html-safe")
        _add(folder, "Document", contact["name"], line, text=text, subject=(keyword,))


def _add(container: Any, portal_type: str, title: str, description: str, **values: Any) -> Any:
    name = getUtility(IIDNormalizer).normalize(title)
    made = api.content.create(container, portal_type, name, title=title, description=description, **values)
    api.content.transition(made, "publish")
    return made
