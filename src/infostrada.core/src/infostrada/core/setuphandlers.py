"""What the kernel's profile cannot say in XML."""

from infostrada.core.security.guard import install
from typing import Any


# Two hours without a page end a session; Plone renews the ticket while somebody works.
SESSION_SECONDS = 2 * 60 * 60
RENEWAL_SECONDS = 15 * 60


def post_install(setup_tool: Any) -> None:
    """Guard of the logins, bounds of the sessions. Runs after the profile, again without harm."""
    users = setup_tool.aq_parent.acl_users
    install(users)
    users.session.manage_changeProperties(timeout=SESSION_SECONDS, refresh_interval=RENEWAL_SECONDS)
