"""Icons whose alternative text is in the reader's language.

Plone's templates hand the words of an icon over as plain English text that no catalogue sees.
"""

from Products.CMFPlone.browser.icons import IconsView
from zope.i18n import translate


class TranslatedIcons(IconsView):
    """Plone's icon resolver, with the alternative text looked up in the domain `plone`."""

    def tag(self, name: str, tag_class: str = "", tag_alt: str = "") -> str:
        """Markup of one icon; `tag_alt` is a message id or text that stays as it is."""
        words = translate(tag_alt, domain="plone", context=self.request) if tag_alt else ""
        return super().tag(name, tag_class=tag_class, tag_alt=words)
