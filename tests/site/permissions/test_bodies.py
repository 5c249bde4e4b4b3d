"""What every service of the registry answers to bodies nobody should send, by the person who may use it.

Services are called as the publisher calls them, each on a record of its kind, and what they do is undone. A refusal
has a status below 500; any other exception would be a fault of ours.
"""

from dataclasses import replace
from functools import cache
from infostrada.core.errors import Forbidden
from infostrada.core.errors.unexpected import is_meant
from infostrada.core.errors.unexpected import OUT_OF_RANGE
from infostrada.core.openapi.found import found
from infostrada.core.openapi.interfaces import IServiceSchemas
from infostrada.core.openapi.shorthand import FILE
from infostrada.core.openapi.strangers import members_of
from infostrada.core.openapi.strangers import NOTHING
from infostrada.core.openapi.strangers import UnknownMembers
from infostrada.site.theme.interfaces import IInfostradaTheme
from io import BytesIO
from plone.browserlayer.utils import registered_layers
from plone.rest.interfaces import IAPIRequest
from plone.restapi.interfaces import IPloneRestapiLayer
from tests.site.permissions.test_permission_matrix import become
from tests.site.permissions.test_permission_matrix import ENTRIES
from tests.site.permissions.test_permission_matrix import make_world
from zExceptions import Unauthorized
from zope.component import getMultiAdapter
from zope.component import getUtilitiesFor
from zope.globalrequest import setRequest
from zope.interface import alsoProvides
from zope.interface import providedBy
from zope.publisher.interfaces.browser import IDefaultBrowserLayer
from ZPublisher.HTTPRequest import HTTPRequest
from ZPublisher.HTTPResponse import HTTPResponse

import json
import pytest
import transaction


WRITING = ("POST", "PUT", "PATCH", "DELETE")
# Bodies of those two are Plone's.
PLONES = {"@login", "@users"}
RAW = (
    b"", b"[]", b"null", b"1", b'"x"', b"{", b"{}x", b'{"\xff": 1}', b"\xff\xfe{\x00}\x00", b"a=1", b"[" * 20_000,
    b'{"a":' * 9_000, b'{"a": 1e400, "b": -Infinity}', b"\x00", b"<a/>", b'{"a": ' + b"9" * 5_000 + b"}",
)  # fmt: skip
WRONG = (
    None, True, 0, -1, 2**31, 10**30, 1.5, float("nan"), float("inf"), "", " ", "\0", "a\0b", "\ud800", "2026-02-30",
    "9999-12-31", "0000-00-00", "x" * 70_000, "../../etc", "https://[", [], {}, [None], [[]], [{}], [1], ["x"], [{"uid": 1}],
    {"a": {"b": []}}, {"filename": "a\0.pdf", "data": "!"}, {"filename": 1, "data": 1}, {"filename": "a.pdf", "data": "JVBERg=="},
)  # fmt: skip


# Queries come as texts, or as lists when a name is said twice.
ODD = ("", "x", "-1", "0", "9" * 30, "9" * 5_000, "²", "\0", "a\0b", "2026-02-30", "W10", "bm90anNvbg", "WyJhIiwxXQ", ["1", "2"],
       ["", ""], "a" * 5_000, "../..", "%", "1.5", "NaN", "null")  # fmt: skip
COMMON = ("cursor", "size", "b_start", "b_size", "before", "start", "year", "format", "q", "name", "sort")
# Their unknown members are answered by the register they go to, which names its own fields.
BY_REGISTER = {"@personal-registers"}


class TestBodies:
    @pytest.fixture(scope="class")
    def world(self, functional_portal_class):
        made = make_world(functional_portal_class)
        transaction.commit()
        return made

    @pytest.mark.parametrize("method", WRITING)
    def test_malformed_bodies_are_refused(self, world, method):
        wrong, closed, sent = {}, [], 0
        for entry in services_of(method):
            refused = set()
            for body in (*RAW, *(json.dumps(each).encode() for each in bodies(world, entry))):
                sent += 1
                fault = call(world, entry, body)
                refused.add(type(fault))
                if fault is not None and not is_refusal(fault):
                    wrong.setdefault(f"{method} {entry.context} {entry.name}: {fault!r:.120}", body[:200])
            closed += (
                [f"{method} {entry.context} {entry.name} {entry.entitled}"]
                if refused <= {Forbidden, Unauthorized}
                else []
            )
        assert not wrong, "\n".join(f"{name}  <-  {body!r}" for name, body in sorted(wrong.items()))
        assert closed == []
        assert sent > 15 * len(services_of(method))

    def test_odd_queries_are_refused(self, world):
        wrong, asked_for = {}, 0
        for entry in services_of("GET"):
            for place, name in enumerate(queries(world, entry)):
                for value in ODD[place % 5 :: 5]:
                    asked_for += 1
                    fault = call(world, entry, b"", form={name: value})
                    if fault is not None and not is_refusal(fault):
                        wrong.setdefault(f"{entry.context} {entry.name}?{name}: {fault!r:.120}", value)
        assert not wrong, "\n".join(f"{name}  <-  {value!r:.60}" for name, value in sorted(wrong.items()))
        assert asked_for > 1_000

    def test_unknown_members_are_refused_by_every_service(self, world):
        wrong, told_of = [], 0
        for method in WRITING:
            for entry in services_of(method):
                if described(world, entry).takes == FILE:
                    continue
                members = known(world, entry)
                longest = max(members, key=len, default="")
                body = {"nie_ma_takiego": 1} | ({f"{longest}x": 1} if members else {})
                if entry.name in BY_REGISTER:
                    fault = call(
                        world, replace(entry, tail="breaches", method="POST"), json.dumps(body).encode()
                    )
                    assert fault.reason == "field_unknown"
                    continue
                fault = call(world, entry, json.dumps(body).encode())
                if not isinstance(fault, UnknownMembers):
                    wrong.append(f"{method} {entry.context} {entry.name}: {fault!r:.100}")
                elif members:
                    told_of += 1
                    assert dict(fault.strangers)["nie_ma_takiego"] is None, entry
                    assert dict(fault.strangers)[f"{longest}x"] == longest, entry
        assert wrong == []
        assert told_of > 100


def services_of(method):
    """Entry points of the matrix that are our own services of a method."""
    ours = {(item.name, item.method) for item in found() if item.name not in PLONES}
    return [
        entry
        for entry in ENTRIES
        if entry.is_service and entry.method == method and (entry.name, method) in ours
    ]


@cache
def told():
    """Schemas of the services by their names, and the shared ones."""
    offers = [offer for _name, offer in getUtilitiesFor(IServiceSchemas)]
    services = {name: each for offer in offers for name, each in offer.services.items()}
    return services, {name: each for offer in offers for name, each in offer.schemas.items()}


def described(world, entry):
    """What is told of the service of an entry point; None for one nobody describes."""
    services = told()[0]
    kinds = providedBy(world[entry.context]).flattened()
    keys = (f"{entry.method} {kind.__name__} {entry.name}" for kind in kinds)
    return next((services[key] for key in keys if key in services), None)


def queries(world, entry):
    """Names of a service's parameters, and two many have."""
    service = described(world, entry)
    return COMMON if service is None else dict.fromkeys((*service.query, *COMMON[:2]))


def known(world, entry):
    """Members a service takes, with their schemas."""
    service = described(world, entry)
    return members_of([service.takes or NOTHING], told()[1]) or {} if service else {}


def bodies(world, entry):
    """Objects with the members a service takes: each member wrong in some ways, the others plausible."""
    schemas, members = told()[1], known(world, entry)
    acts = [word for each in members.get("act", ()) for word in words_of(each, schemas)] or [None]
    plausible = {name: example(wanted[0], schemas) for name, wanted in members.items()}
    # Each member goes wrong in some ways with every act, and all members together in every way.
    apart = 3 if len(acts) == 1 else 9
    for place, act in enumerate(acts):
        usual = plausible if act is None else {**plausible, "act": act}
        yield usual
        yield {} if act is None else {"act": act}
        for number, member in enumerate(members):
            for value in WRONG[(place + number) % apart :: apart]:
                yield {**usual, member: value}


def words_of(wanted, schemas):
    wanted = schemas[wanted["$ref"].rpartition("/")[2]] if "$ref" in wanted else wanted
    return wanted.get("enum", ())


def example(wanted, schemas):
    """A value of the right shape."""
    if words := words_of(wanted, schemas):
        return words[0]
    if "$ref" in wanted:
        wanted = schemas[wanted["$ref"].rpartition("/")[2]]
    for name in ("allOf", "anyOf", "oneOf"):
        if name in wanted:
            return example(wanted[name][0], schemas)
    kind = wanted.get("type", "string")
    match kind if isinstance(kind, str) else kind[0]:
        case "object":
            return {name: example(each, schemas) for name, each in wanted.get("properties", {}).items()}
        case "array":
            return [example(wanted["items"], schemas)]
        case "integer" | "number":
            return 1
        case "boolean":
            return True
    return {"date": "2026-11-02", "date-time": "2026-11-02T10:00:00+01:00"}.get(wanted.get("format"), "x")


def call(world, entry, body, form=None):
    """What a service raises for a body and a query, or None; all it did is undone."""
    transaction.abort()
    request = asked(entry.method, body)
    request.form.update(form or {})
    setRequest(request)
    become(world, entry.entitled)
    try:
        service = getMultiAdapter((world[entry.context], request), name=entry.registered_name)
        for name in filter(None, entry.tail.split("/")):
            service.publishTraverse(request, name)
        service.render()
    except Exception as fault:
        return fault
    finally:
        setRequest(None)
        transaction.abort()
    return None


def asked(method, body):
    environ = {
        "REQUEST_METHOD": method, "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)), "PATH_INFO": "/plone",
        "HTTP_ACCEPT": "application/json", "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SCRIPT_NAME": "",
        "REMOTE_ADDR": "127.0.0.1",
    }  # fmt: skip
    request = HTTPRequest(BytesIO(body), environ, HTTPResponse())
    alsoProvides(
        request, IAPIRequest, IDefaultBrowserLayer, IPloneRestapiLayer, IInfostradaTheme, *registered_layers()
    )
    request.processInputs()
    request.set("ACTUAL_URL", "http://localhost/plone")
    return request


def is_refusal(fault):
    """Said with a status below 500, or told with one, as a value the database has no room for."""
    return is_meant(fault) or isinstance(fault, OUT_OF_RANGE)
