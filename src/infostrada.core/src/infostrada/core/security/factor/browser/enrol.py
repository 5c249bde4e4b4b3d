"""The page where a person sets up the second factor."""

from infostrada.core.i18n import _
from infostrada.core.security.factor import store
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from qrcode.image.svg import SvgPathImage
from typing import Any

import base64
import io
import pyotp
import qrcode


class EnrolView(BrowserView):
    """GET shows the secret as a picture and as text, POST with a first code confirms it.

    Accounts at the database root (the operator's) have no session of the site and cannot enrol.
    """

    error: str | None = None
    secret: str | None = None
    codes: list[str] | None = None

    def update(self) -> None:
        self.request.response.setHeader("Cache-Control", "no-store")
        if not self.possible:
            return
        account = self._account
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.codes = store.confirm(account, str(self.request.form.get("code") or ""))
            if self.codes is not None:
                return
            self.error = _(
                "factor_wrong_first_code",
                default="This code does not fit. Check the clock of your phone and try the next one.",
            )
        self.secret = store.begin(account)

    def __call__(self) -> str:
        self.update()
        return self.index()

    @property
    def _account(self) -> str:
        return api.user.get_current().getId()

    @property
    def possible(self) -> bool:
        """Does the account belong to this site?"""
        users = api.portal.get_tool("acl_users")
        return users._verifyUser(users.plugins, user_id=self._account) is not None

    @property
    def picture(self) -> str:
        """The QR code as a data: address of an SVG picture."""
        issuer = api.portal.get_registry_record("plone.site_title", default="Infostrada")
        address = pyotp.TOTP(self.secret or "").provisioning_uri(name=self._account, issuer_name=issuer)
        drawn = io.BytesIO()
        qrcode.make(address, image_factory=SvgPathImage, border=4).save(drawn)
        return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode()}"

    @property
    def grouped_secret(self) -> str:
        """The secret in groups of four, for typing."""
        secret: Any = self.secret
        return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
