"""The behavior `infostrada.geo.metadata`: what a layer's object does not know by itself."""

from infostrada.geo import _
from infostrada.geo.faults import UnlawfulValue
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from zope import schema
from zope.interface import provider
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

import re


# Codes of ISO 19115 (MD_TopicCategoryCode) and what they are called.
TOPICS = {
    "boundaries": _("Administrative boundaries"),
    "planningCadastre": _("Planning and cadastre"),
    "structure": _("Buildings and structures"),
    "environment": _("Environment"),
    "inlandWaters": _("Inland waters"),
    "transportation": _("Transport"),
    "utilitiesCommunication": _("Utilities and communication"),
    "imageryBaseMapsEarthCover": _("Imagery and base maps"),
    "location": _("Addresses and places"),
    "society": _("Society and culture"),
    "farming": _("Farming"),
    "elevation": _("Elevation"),
}
# Names of themes as the GEMET thesaurus has them in English, which a record carries, and what they are called.
INSPIRE_THEMES = {
    "Cadastral parcels": _("Cadastral parcels"),
    "Buildings": _("Buildings"),
    "Addresses": _("Addresses"),
    "Land use": _("Land use"),
    "Protected sites": _("Protected sites"),
    "Transport networks": _("Transport networks"),
    "Hydrography": _("Hydrography"),
    "Utility and governmental services": _("Utility and governmental services"),
    "Orthoimagery": _("Orthoimagery"),
    "Administrative units": _("Administrative units"),
}
ACCESS = "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/noLimitations"
LICENCES = (
    "https://creativecommons.org/publicdomain/zero/1.0/",
    "https://creativecommons.org/licenses/by/4.0/",
)


def _named(names: dict[str, str]) -> SimpleVocabulary:
    return SimpleVocabulary([SimpleTerm(value, value, title) for value, title in names.items()])


def is_mail(value: str) -> bool:
    """Constraint: an e-mail address, as far as a machine can tell."""
    if value and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        raise UnlawfulValue(_("This is no e-mail address."))
    return True


@provider(IFormFieldProvider)
class IGeoMetadata(model.Schema):
    """Fields of the record that stand on the layer."""

    model.fieldset(
        "metadata",
        label=_("Metadata"),
        fields=[
            "responsible", "responsible_mail", "topic", "inspire_theme", "geo_keywords", "produced_on",
            "revised_on", "lineage", "scale_denominator", "licence", "public_access",
        ],
    )  # fmt: skip
    responsible = schema.TextLine(title=_("Who answers for the data"), required=False)
    responsible_mail = schema.ASCIILine(title=_("E-mail address"), required=False, constraint=is_mail)
    topic = schema.Choice(
        title=_("Topic (ISO 19115)"),
        vocabulary=_named(TOPICS),
        required=False,
        default="planningCadastre",
    )
    inspire_theme = schema.Choice(title=_("INSPIRE theme"), vocabulary=_named(INSPIRE_THEMES), required=False)
    geo_keywords = schema.Tuple(
        title=_("Keywords"), value_type=schema.TextLine(), required=False, default=(), missing_value=()
    )
    produced_on = schema.Date(title=_("Date of making"), required=False)
    revised_on = schema.Date(title=_("Date of the last revision"), required=False)
    lineage = schema.Text(title=_("Where the data come from and how they were made"), required=False)
    scale_denominator = schema.Int(
        title=_("Scale the data are made for: 1 to"), min=1, max=100_000_000, required=False, default=500
    )
    licence = schema.Choice(title=_("Licence"), values=LICENCES, required=False, default=LICENCES[0])
    public_access = schema.TextLine(
        title=_("Limits of public access"), description=_("Empty: there are none."), required=False
    )
