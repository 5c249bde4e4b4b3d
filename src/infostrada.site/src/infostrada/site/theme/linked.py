"""Facts about a page for search engines: schema.org as JSON-LD."""

from infostrada.site.theme.interfaces import IMasthead
from typing import Any

import json


CONTEXT = "https://schema.org"
# A data block ends at the first `</script`, whatever the JSON means by it.
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def as_block(facts: dict[str, Any]) -> str:
    """The facts as they stand inside a `script` element; no browser runs a block of this type."""
    text = json.dumps({"@context": CONTEXT, **facts}, ensure_ascii=False)
    for char, code in _ESCAPED.items():
        text = text.replace(char, code)
    return text


def organisation(masthead: IMasthead) -> dict[str, Any]:
    """An office; what it does not say is left out."""
    facts = {
        "@type": "GovernmentOrganization",
        "@id": f"{masthead.url}#organisation",
        "name": masthead.name,
        "url": masthead.url,
        "logo": masthead.logo_url,
        "address": ", ".join(masthead.address),
        "telephone": masthead.phone,
        "email": masthead.email,
        "openingHours": masthead.office_hours,
        "identifier": masthead.ade,
    }
    return {name: value for name, value in facts.items() if value}
