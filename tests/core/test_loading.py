"""What is loaded once is collected seldom while it is made, and left out afterwards."""

from infostrada.core.server.loading import loading
from infostrada.core.server.loading import SELDOM

import gc
import pytest


@pytest.fixture(autouse=True)
def thawed():
    yield
    gc.unfreeze()


def test_the_collector_works_as_before_afterwards():
    before = gc.get_threshold()
    with loading():
        assert gc.get_threshold() == SELDOM
        kept = [[]]
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() > 0
    assert not any(each is kept for each in gc.get_objects())


def test_a_load_that_fails_leaves_the_collector_alone():
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    with pytest.raises(ValueError), loading():
        raise ValueError
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, frozen)
