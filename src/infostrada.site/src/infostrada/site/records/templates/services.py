"""REST: templates of an office, letters drafted from them."""

from infostrada.core import idempotency
from infostrada.core.queries import one
from infostrada.site.records.documents.content import etag_of
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.find import by_uid
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import say
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.templates.interfaces import ITemplate
from infostrada.site.records.templates.operations import add_template
from infostrada.site.records.templates.operations import draft_letter
from infostrada.site.records.templates.operations import preview
from infostrada.site.records.templates.operations import renew_template
from infostrada.site.records.templates.operations import restore_template
from infostrada.site.records.templates.operations import TemplateData
from infostrada.site.records.templates.operations import templates
from infostrada.site.records.templates.operations import templates_for
from infostrada.site.records.templates.operations import Wish
from infostrada.site.records.templates.operations import withdraw_template
from infostrada.site.records.upload import from_json
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any


def _brief(template: Any) -> dict[str, Any]:
    return {
        "@id": template.absolute_url(),
        "uid": IUUID(template),
        "title": template.title,
        "state": state_of(template),
        "document_kind": template.document_kind,
        "classes": list(template.classes),
        "versions": len(template.versions),
    }


class TemplatesGet(RecordService):
    """`GET <unit>/@templates`: all templates of the office, withdrawn ones last."""

    def answer(self) -> dict[str, Any]:
        """The list."""
        items = [_brief(template) for template in templates(self.context)]
        return {"@id": f"{self.context.absolute_url()}/@templates", "items": items}


class TemplatesPost(WritingService):
    """`POST <unit>/@templates`: a new template.

    Body: `title`, `document_kind`, `classes` (list of symbols; empty for all), `file` (DOCX, ODT).
    """

    def answer(self) -> dict[str, Any]:
        """201 with the template and its fields."""
        done = idempotency.begin(self.request)
        if done is not None:
            return self.created(by_uid(done, ITemplate, near=self.context))
        body = self.body
        classes = body.get("classes", [])
        if not isinstance(classes, list) or not all(isinstance(item, str) for item in classes):
            raise invalid("classes", "json_not_a_list")
        data = TemplateData(text(body, "title"), text(body, "document_kind"), tuple(classes))
        made = add_template(self.context, data, from_json(body.get("file"), "file"))
        idempotency.finish(self.request, IUUID(made))
        return self.created(made)


class TemplateVersionsPost(ActService):
    """`POST <template>/@versions`: the next version. Body: `file`, `comment`."""

    def answer(self) -> dict[str, Any]:
        """201 with the template."""
        renew_template(self.context, from_json(self.body.get("file"), "file"), text(self.body, "comment"))
        return self.created(self.context)


class TemplateUsePost(ActService):
    """`POST <template>/@template-use`: `act` is `withdraw` or `restore`."""

    def answer(self) -> dict[str, Any]:
        """The template as it is now."""
        acts = {"withdraw": withdraw_template, "restore": restore_template}
        act = acts.get(text(self.body, "act"))
        if act is None:
            raise invalid("act", "not_in_list")
        act(self.context)
        return self.as_json(self.context)


class DraftsGet(RecordService):
    """`GET <case>/@drafts`: templates that fit; with `?template=<uid>` every field and its value."""

    def answer(self) -> dict[str, Any]:
        """The list, or the preview with the fields that are missing."""
        url = f"{self.context.absolute_url()}/@drafts"
        uid = one(self.request.form, "template")
        if not uid:
            return {"@id": url, "items": [_brief(template) for template in templates_for(self.context)]}
        listed = preview(self.context, by_uid(uid, ITemplate, near=self.context))
        return {
            "@id": f"{url}?template={uid}",
            "fields": [
                {
                    "name": line.name,
                    "label": say(line.label, self.request),
                    "value": line.value,
                    "state": line.state,
                }
                for line in listed
            ],
            "missing": [line.name for line in listed if line.state == "missing"],
        }


class DraftsPost(WritingService):
    """`POST <case>/@drafts`: a document made from a template.

    Body: `template` (UID), `title`, `access`, `dated`, `values` (field: text), `leave_blank` (dots for
    what is missing instead of a refusal).
    """

    def answer(self) -> dict[str, Any]:
        """201 with the document; 400 names every missing field."""
        done = idempotency.begin(self.request)
        if done is not None:
            return self._made(by_uid(done, IDocument, near=self.context))
        body = self.body
        values = body.get("values", {})
        if not isinstance(values, dict) or not all(isinstance(item, str) for item in values.values()):
            raise invalid("values", "json_not_an_object")
        dots, access = body.get("leave_blank") is True, text(body, "access", "not_public")
        wish = Wish(text(body, "title"), values, dots, access, day(body, "dated"))
        template = by_uid(text(body, "template"), ITemplate, near=self.context, field="template")
        document = draft_letter(self.context, template, wish)
        idempotency.finish(self.request, IUUID(document))
        return self._made(document)

    def _made(self, document: Any) -> dict[str, Any]:
        self.request.response.setHeader("ETag", etag_of(document))
        return self.created(document)
