"""Arithmetic of weeks and weekly targets: plain Python, no database.

>>> from datetime import date, datetime
>>> import pytz
>>> helsinki = pytz.timezone("Europe/Helsinki")

Sunday 22:30 UTC is already Monday in Helsinki:

>>> monday_of(datetime(2026, 11, 22, 22, 30), helsinki)
datetime.date(2026, 11, 23)

The last days of December can belong to week 1 of the next year:

>>> monday_of(datetime(2025, 12, 31, 12, 0), helsinki).isocalendar()[:2]
(2026, 1)

The week in which the clocks go back is an hour longer:

>>> first, after = week_bounds(date(2026, 10, 19), helsinki)
>>> (after - first).total_seconds() / 3600
169.0

>>> weekly_target(6.0, fte=0.8, worked_share=0.6)
2.88

With fewer than three job seekers twice their number is enough, and never more than
the usual target:

>>> weekly_target(6.0, fte=1.0, worked_share=1.0, job_seekers=2)
4.0
>>> weekly_target(6.0, fte=0.5, worked_share=1.0, job_seekers=2)
3.0
>>> weekly_target(6.0, fte=1.0, worked_share=1.0, job_seekers=3)
6.0
"""

from datetime import date, datetime, time, timedelta

import pytz

WORKDAYS = 5
# Quality criterion 17 (domain 1.3): with fewer job seekers than these, so many contacts
# a week for each of them
FEW_JOB_SEEKERS = 3
CONTACTS_PER_JOB_SEEKER = 2


def monday_of(moment: datetime, tz) -> date:
    """Return the Monday of the week in which ``moment`` (naive UTC) falls in ``tz``."""
    local = pytz.utc.localize(moment).astimezone(tz).date()
    return local - timedelta(days=local.weekday())


def local_midnight(day: date, tz) -> datetime:
    """Return the first moment of ``day`` in ``tz`` as a naive UTC datetime."""
    midnight = tz.localize(datetime.combine(day, time.min))
    return midnight.astimezone(pytz.utc).replace(tzinfo=None)


def week_bounds(week_start: date, tz) -> tuple[datetime, datetime]:
    """Return the week's first moment and the next week's, as naive UTC datetimes."""
    return (
        local_midnight(week_start, tz),
        local_midnight(week_start + timedelta(days=7), tz),
    )


def workdays(week_start: date) -> set[date]:
    """Return Monday to Friday of the week."""
    return {week_start + timedelta(days=index) for index in range(WORKDAYS)}


def worked_share(absent_days: float, days_off: int) -> float:
    """Return the share (0-1) of a five-day week that was there to be worked.

    :param absent_days: days away as the coach entered them
    :param days_off: working days on which the company was closed, or which lie before
        the coach joined the team
    """
    return min(max((WORKDAYS - absent_days - days_off) / WORKDAYS, 0.0), 1.0)


def weekly_target(
    full_time_target: float,
    fte: float,
    worked_share: float,
    job_seekers: int | None = None,
) -> float:
    """Return the contacts due in a week: full-time target x part time x share worked.

    With fewer than three job seekers it is twice their number x share worked, where
    that is less: their number is what a part-time coach has already. None at all, none
    due.

    Not rounded to what is shown: figures are compared unrounded. Nine decimals only
    take away the noise of binary fractions, so that 6 x 0.8 is 4.8.

    :param job_seekers: job seekers of the coach in the week; None: not known
    """
    due = full_time_target * fte
    if job_seekers is not None and job_seekers < FEW_JOB_SEEKERS:
        due = min(due, float(CONTACTS_PER_JOB_SEEKER * job_seekers))
    return round(due * worked_share, 9)


def day_of(moment: datetime, tz) -> date:
    """Return the day on which ``moment`` (naive UTC) falls in ``tz``."""
    return pytz.utc.localize(moment).astimezone(tz).date()
