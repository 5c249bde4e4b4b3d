"""What a failed job tells its owner, in the site's language."""

from infostrada.core.i18n import _
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility
from zope.i18n import translate


def given_up(starts: int) -> str:
    """The job ended its worker again and again."""
    return _(
        "job_given_up",
        default="Given up: ${starts} starts in a row ended before a single batch was done.",
        mapping={"starts": starts},
    )


def unexpected(reference: str) -> str:
    """An error nobody foresaw; `reference` finds it in the worker's log."""
    return _(
        "job_unexpected",
        default="Unexpected error. Tell the administrator this reference: ${reference}",
        mapping={"reference": reference},
    )


def words(message: str) -> str:
    """The message in the site's language: the worker has no visitor whose language it could take."""
    registry = queryUtility(IRegistry)
    language = "pl" if registry is None else registry.get("plone.default_language", "pl")
    return translate(message, target_language=language)
