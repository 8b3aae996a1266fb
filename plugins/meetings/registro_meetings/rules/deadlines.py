"""Until when a meeting may be booked, or cancelled."""

from datetime import UTC, datetime, timedelta

from registro_meetings.rules.moments import Moment


def in_time(moment: Moment, now: datetime, hours: int) -> bool:
    """Whether there are at least so many hours until a meeting begins.

    Real hours: on the night on which the clock is changed there is one more, or one less, between
    two times of the wall. A meeting that has begun is too late whatever the hours.

    :param now: an aware instant.
    """
    left = moment.begins - now.astimezone(UTC)
    return left > timedelta() and left >= timedelta(hours=hours)
