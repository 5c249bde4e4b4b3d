"""REST: subscriptions of an office and their messages."""

from infostrada.core.addressed import TakesNames
from infostrada.core.record.pages import LARGEST_PAGE
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import iso
from infostrada.site.records.webhooks.delivery import deliveries
from infostrada.site.records.webhooks.delivery import send_again
from infostrada.site.records.webhooks.delivery import test_hook
from infostrada.site.records.webhooks.rules import KINDS
from infostrada.site.records.webhooks.store import add_hook
from infostrada.site.records.webhooks.store import ADMINISTER
from infostrada.site.records.webhooks.store import change_hook
from infostrada.site.records.webhooks.store import drop_hook
from infostrada.site.records.webhooks.store import Hook
from infostrada.site.records.webhooks.store import hook_of
from infostrada.site.records.webhooks.store import hooks_of
from infostrada.site.records.webhooks.store import rotate
from typing import Any
from urllib.parse import urlencode


SHOWN = 50
STATES = ("waiting", "delivered", "dead")


class HookService(TakesNames, RecordService):
    """Takes the subscription's id from the address."""

    def hook(self) -> Hook:
        """The subscription of the address; NotFound for none."""
        return hook_of(self.context, self.name)

    def shown(self, hook: Hook) -> dict[str, Any]:
        """A subscription; never its secret."""
        return {
            "@id": f"{self.context.absolute_url()}/@webhooks/{hook.id}",
            "id": hook.id,
            "url": hook.url,
            "kinds": list(hook.kinds),
            "note": hook.note,
            "active": hook.active,
            "made_at": iso(hook.made_at),
            "made_by": hook.made_by,
        }


class WebhooksGet(HookService):
    """`GET <unit>/@webhooks`, `@webhooks/<id>`: the office's subscriptions, or one with its messages, the newest first.

    Query: `state` (waiting, delivered, dead) of the messages, `size` (at most 200, 50 by default), `before`;
    `batching.next` leads to older ones.
    """

    def answer(self) -> dict[str, Any]:
        """Never a secret."""
        require(ADMINISTER, self.context)
        if not self.name:
            here = f"{self.context.absolute_url()}/@webhooks"
            items = [self.shown(hook) for hook in hooks_of(self.context)]
            return {"@id": here, "items": items, "kinds": list(KINDS)}
        hook, state = self.hook(), str(self.request.form.get("state") or "")
        if state and state not in STATES:
            raise invalid("state", "not_in_list")
        size, before = (self._number(name) for name in ("size", "before"))
        many = min(size or SHOWN, LARGEST_PAGE)
        found = deliveries(hook, state or None, many + 1, before)
        messages = [
            {
                **{name: value for name, value in each._asdict().items() if name != "id"},
                "put": iso(each.put),
                "due": iso(each.due) if each.state == "waiting" else None,
                "ended": iso(each.ended),
            }
            for each in found[:many]
        ]
        more: dict[str, Any] = {}
        if len(found) > many:
            asked = {**({"state": state} if state else {}), "size": many, "before": found[many - 1].id}
            more["batching"] = {"next": f"{self.shown(hook)['@id']}?{urlencode(asked)}"}
        return {**self.shown(hook), "messages": messages, **more}

    def _number(self, name: str) -> int | None:
        told = str(self.request.form.get(name) or "")
        if told and not (told.isascii() and told.isdecimal() and len(told) < 19 and int(told)):
            raise invalid(name, "not_a_number")
        return int(told) if told else None


class WebhooksPost(HookService, WritingService):
    """`POST <unit>/@webhooks`: subscribe; `@webhooks/<id>`: an act on a subscription.

    Body of a new one: `url`, `kinds` (a list), `note`. Acts: `change` (`url`, `kinds`, `note`, `active`), `rotate` (a
    new secret), `test` (a message about nothing), `again` (dead messages: `keys`, without it all).
    """

    def answer(self) -> dict[str, Any]:
        """201 with the secret, which is never shown again; or the subscription as it is now."""
        body, unit = self.body, self.context
        if not self.name:
            hook, secret = add_hook(unit, text(body, "url"), self._kinds(body), text(body, "note"))
            self.request.response.setStatus(201)
            self.request.response.setHeader("Location", self.shown(hook)["@id"])
            return {**self.shown(hook), "secret": secret}
        hook, act = self.hook(), text(body, "act")
        more: dict[str, Any] = {}
        if act == "change":
            hook = change_hook(
                unit,
                hook.id,
                url=text(body, "url", hook.url),
                kinds=self._kinds(body) if "kinds" in body else hook.kinds,
                note=text(body, "note", hook.note),
                active=body.get("active", hook.active) is True,
            )
        elif act == "rotate":
            more["secret"] = rotate(unit, hook.id)
        elif act == "test":
            more["event"] = test_hook(unit, hook.id)
        elif act == "again":
            keys = body.get("keys")
            if keys is not None and not isinstance(keys, list):
                raise invalid("keys", "json_not_a_list")
            if keys is not None and not all(isinstance(key, str) for key in keys):
                raise invalid("keys", "json_not_text")
            more["again"] = send_again(unit, hook.id, keys)
        else:
            raise invalid("act", "not_in_list")
        return {**self.shown(hook), **more}

    def _kinds(self, body: dict[str, Any]) -> list[str]:
        kinds = body.get("kinds") or []
        if not isinstance(kinds, list):
            raise invalid("kinds", "json_not_a_list")
        return [str(kind) for kind in kinds]


class WebhooksDelete(HookService, WritingService):
    """`DELETE <unit>/@webhooks/<id>`: end a subscription; what still waits for it is not sent."""

    def answer(self) -> None:
        """204."""
        drop_hook(self.context, self.hook().id)
        self.request.response.setStatus(204)
