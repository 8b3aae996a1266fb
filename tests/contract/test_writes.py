"""Nothing silent (check 45): what is answered with success is stored.

The story of `acts` has an act for every address that writes; this file tells it.
That what is refused changes nothing is in test_odd_values.py and test_tokens.py.
"""

from tests.contract.acts import STORY, TOLD_ELSEWHERE
from tests.contract.world import Watch, World, matcher, views_of, writing_patterns


def test_the_story_has_an_act_for_every_address_that_writes(world: World) -> None:
    patterns = writing_patterns(views_of(world.school))
    untold = {
        pattern
        for pattern in patterns
        if pattern not in TOLD_ELSEWHERE
        and not any(matcher(pattern).match(act.path) for act in STORY)
    }
    assert untold == set()
    # and no exception outlives its address
    assert set(patterns) >= TOLD_ELSEWHERE


def test_what_is_answered_with_success_can_be_read_on_a_fresh_connection(world: World) -> None:
    watch = Watch(world.school.url)
    for act in STORY:
        sent = world.prepare(act)
        watch.changed()
        answer = world.send(sent)
        assert answer.status_int in {200, 303}, (act, answer.status, answer.text[-3000:])
        # an idempotency key alone is no effect
        assert watch.changed() - {"idempotency_key"}, (act, "answered with success, stored nothing")
    watch.close()
