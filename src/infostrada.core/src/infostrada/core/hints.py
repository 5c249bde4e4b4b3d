"""Type hints on content classes without their side effect.

Python keeps a class's hints in ``__annotations__``, and zope.annotation keeps an object's annotations in an
attribute of the same name: with hints on the class, all its objects would share one dictionary that is never
stored.
"""

from typing import TypeVar


Class = TypeVar("Class", bound=type)


def hints_for_readers_only(cls: Class) -> Class:
    """Class decorator: type checkers see the hints, zope.annotation does not."""
    if "__annotations__" in cls.__dict__:
        del cls.__annotations__
    return cls
