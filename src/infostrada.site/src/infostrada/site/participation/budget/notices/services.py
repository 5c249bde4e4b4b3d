"""News and subscriptions over REST."""

from infostrada.site.participation.budget.notices.news import news
from infostrada.site.participation.budget.notices.news import TOPICS
from infostrada.site.participation.budget.notices.operations import subscribe
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import iso
from typing import Any


class NewsGet(RecordService):
    """`GET <edition>/@news?topic=proposals`: what the feed tells; proposals, results or works."""

    def answer(self) -> dict[str, Any]:
        """The hundred newest; the same for everybody."""
        topic = self.request.form.get("topic", TOPICS[0])
        if topic not in TOPICS:
            raise invalid("topic", "not_in_list")
        items = [
            {"id": item.urn, "@id": item.url, "title": item.title, "at": iso(item.at), "action": item.action,
             "text": item.text}
            for item in news(self.context, topic)
        ]  # fmt: skip
        return {"@id": f"{self.context.absolute_url()}/@news?topic={topic}", "topic": topic, "items": items}


class SubscriptionsPost(WritingService):
    """`POST <edition>/@subscriptions`: ask for news by mail. Body: `email`, `topics`. The mailbox has to confirm."""

    def answer(self) -> dict[str, Any]:
        """202, the same for every address."""
        topics = self.body.get("topics", list(TOPICS))
        if not isinstance(topics, list) or any(topic not in TOPICS for topic in topics):
            raise invalid("topics", "not_in_list")
        subscribe(self.context, text(self.body, "email"), topics, str(self.request.getClientAddr()))
        self.request.response.setStatus(202)
        return {"state": "asked"}
