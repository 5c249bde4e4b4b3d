"""Forms whose labels, hints and errors are tied to their inputs."""

from html import escape
from plone.app.z3cform.views import Macros
from plone.app.z3cform.views import RenderWidget
from plone.formwidget.namedfile.interfaces import INamedFileWidget
from plone.formwidget.namedfile.interfaces import INamedImageWidget
from typing import Any
from z3c.form.interfaces import ICheckBoxWidget
from z3c.form.interfaces import IRadioWidget
from z3c.form.interfaces import ISingleCheckBoxWidget
from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.i18n import translate

import re


def described(html: str, input_id: str, **attributes: str | None) -> str:
    """`html` with attributes (underscores stand for hyphens) added to the tag whose id is `input_id`.

    Attributes without a value, and those the tag has already, are left out.
    """
    tag = re.search(rf'<\w+\b[^>]*?\sid="{re.escape(input_id)}"', html)
    if tag is None:
        return html
    wanted = {name.replace("_", "-"): value for name, value in attributes.items() if value}
    added = "".join(
        f' {name}="{escape(value)}"' for name, value in wanted.items() if f" {name}=" not in tag.group()
    )
    return html[: tag.end()] + added + html[tag.end() :]


def input_id(widget: Any) -> str:
    """The id of the element a label, or a link from the summary of errors, should point to."""
    if INamedFileWidget.providedBy(widget) or INamedImageWidget.providedBy(widget):
        return f"{widget.id}-input"
    return widget.id


def form_errors(form: Any) -> list[dict[str, str | None]]:
    """Every error of a z3c form and its groups: text, and id of the input to go to."""
    found = []
    for part in (form, *(getattr(form, "groups", None) or ())):
        for error in part.widgets.errors if part.widgets is not None else ():
            widget = error.widget
            text = translate(error.message, context=form.request)
            if widget is not None and widget.label:
                text = f"{translate(widget.label, context=form.request)}: {text}"
            found.append({"text": text, "id": input_id(widget) if widget is not None else None})
    return found


class FormMacros(Macros):
    """Plone's form macros with a summary of errors on top."""

    def errors(self, form: Any) -> list[dict[str, str | None]]:
        return form_errors(form)


class FieldView(RenderWidget):
    """One field: label above, hint below it, the error before the input."""

    index = ViewPageTemplateFile("templates/field.pt")

    @property
    def grouped(self) -> bool:
        """Radios and boxes are a group with a legend, not one input with a label."""
        widget = self.context
        several = ICheckBoxWidget.providedBy(widget) and not ISingleCheckBoxWidget.providedBy(widget)
        return IRadioWidget.providedBy(widget) or several

    @property
    def label_for(self) -> str | None:
        return None if self.grouped else input_id(self.context)

    @property
    def hint(self) -> str:
        widget = self.context
        description = getattr(widget, "description", None)
        if description is None and widget.field is not None:
            description = widget.field.description
        return translate(description, context=self.request) if description else ""

    @property
    def hint_id(self) -> str | None:
        return f"{self.context.id}-hint" if self.hint and self.context.mode == "input" else None

    @property
    def error_id(self) -> str | None:
        return f"{self.context.id}-error" if self.context.error else None

    @property
    def described_by(self) -> str | None:
        return " ".join(part for part in (self.hint_id, self.error_id) if part) or None

    def rendered(self) -> str:
        """The widget's own HTML, tied to its hint and error."""
        html = self.context.render()
        if self.context.mode != "input" or self.grouped:
            return html
        return described(
            html,
            input_id(self.context),
            aria_describedby=self.described_by,
            aria_invalid="true" if self.context.error else None,
        )
