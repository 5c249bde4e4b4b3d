"""Keep the book of units, groups and grants in step with the objects."""

from infostrada.site.units.directory import Grant
from infostrada.site.units.interfaces import IAssignment
from infostrada.site.units.interfaces import IOrganisationalUnit
from infostrada.site.units.interfaces import IPost
from infostrada.site.units.interfaces import IUnit
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.lookup import enclosing
from infostrada.site.units.roles import groups_of_post
from plone.uuid.interfaces import IUUID
from zope.component import queryUtility
from zope.lifecycleevent.interfaces import IObjectRemovedEvent


def enter_unit(unit: IUnit, event: object = None) -> None:
    """Enter an added, moved or changed unit; a unit without a stable id takes its id."""
    directory = queryUtility(IUnitDirectory)
    if directory is None or IObjectRemovedEvent.providedBy(event):
        return
    if not unit.unit_id:
        unit.unit_id = unit.getId()
    directory.put_unit(unit.unit_id, unit.getId(), unit.title or "", unit.host_name or "")


def leave_unit(unit: IUnit, event: object = None) -> None:
    """Forget a removed unit."""
    directory = queryUtility(IUnitDirectory)
    if directory is not None:
        directory.drop_unit(unit.unit_id)


def enter_org(org: IOrganisationalUnit, event: object = None) -> None:
    """Name the groups of an added or changed organisational unit."""
    directory = queryUtility(IUnitDirectory)
    unit = enclosing(org, IUnit)
    if directory is None or unit is None or IObjectRemovedEvent.providedBy(event):
        return
    if not org.org_id:
        org.org_id = org.getId()
    directory.put_title(f"{unit.unit_id}:{org.org_id}", org.title or "")


def leave_org(org: IOrganisationalUnit, event: object = None) -> None:
    """Forget a removed organisational unit."""
    directory = queryUtility(IUnitDirectory)
    unit = enclosing(org, IUnit)
    if directory is not None and unit is not None:
        directory.drop_title(f"{unit.unit_id}:{org.org_id}")


def enter_post(post: IPost, event: object = None) -> None:
    """Name the group of a post and enter again what its assignments give."""
    directory = queryUtility(IUnitDirectory)
    unit = enclosing(post, IUnit)
    if directory is None or unit is None or IObjectRemovedEvent.providedBy(event):
        return
    if not post.post_id:
        post.post_id = f"{unit.unit_id}.{post.getId()}"
    directory.put_title(post.post_id, post.title or "")
    for assignment in post.objectValues():
        if IAssignment.providedBy(assignment):
            enter_assignment(assignment)


def leave_post(post: IPost, event: object = None) -> None:
    """Forget a removed post; its assignments are removed by their own events."""
    directory = queryUtility(IUnitDirectory)
    if directory is not None:
        directory.drop_title(post.post_id)


def enter_assignment(assignment: IAssignment, event: object = None) -> None:
    """Enter what an added or changed assignment gives its person."""
    directory = queryUtility(IUnitDirectory)
    unit, post = enclosing(assignment, IUnit), enclosing(assignment, IPost)
    if directory is None or unit is None or post is None or not assignment.user_id:
        return
    if IObjectRemovedEvent.providedBy(event):
        return
    org = enclosing(post, IOrganisationalUnit)
    groups = groups_of_post(
        unit.unit_id,
        post.post_id,
        org_id=org.org_id if org is not None else "",
        unit_roles=sorted(post.unit_roles or ()),
        org_roles=sorted(post.org_roles or ()),
    )
    dates = (assignment.valid_from, assignment.valid_to)
    directory.grant(assignment.user_id, Grant(IUUID(assignment), groups, *dates))


def leave_assignment(assignment: IAssignment, event: object = None) -> None:
    """Forget what a removed assignment gave."""
    directory = queryUtility(IUnitDirectory)
    if directory is not None:
        directory.revoke(IUUID(assignment))
