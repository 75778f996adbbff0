"""Who does how much in the demo team, and how it is spread: no database."""

from datetime import time, timedelta
from math import asin, cos, radians, sin, sqrt

WEEKS = 12
TIMES = [time(8, 30), time(10, 0), time(12, 30), time(14, 15)]

# How many of a coach's contacts go to an employer of each stage: relative weights
WEIGHTS = {
    "prospect": 1.25,
    "introduced": 2,
    "needs_known": 6,
    "candidate_discussed": 7,
    "partner": 8,
    "dormant": 3,
    "declined": 2,
}
# Contacts in a full week of a full-time coach; part time and absence lower them
RHYTHM = {
    "hanna_niemi": 7,
    "jari_korhonen": 6,
    "katja_ylonen": 7,
    "mika_tuominen": 5,
    "minna_aho": 7,
    "outi_salonen": 7,
    "petri_rantanen": 6,
    "sari_laine": 7,
    "sofia_nyberg": 6,
    "tuomas_makela": 7,
}
# (coach, weeks ago): days away and the reason given
AWAY = {
    ("sari_laine", 7): (5, "week_reason_absent"),
    ("petri_rantanen", 5): (5, "week_reason_training"),
    ("minna_aho", 6): (2, "week_reason_training"),
    ("outi_salonen", 3): (1, "week_reason_absent"),
    ("jari_korhonen", 2): (3, "week_reason_absent"),
    ("katja_ylonen", 9): (2, "week_reason_other"),
}
# (coach, weeks ago) without contacts: the reason given, if any
EMPTY = {
    ("tuomas_makela", 2): None,
    ("sofia_nyberg", 8): "week_reason_no_seekers",
    ("petri_rantanen", 5): "week_reason_training",
    ("sari_laine", 7): "week_reason_absent",
}
# The group meets on Wednesdays, but not in these weeks; in one the deputy leads it
SUPERVISION_DAY = 2
NO_SUPERVISION = {9, 5}
LED_BY_DEPUTY = {7}
# Weeks ago in which a leader went along: monthly with coaches who are new, and with one
# who asked for it; the newest is due again, after five weeks
MENTORED = {
    "hanna_niemi": (11, 7, 3),
    "mika_tuominen": (5,),
    "sofia_nyberg": (10, 6, 2),
    "tuomas_makela": (1,),
}
# (coach, weeks ago) where it was the deputy
MENTORED_BY_DEPUTY = {("sofia_nyberg", 6)}
# Where the coaches set out from: the centre of Jyväskylä
BASE = (62.2426, 25.7473)


def share_out(total, weights):
    """Return whole numbers in proportion to the weights that add up to the total.

    >>> share_out(8, [1, 2, 4])
    [1, 2, 5]
    """
    exact = [total * weight / sum(weights) for weight in weights]
    shares = [int(share) for share in exact]
    rest = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for index in rest[: total - sum(shares)]:
        shares[index] += 1
    return shares


def window(rng, stage):
    """Return which part (0-1) of the weeks the contacts with an employer fall into.

    New employers keep coming in, so that every week has first and second visits.
    """
    if stage == "dormant":
        return 0.0, 0.4
    if stage in ("prospect", "introduced", "declined"):
        start = 0.95 * rng.random() ** 0.5
        return start, min(start + 0.4, 1.0)
    if stage == "needs_known":
        return rng.uniform(0.0, 0.5), 1.0
    return 0.0, 1.0


def workday(day, steps):
    """Return the working day that lies so many working days from ``day``.

    >>> from datetime import date
    >>> workday(date(2026, 11, 21), -1), workday(date(2026, 11, 20), 2)
    (datetime.date(2026, 11, 20), datetime.date(2026, 11, 24))
    """
    one = timedelta(days=1 if steps > 0 else -1)
    for _step in range(abs(steps)):
        day += one
        while day.weekday() > 4:
            day += one
    return day


def travel(latitude, longitude):
    """Return kilometres by road and hours, there and back, from the coaches' base."""
    lat, lon, lat0, lon0 = map(radians, (latitude, longitude, *BASE))
    half = sin((lat - lat0) / 2) ** 2
    half += cos(lat) * cos(lat0) * sin((lon - lon0) / 2) ** 2
    kilometres = max(round(2 * 6371 * asin(sqrt(half)) * 1.25 * 2), 6)
    return kilometres, max(round(kilometres / 70 * 4) / 4, 0.25)


def draw_way(rng, stage, deciders, others):
    """Way of contact, and the people met: no prospect's decider in person yet."""
    draw = rng.random() * (0.22 if stage == "prospect" else 1.0)
    deciders = deciders[:0] if stage == "prospect" and draw > 0.11 else deciders
    for limit, channel in (
        (0.06, "phone"),
        (0.09, "email"),
        (0.10, "remote"),
        (0.11, "event"),
    ):
        if draw < limit:
            return channel, deciders[:1]
    if draw < 0.15 or not deciders:
        return "in_person", others[:1]
    return "in_person", deciders[:1] | (others[:1] if draw > 0.9 else others[:0])
