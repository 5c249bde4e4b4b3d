"""Folders of records: one tree each, and many folders only where many records lie."""

from BTrees.OIBTree import OIBTree
from infostrada.site.records.store import file_object
from infostrada.site.records.store import new_uid
from infostrada.site.records.store import ROOMY
from infostrada.site.records.store import roomy
from infostrada.site.records.store import STORE
from infostrada.site.records.store import Store

import pytest


def filed(folder, uid):
    return file_object(folder, Store(title=uid), STORE, uid=uid)


def test_a_busy_folder_files_in_its_sixteen():
    whole, uids = Store(id="6730"), [new_uid() for _ in range(ROOMY + 40)]
    for uid in uids:
        filed(roomy(whole, uid), uid)
    here = [uid for uid in uids if uid in whole]
    assert here == uids[:ROOMY]
    for uid in uids[ROOMY:]:
        assert uid in whole[uid[0]]
    assert len(whole) == ROOMY + len({uid[0] for uid in uids[ROOMY:]})


def test_a_folder_keeps_one_tree():
    folder = Store(id="rpw")
    old, new = filed(folder, "a"), filed(folder, "b")
    folder._mt_index[old.meta_type] = OIBTree({"a": 1})
    assert not folder._mt_index[old.meta_type].has_key("b")
    assert list(folder.objectIds()) == list(folder.objectIds(spec=old.meta_type)) == ["a", "b"]
    assert list(folder.objectIds(spec=["Something else"])) == []
    folder._delOb("a")
    folder._delOb("b")
    assert (len(folder), list(folder.objectIds()), len(folder._mt_index[new.meta_type])) == (0, [], 0)


def test_no_id_is_given_twice():
    folder = Store(id="rpw")
    filed(folder, "a")
    with pytest.raises(KeyError):
        filed(folder, "a")
