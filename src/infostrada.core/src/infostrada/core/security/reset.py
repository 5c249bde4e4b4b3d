"""Password reset that answers alike for accounts that exist and for those that do not."""

from plone.restapi.services.users.add import UsersPost
from Products.CMFPlone.browser.login.mail_password import MailPasswordView
from smtplib import SMTPException
from typing import Any

import logging


logger = logging.getLogger(__name__)


class SilentMailPassword(MailPasswordView):
    """``@@mail_password``: the page that says "look into your mailbox", always."""

    def __call__(self) -> str:
        _mail(self.context, self.request, self.request.form.get("userid", ""))
        return self.context.restrictedTraverse("@@mail_password_response")()


class SilentUsersPost(UsersPost):
    """``POST @users/<name>/reset-password``."""

    def update_password(self, data: dict[str, Any]) -> Any:
        if not data:
            _mail(self.context, self.request, self.params[0])
            return self.reply_no_content()
        if self._get_user_by_login_name(self.params[0]) is None and "reset_token" in data:
            unknown = "The reset_token is unknown/not valid."
            return self._error(403, "Unknown Token", unknown)
        answer = super().update_password(data)
        if self.request.response.getStatus() == 404:
            return self._error(403, "Wrong user", "You are not allowed to change this password.")
        return answer


def _mail(context: Any, request: Any, name: str) -> None:
    """Send the letter if there is somebody to send it to."""
    try:
        # At once: a failure at the commit would tell that there was a letter to send.
        context.portal_registration.mailPassword(name, request, immediate=True)
    except ValueError:
        # No such account, no address, a wrong address: nobody outside is told which.
        logger.info("A password reset was asked for that could not be sent")
    except (SMTPException, OSError):
        logger.exception("The mail server refused a password reset")
