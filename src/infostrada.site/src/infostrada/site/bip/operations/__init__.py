"""What is done to a bulletin: one function for each thing; page, REST service and command call the same."""

from infostrada.site.bip.operations.changing import _proposed
from infostrada.site.bip.operations.changing import carry_out_change
from infostrada.site.bip.operations.changing import change_entry
from infostrada.site.bip.operations.changing import put_change
from infostrada.site.bip.operations.common import BULLETIN
from infostrada.site.bip.operations.common import EDIT
from infostrada.site.bip.operations.common import enter
from infostrada.site.bip.operations.common import note_public
from infostrada.site.bip.operations.common import PUBLISH
from infostrada.site.bip.operations.drafting import _draft
from infostrada.site.bip.operations.drafting import draft_entry
from infostrada.site.bip.operations.drafting import draft_from_document
from infostrada.site.bip.operations.drafting import EntryData
from infostrada.site.bip.operations.ending import _take_down
from infostrada.site.bip.operations.ending import expire_entry
from infostrada.site.bip.operations.ending import withdraw_entry
from infostrada.site.bip.operations.judging import _decided
from infostrada.site.bip.operations.judging import PersonalData
from infostrada.site.bip.operations.opening import open_bulletin
from infostrada.site.bip.operations.publishing import approve
from infostrada.site.bip.operations.publishing import make_public
from infostrada.site.bip.operations.publishing import publish_entry
from infostrada.site.bip.operations.publishing import release


__all__ = [
    "BULLETIN",
    "EDIT",
    "PUBLISH",
    "EntryData",
    "PersonalData",
    "_decided",
    "_draft",
    "_proposed",
    "_take_down",
    "approve",
    "carry_out_change",
    "change_entry",
    "draft_entry",
    "draft_from_document",
    "enter",
    "expire_entry",
    "make_public",
    "note_public",
    "open_bulletin",
    "publish_entry",
    "put_change",
    "release",
    "withdraw_entry",
]
