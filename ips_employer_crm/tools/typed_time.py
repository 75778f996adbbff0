"""Times that people type: plain Python, no database.

>>> import pytz
>>> helsinki = pytz.timezone("Europe/Helsinki")

As a browser's own field sends it, and by hand where the browser has none:

>>> typed_moment("2026-12-01T10:00", helsinki)
datetime.datetime(2026, 12, 1, 8, 0)
>>> typed_moment(" 1.7.2026 10.00 ", helsinki)
datetime.datetime(2026, 7, 1, 7, 0)

Anything else is no time:

>>> typed_moment("tomorrow", helsinki), typed_moment("0001-01-01T00:00", helsinki)
(None, None)
"""

from datetime import datetime

import pytz

PATTERNS = (
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H.%M",
)


def typed_moment(text: str, tz) -> datetime | None:
    """Return what was typed in ``tz`` as a naive UTC datetime; None if unreadable.

    In the hour that the clocks leave out it is the time an hour later, in the hour
    that comes twice the second one.
    """
    for pattern in PATTERNS:
        try:
            local = tz.localize(datetime.strptime(text.strip(), pattern))
            return local.astimezone(pytz.utc).replace(tzinfo=None)
        except (ValueError, OverflowError):
            continue
    return None


def shown_for_typing(moment: datetime, tz) -> str:
    """Return a naive UTC datetime as a browser's own field takes it, in ``tz``."""
    return pytz.utc.localize(moment).astimezone(tz).strftime("%Y-%m-%dT%H:%M")
