from dataclasses import dataclass
from dataclasses import field
from zope.interface import Attribute
from zope.interface import Interface


@dataclass(frozen=True)
class Progress:
    """One batch is done: how far the job is and where it would go on."""

    done: int
    total: int | None = None
    checkpoint: dict = field(default_factory=dict)
    message: str = ""


class IJobHandler(Interface):
    """Named utility that does one kind of job."""

    title = Attribute("What the job is called on its page (translatable)")
    about = Attribute("Optional: name of the parameter that holds the UID of the record the job works on")
    leads_to = Attribute("Optional: page of the job's unit or site where its outcome is seen, as `@@scans`")

    def run(job, params):
        """Generator: do a batch, yield a `Progress`, again until all is done.

        Each `Progress` is saved in the batch's own transaction, which the runner then commits. After a kill
        the handler is run anew with ``job.checkpoint``, the last one saved (None at first). SQL written in
        a batch is there exactly if its checkpoint is; objects of the batch may be missing after a kill
        between the two commits (architecture decision 4), so a handler that makes objects looks first
        which of the checkpoint's last batch are there.
        """
