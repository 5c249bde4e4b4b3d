"""The page of an office's subscriptions: who is told what, what got through, what is dead."""

from infostrada.core.errors import NotFound
from infostrada.core.record.export import LARGEST_EXPORT
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import when
from infostrada.site.records.browser.tables import table
from infostrada.site.records.problems import invalid
from infostrada.site.records.webhooks.delivery import counts
from infostrada.site.records.webhooks.delivery import deliveries
from infostrada.site.records.webhooks.delivery import Delivery
from infostrada.site.records.webhooks.delivery import send_again
from infostrada.site.records.webhooks.delivery import test_hook
from infostrada.site.records.webhooks.rules import KINDS
from infostrada.site.records.webhooks.store import add_hook
from infostrada.site.records.webhooks.store import allow_hosts
from infostrada.site.records.webhooks.store import allowed_hosts
from infostrada.site.records.webhooks.store import change_hook
from infostrada.site.records.webhooks.store import drop_hook
from infostrada.site.records.webhooks.store import Hook
from infostrada.site.records.webhooks.store import hook_of
from infostrada.site.records.webhooks.store import hooks_of
from infostrada.site.records.webhooks.store import OPERATE
from infostrada.site.records.webhooks.store import rotate
from plone import api
from typing import Any


SHOWN = 50
STATES = {
    "waiting": (_("waiting"), "wait"),
    "delivered": (_("delivered"), "done"),
    "dead": (_("given up"), "warn"),
}


class WebhooksPage(DeskPage):
    """Subscriptions; with `hook` in the address one of them and its messages."""

    heading = _("Webhooks")
    lead = _("Programs of others are told when something happens to the office's records. What is told names the "
             "record and says nothing that is in it.")  # fmt: skip
    fresh: dict[str, Any] | None = None

    @property
    def hook(self) -> Hook | None:
        """The subscription the address names."""
        try:
            return hook_of(self.context, self.text("hook")) if self.text("hook") else None
        except NotFound:
            return None

    @property
    def links(self) -> list[dict[str, Any]]:
        """Back to the list."""
        return [{"label": _("All subscriptions"), "url": self._url}] if self.hook else []

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The list with the form of a new one, or one subscription."""
        hook = self.hook
        found = self._one_hook(hook) if hook is not None else self._all()
        if self.fresh is not None:
            found[0] = {**found[0], "notice": self.fresh}
        return found

    def _all(self) -> list[dict[str, Any]]:
        hooks = hooks_of(self.context)
        counted = counts(hooks)
        rows = [
            {
                "id": hook.id,
                "title": hook.url,
                "url": f"{self._url}?hook={hook.id}",
                "cells": {
                    "url": {"text": hook.url},
                    "note": {"text": hook.note},
                    "kinds": {"text": str(len(hook.kinds))},
                    "waiting": {"text": str(counted[hook.id].get("waiting", 0))},
                    "dead": {"text": str(counted[hook.id].get("dead", 0))},
                    "state": {"text": _("active"), "tone": "run"} if hook.active
                    else {"text": _("stopped"), "tone": "warn"},
                },
            }
            for hook in hooks
        ]  # fmt: skip
        columns = (
            ("url", _("Address")),
            ("note", _("What for")),
            ("kinds", _("Kinds of events")),
            ("waiting", _("Waiting")),
            ("dead", _("Given up")),
            ("state", _("State")),
        )
        parts: list[dict[str, Any]] = [
            {
                "id": "hooks",
                "title": _("Subscriptions"),
                "register": {
                    **table(_("Subscriptions"), columns, rows, num=("kinds", "waiting", "dead")),
                    "quiet": True,
                    "empty": _("Nobody is told yet. Add the address of the program that is to be told."),
                },
                "forms": [self._form("add", _("Subscribe"))],
            },
        ]
        if self.may(OPERATE, api.portal.get()):
            field = {
                "name": "hosts",
                "label": _("Hosts inside the network"),
                "kind": "textarea",
                "rows": 3,
                "value": "\n".join(allowed_hosts()),
                "hint": _("One a line, with or without a port. Any office of the site may have them called."),
            }
            form = self.one("allow", _("Keep the list"), field, fold=_("Change the list of hosts"))
            text = _("Addresses of inner networks are refused unless they stand here.")
            parts.append({"id": "hosts", "title": _("Allowed hosts"), "text": text, "forms": [form]})
        return parts

    def _one_hook(self, hook: Hook) -> list[dict[str, Any]]:
        columns = (
            ("event", _("Message to a program")),
            ("kind", _("Event")),
            ("put", _("When")),
            ("attempts", _("Attempts")),
            ("state", _("State")),
            ("error", _("Last fault")),
        )
        found = deliveries(hook, limit=LARGEST_EXPORT if self.whole else SHOWN)
        register = {
            **table(_("The newest 50 messages"), columns, [self._message(each) for each in found]),
            "empty": _("No message yet. Send a test message to see that the address answers."),
        }
        kept = [{"name": "hook", "value": hook.id}]
        forms = [self.one("test", _("Send a test message"), kept=kept, tone="btn-secondary")]
        if any(each.state == "dead" for each in found):
            forms.append(self.one("again", _("Send again what was given up"), kept=kept))
        secret = self.one("rotate", _("Make a new secret"), kept=kept, tone="btn-secondary")
        drop = self.one(
            "drop", _("End the subscription"), kept=kept, tone="btn-danger", fold=_("End the subscription")
        )
        return [
            {"id": "messages", "title": _("Messages"), "register": register, "forms": forms},
            {"id": "change", "title": _("Subscription"), "forms": [self._form("change", _("Keep"), hook)]},
            {"id": "secret", "title": _("Secret"), "forms": [secret],
             "text": _("For a day messages are signed with the old secret too.")},
            {"id": "end", "title": _("End"), "forms": [drop]},
        ]  # fmt: skip

    def _message(self, each: Delivery) -> dict[str, Any]:
        text, tone = STATES[each.state]
        return {
            "id": each.event,
            "title": each.event,
            "url": None,
            "cells": {
                "event": {"text": each.event.removeprefix("msg_")[:12]},
                "kind": {"text": KINDS.get(each.kind, _("test"))},
                "put": {"text": when(each.put, self.request)},
                "attempts": {"text": str(each.attempts)},
                "state": {"text": text, "tone": tone},
                "error": {"text": each.error},
            },
        }

    def _form(self, name: str, submit: Any, hook: Hook | None = None) -> Any:
        kinds = hook.kinds if hook else ()
        boxes = [
            {
                "name": f"kind-{kind}",
                "label": label,
                "kind": "checkbox",
                "value": "1" if kind in kinds else "",
            }
            for kind, label in KINDS.items()
        ]
        first = [
            {"name": "url", "label": _("Address"), "required": True, "value": hook.url if hook else "",
             "hint": _("Begins with https://")},
            {"name": "note", "label": _("What for"), "value": hook.note if hook else ""},
        ]  # fmt: skip
        if hook is not None:
            active = {"name": "active", "label": _("Active"), "kind": "checkbox"}
            first.append({**active, "value": "1" if hook.active else ""})
        groups = ((_("Receiver"), first), (_("Kinds of events"), boxes))
        kept = [{"name": "hook", "value": hook.id}] if hook else []
        fold = _("Change the subscription") if hook else _("New subscription")
        return self.one(name, submit, groups=groups, kept=kept, fold=fold)

    def _kinds(self) -> list[str]:
        return [kind for kind in KINDS if self.form.get(f"kind-{kind}")]

    def do_add(self) -> None:
        """Subscribe and show the secret, this once."""
        _hook, secret = add_hook(self.context, self.text("url"), self._kinds(), self.text("note"))
        self.fresh = self._secret(secret)

    def do_rotate(self) -> None:
        """A new secret, shown this once."""
        self.fresh = self._secret(rotate(self.context, self._known.id))

    def do_change(self) -> str:
        """Keep what was changed."""
        hook = self._known
        change_hook(
            self.context,
            hook.id,
            url=self.text("url"),
            kinds=self._kinds(),
            note=self.text("note"),
            active=bool(self.form.get("active")),
        )
        return f"{self._url}?hook={hook.id}"

    def do_test(self) -> str:
        """A message about nothing."""
        test_hook(self.context, self._known.id)
        self.say(_("The message waits for the worker."))
        return f"{self._url}?hook={self._known.id}"

    def do_again(self) -> str:
        """Dead messages get their attempts anew."""
        count = send_again(self.context, self._known.id)
        self.say(_("Messages to be sent again: ${count}.", mapping={"count": str(count)}))
        return f"{self._url}?hook={self._known.id}"

    def do_drop(self) -> str:
        """The end."""
        drop_hook(self.context, self._known.id)
        return self._url

    def do_allow(self) -> str:
        """The operator's list."""
        allow_hosts(self.text("hosts").splitlines())
        return self._url

    @property
    def _known(self) -> Hook:
        hook = self.hook
        if hook is None:
            raise invalid("hook", "unknown_object")
        return hook

    def _secret(self, secret: str) -> dict[str, Any]:
        text = _("Give it to the receiver now, it is not shown again: ${secret}", mapping={"secret": secret})
        return {"kind": "done", "title": _("The secret"), "text": text}

    @property
    def _url(self) -> str:
        return f"{self.context.absolute_url()}/{self.address}"
