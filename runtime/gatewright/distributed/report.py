"""What a distributed import tells about itself."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import GatewayError
from ..transfer import ImportReport, Progress


@dataclass(frozen=True, slots=True)
class PartitionReport:
    """What became of one partition.

    Attributes:
        name: The file, with the range of bytes if it is one of several; or the number in the bag.
        report: What its last attempt did; None if it failed.
        earlier: Items before those of `report`, which earlier calls or attempts had settled (confirmed
            or rejected); for a failed partition, all that are known to be settled.
        error: Why it failed for good; None if it did not.
    """

    name: str
    report: ImportReport | None = None
    earlier: int = 0
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class DistributedProgress(Progress):
    """How far all partitions together are.

    Attributes:
        earlier: Items that earlier calls and attempts had settled.
        partitions: Partitions in all.
        done: Partitions that are complete.
        failed: Partitions that failed for good.
    """

    earlier: int = 0
    partitions: int = 0
    done: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class DistributedReport(ImportReport):
    """The sum of the reports of all partitions; `seconds` is the time of the whole.

    What attempts sent that failed, or whose worker died, is not part of the sum: of that, `earlier`
    holds what was settled. So `confirmed + rejected + earlier` is the number of all items, unless
    partitions failed.

    Attributes:
        earlier: Items that earlier calls and attempts had settled.
        partitions: What became of each partition, in order.
    """

    earlier: int = 0
    partitions: tuple[PartitionReport, ...] = ()

    @property
    def failed(self) -> tuple[PartitionReport, ...]:
        """The partitions that failed."""
        return tuple(partition for partition in self.partitions if partition.error is not None)

    def raise_for_failed(self) -> None:
        """Raise if partitions failed.

        Raises:
            PartitionsFailed: says which, and why.
        """
        failed = self.failed
        if failed:
            raise PartitionsFailed(self) from failed[0].error


class PartitionsFailed(GatewayError):
    """Partitions of a distributed import failed; the same call again takes up what is missing.

    Attributes:
        report: The whole report.
    """

    def __init__(self, report: DistributedReport) -> None:
        failed = report.failed
        told = "; ".join(
            f"{each.name}: {str(each.error) or type(each.error).__name__}" for each in failed[:5]
        )
        more = "; ..." if len(failed) > 5 else ""
        super().__init__(f"{len(failed)} of {len(report.partitions)} partitions failed: {told}{more}")
        self.report = report
