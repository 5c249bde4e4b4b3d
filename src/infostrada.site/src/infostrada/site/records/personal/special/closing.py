"""Roles of the office's posts do not come down to a case with special categories of data."""

from typing import Any


def close_to_posts(case: Any) -> None:
    """Close or open the case, as its `special` says; the caller reindexes it."""
    # Plone's own mark: local roles from above end here, in permissions and in lists alike.
    case.__ac_local_roles_block__ = bool(case.special)
