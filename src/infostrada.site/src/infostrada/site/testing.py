"""Test layers with the whole product: all three distributions, ZCML and profiles."""

from infostrada.core.testing import FunctionalLayer
from infostrada.core.testing import ProfileLayer
from infostrada.core.testing import SERVER_FIXTURE
from plone.app.testing import IntegrationTesting


class SiteLayer(ProfileLayer):
    """Plone with the product."""

    package = "infostrada.site"


SITE_FIXTURE = SiteLayer(name="infostrada.site:Fixture")
INTEGRATION_TESTING = IntegrationTesting(bases=(SITE_FIXTURE,), name="infostrada.site:Integration")
FUNCTIONAL_TESTING = FunctionalLayer(bases=(SITE_FIXTURE, SERVER_FIXTURE), name="infostrada.site:Functional")
