"""Rights on single records, given as rows (decision 7): who may read, join in, work on, accept."""

from infostrada.core.record.grants import grant
from infostrada.core.record.grants import grants_on
from infostrada.core.record.grants import register_right
from plone.uuid.interfaces import IUUID
from typing import Any


READ, JOIN, WORK, ACCEPT = "records-read", "records-join", "records-work", "records-accept"

for _name, _roles in {
    READ: ("Records Reader",),
    JOIN: ("Records Reader", "Records Contributor"),
    WORK: ("Records Reader", "Records Worker"),
    ACCEPT: ("Records Reader", "Records Acceptor"),
}.items():
    register_right(_name, _roles)


def allow(obj: Any, principal: str, right: str) -> None:
    """Give the right unless the principal has it already."""
    held = {(item.principal, item.right_name) for item in grants_on(IUUID(obj))}
    if principal and (principal, right) not in held:
        grant(obj, principal, right)
