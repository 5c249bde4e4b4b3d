"""No content class of ours lends its type hints to zope.annotation."""

from plone import api
from zope.annotation.interfaces import IAnnotations
from zope.dottedname.resolve import resolve


def content_classes():
    types = api.portal.get_tool("portal_types")
    names = (fti.klass for fti in types.objectValues() if getattr(fti, "klass", "").startswith("infostrada."))
    return [resolve(name) for name in names]


def test_classes_carry_no_hints(portal):
    classes = content_classes()
    assert len(classes) > 10
    told = [c for klass in classes for c in klass.__mro__ if "__annotations__" in c.__dict__]
    assert [c for c in told if c.__module__.startswith("infostrada.")] == []


def test_two_objects_do_not_share_annotations(portal):
    for klass in content_classes():
        one, other = klass(id="one"), klass(id="other")
        IAnnotations(one)["mark"] = "x"
        assert "mark" not in IAnnotations(other)
