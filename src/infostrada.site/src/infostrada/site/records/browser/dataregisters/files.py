"""A register of personal data as a file."""

from infostrada.core import accesslog
from infostrada.site.records.personal.registers.exporting import table
from infostrada.site.records.personal.registers.exporting import WRITERS
from infostrada.site.records.personal.registers.fields import REGISTERS
from infostrada.site.records.problems import invalid
from Products.Five import BrowserView


class RegisterFile(BrowserView):
    """`<unit>/@@personal-register-file?register=&format=`: a register as xlsx or csv."""

    def __call__(self) -> bytes:
        """The file; the reading is noted in the access log."""
        register, kind = (str(self.request.form.get(name) or "") for name in ("register", "format"))
        if register not in REGISTERS:
            raise invalid("register", "not_in_list")
        if kind not in WRITERS:
            raise invalid("format", "not_in_list")
        data = table(self.context, register, kind, self.request)
        accesslog.note(
            "personal.register",
            uid=None,
            unit=self.context.unit_id,
            outcome="granted",
            reason=f"{register} {kind}",
        )
        response = self.request.response
        response.setHeader("Content-Type", WRITERS[kind][1])
        response.setHeader("Content-Disposition", f'attachment; filename="{register}.{kind}"')
        response.setHeader("Cache-Control", "private, no-store")
        return data
