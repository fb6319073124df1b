"""The review of the reported cycle: compiled, introduced, approved by the Chair, published."""

from __future__ import annotations

from gfmd_platform.cycles.models import Cycle
from reviews import operations

from .story import Story, read

BEGUN, SENT, APPROVED, PUBLISHED = 178, 172, 168, 165


def tell(story: Story, cycle: Cycle) -> None:
    """What the worker does in a running platform is done here at once, by the same steps."""
    by = story.support_unit
    begun = story.ago(BEGUN)
    review = operations.begin_review(cycle_id=cycle.pk, by=by, now=begun)
    made = operations.request_compilation(review_id=review.pk, by=by, now=begun).compilation
    while operations.run_next_part(compilation_id=made.pk, now=begun):
        pass
    for key, body in read("review")["sections"].items():
        operations.write_section(
            review_id=review.pk, key=key, body=body, revision=0, by=by, now=story.ago(SENT, 8)
        )
    operations.comment_section(
        review_id=review.pk,
        key="introduction",
        body=read("review")["comment"],
        by=by,
        now=story.ago(SENT, 9),
    )
    sent = operations.send_to_chair(review_id=review.pk, by=by, now=story.ago(SENT))
    approval = operations.approve(
        review_id=review.pk,
        revision=sent.revision,
        by=story.actor("carla@belmora.example"),
        now=story.ago(APPROVED),
    )
    operations.render_files(approval_id=approval.pk, now=story.ago(APPROVED, 10))
    operations.publish(review_id=review.pk, by=by, now=story.ago(PUBLISHED))
