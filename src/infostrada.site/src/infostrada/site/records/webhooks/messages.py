"""What the machine words of webhooks mean to a person."""

from infostrada.site import _
from infostrada.site.desk.refusals import RefusalWords


MESSAGES = {
    "not_a_hook_address": _("This is not a web address without a login of its own (https://…)."),
    "hook_host_unknown": _("There is no host of this name."),
    "hook_not_https": _("The address must begin with https, unless the operator allows the host."),
    "hook_private": _("The host lies inside a network; the operator of the site has to allow it first."),
}
WORDS = RefusalWords(MESSAGES)
