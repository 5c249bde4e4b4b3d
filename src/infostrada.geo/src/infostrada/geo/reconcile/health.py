"""What the site's health page says of the map's mirror."""

from infostrada.core.health.interfaces import HealthCheck
from infostrada.geo import _
from infostrada.geo.reconcile import checks


divergence = HealthCheck(
    title=_("Rows of the map's links that differ from their documents"), figure=checks.divergence, bound=0
)
age = HealthCheck(
    title=_("Seconds since the map's links were last compared"), figure=checks.age, bound=checks.LATEST
)
