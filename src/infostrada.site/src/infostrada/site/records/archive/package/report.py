"""What a check of a package or list found: all of what matters, told within bounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from infostrada.site.records.archive.package.xml import Finding
from typing import Any


MOST_FINDINGS = 1_000
LONGEST_DETAIL = 500


@dataclass(slots=True)
class Report:
    """What was found; `valid` when nothing forbids taking the package in.

    Of faults and of warnings the first thousand each are kept; `faults_more` and `warnings_more` count the others.
    """

    documents: int = 0
    cases: int = 0
    bytes: int = 0
    schema: bool = False
    faults_more: int = 0
    warnings_more: int = 0
    findings: list[Finding] = field(default_factory=list)
    _kept: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})

    def add(self, found: Iterable[Finding]) -> None:
        """Keep findings as they come, or count them when there are too many."""
        for finding in found:
            if self._kept[finding.blocking] < MOST_FINDINGS:
                self._kept[finding.blocking] += 1
                self.findings.append(replace(finding, detail=finding.detail[:LONGEST_DETAIL]))
            elif finding.blocking:
                self.faults_more += 1
            else:
                self.warnings_more += 1

    @property
    def faults(self) -> list[Finding]:
        """The findings that forbid taking the package in."""
        return [finding for finding in self.findings if finding.blocking]

    @property
    def more(self) -> int:
        """Findings beyond the bounds."""
        return self.faults_more + self.warnings_more

    @property
    def valid(self) -> bool:
        """Nothing blocking was found."""
        return not self.faults


def report_json(report: Report, words: Any) -> dict[str, Any]:
    """The report for machines; `words` turns a reason into text."""
    return {
        "valid": report.valid,
        "documents": report.documents,
        "cases": report.cases,
        "bytes": report.bytes,
        "schema": report.schema,
        "findings": [
            {
                "where": finding.where,
                "line": finding.line,
                "reason": finding.reason,
                "detail": finding.detail,
                "blocking": finding.blocking,
                "message": words(finding.reason),
            }
            for finding in report.findings
        ],
        "more": report.more,
    }
