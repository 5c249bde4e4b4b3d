"""Work under the name of the person who ordered the job."""

from AccessControl.SecurityManagement import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import setSecurityManager
from AccessControl.users import system
from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.errors import Forbidden
from infostrada.core.i18n import _
from infostrada.core.journal.rows import SYSTEM
from typing import Any
from zope.component.hooks import getSite


@contextmanager
def acting_as(owner: str) -> Iterator[None]:
    """Security context of `owner`; raises `Forbidden` when the account is gone."""
    before = getSecurityManager()
    newSecurityManager(None, _user(owner))
    try:
        yield
    finally:
        setSecurityManager(before)


def _user(owner: str) -> Any:
    site = getSite()
    if owner == SYSTEM or site is None:
        return system
    for folder in (site.acl_users, site.getPhysicalRoot().acl_users):
        user = folder.getUserById(owner)
        if user is not None:
            return user.__of__(folder)
    gone = _("job_owner_gone", default="The account that ordered this job no longer exists.")
    raise Forbidden(gone, reason="job_owner_gone")
