"""Plone's main_template replaced: one shell for all pages, rendered without Diazo."""

from Products.CMFPlone.browser.main_template import MainTemplate as PloneMainTemplate
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound


class MainTemplate(PloneMainTemplate):
    """The page shell; answers to scripts (`ajax_load`) stay Plone's own."""

    main_template = ViewPageTemplateFile("templates/main_template.pt")

    def __call__(self) -> Any:
        """The shell is no page: asked for by its own address it would print what the visitor may not see."""
        raise NotFound()
