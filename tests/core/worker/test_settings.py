"""A worker has one request for all its life: what an administrator sets meanwhile has to reach it."""

from infostrada.core.security.settings import PREFIX
from infostrada.core.security.settings import settings
from infostrada.core.server.plone import _Anew
from plone.registry.interfaces import IRegistry
from transaction import TransactionManager
from zope.component import getUtility
from zope.globalrequest import getRequest


def test_each_transaction_reads_the_settings_anew(portal):
    manager, anew = TransactionManager(), _Anew(getRequest())
    manager.registerSynch(anew)
    usual = settings().upload_limit
    # as it comes from another process, past this request
    getUtility(IRegistry).records._values[f"{PREFIX}.upload_limit"] = usual + 1
    assert settings().upload_limit == usual
    manager.begin()
    assert settings().upload_limit == usual + 1
