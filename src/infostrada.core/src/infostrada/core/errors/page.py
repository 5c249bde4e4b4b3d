"""A page that needs neither database, theme nor script: what a visitor sees when all else fails."""

from html import escape

import base64
import hashlib


_STYLE = """
:root { color-scheme: light dark; --ink: #1b2430; --soft: #4b5868; --paper: #fff; --line: #c9d1da;
  --accent: #0b5394; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eef2f6; --soft: #b9c4d0; --paper: #12181f; --line: #3a4654; --accent: #8ec5ff; } }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, "Segoe UI", Roboto, sans-serif; }
main { max-width: 36rem; margin: 12vh auto; padding: 0 1.25rem; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .75rem; }
p { margin: 0 0 1rem; }
.code { color: var(--soft); border-top: 1px solid var(--line); padding-top: 1rem; }
a { color: var(--accent); text-underline-offset: .2em; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
"""

_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

# The one inline style is named by its digest: nothing else may run or load.
POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"

_TITLES = {
    "pl": {
        400: "Nie można przyjąć tych danych",
        401: "Wymagane logowanie",
        403: "Brak uprawnień",
        404: "Nie ma takiej strony",
        409: "Tej czynności nie można teraz wykonać",
        412: "Ktoś zmienił ten dokument",
        413: "Za dużo danych naraz",
        423: "Ktoś inny nad tym pracuje",
        429: "Zbyt wiele żądań",
        503: "Serwis chwilowo niedostępny",
    },
    "en": {
        400: "This data cannot be accepted",
        401: "Please log in",
        403: "No permission",
        404: "There is no such page",
        409: "This cannot be done now",
        412: "Someone has changed this document",
        413: "Too much data at once",
        423: "Someone else is working on this",
        429: "Too many requests",
        503: "The service is briefly unavailable",
    },
}
_OTHER = {"pl": "Coś poszło nie tak", "en": "Something went wrong"}
_BACK = {"pl": "Wróć na stronę główną", "en": "Go to the front page"}
_CODE = {"pl": "Kod odpowiedzi", "en": "Response code"}


def render(status: int, message: str, language: str = "pl") -> str:
    """The whole page for a status and a message, in Polish or English."""
    language = language if language in _TITLES else "en"
    title = _TITLES[language].get(status, _OTHER[language])
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n<p>{escape(message)}</p>\n"
        f'<p><a href="/">{_BACK[language]}</a></p>\n'
        f'<p class="code">{_CODE[language]}: {status}</p>\n</main>\n</body>\n</html>\n'
    )
