"""A page of one act on an entry, after which the check before publishing tells what is left."""

from infostrada.site.bip.browser.page import Page
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from plone.protect import CheckAuthenticator
from typing import Any


class CheckedForm(Page):
    """Shows the page, or does what was sent; a refusal shows it again with its faults."""

    desk = True

    def __call__(self) -> Any:
        """The page, or the way to the check."""
        self.faults: list[Fault] = []
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            try:
                self.act()
                return self.request.response.redirect(f"{self.context.absolute_url()}/@@check")
            except InvalidData as problem:
                self.faults = self.faults_of(problem)
            except Blocked as problem:
                self.faults = [Fault("", problem.reason, problem.message)]
            self.request.response.setStatus(400)
        return self.index()

    def act(self) -> None:
        """Do what was sent; raises InvalidData or Blocked."""
        raise NotImplementedError

    def faults_of(self, problem: InvalidData) -> list[Fault]:
        """What the page says of a refusal."""
        return problem.faults
