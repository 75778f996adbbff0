"""Who is in the demo caseload, and how each got where they are: no database.

People are written as words: the phase they are in, the days since their entry if that
matters, and what is special about them:

unmet   no employer was met for them yet
late    the first employer was met after more than 30 days
long    in work for a good part of a year
back    had left the service, and came back
from:x  came over from coach x a month ago
"""

from datetime import timedelta

# Who is in the service with whom: 42 people, fewer with a coach who works part time
SERVICE = {
    "minna_aho": [
        "profiling 26 unmet",
        "searching 41 unmet",
        "searching 92",
        "searching back",
        "employer_agreed",
        "in_work",
    ],
    "hanna_niemi": ["agreed", "searching", "in_work"],
    "jari_korhonen": ["searching", "employer_agreed", "in_work", "in_work long"],
    "katja_ylonen": [
        "agreed",
        "profiling",
        "searching back",
        "employer_agreed",
        "in_work long",
    ],
    "mika_tuominen": ["agreed", "profiling 20", "searching 72 from:jari_korhonen"],
    "outi_salonen": ["searching from:hanna_niemi", "employer_agreed", "in_work"],
    "petri_rantanen": ["profiling", "searching 70 late", "searching", "in_work back"],
    "sari_laine": ["agreed", "profiling", "searching", "searching", "in_work"],
    "sofia_nyberg": ["profiling", "searching 37 unmet", "searching", "in_work long"],
    "tuomas_makela": [
        "profiling",
        "searching",
        "searching back",
        "employer_agreed",
        "in_work",
    ],
}
# Days waited, and the coach who will take them on, if there is one yet
WAITING = [
    (3, None),
    (7, None),
    (12, None),
    (19, "sari_laine"),
    (28, "minna_aho"),
    (41, None),
    (55, "petri_rantanen"),
    (73, "katja_ylonen"),
    (96, None),
    (120, "tuomas_makela"),
]
# Left: coach, last phase, days since entry, days since leaving, reason, what is special
CLOSED = [
    (None, "waiting", 64, 20, "moved", ""),
    ("outi_salonen", "waiting", 48, 9, "not_reached", ""),
    ("hanna_niemi", "profiling", 52, 33, "own_decision", ""),
    ("sari_laine", "searching", 88, 26, "own_decision", "back"),
    ("tuomas_makela", "searching", 79, 15, "moved", ""),
    ("jari_korhonen", "in_work", 310, 40, "started_work", ""),
    ("minna_aho", "in_work", 285, 12, "started_work", ""),
    ("katja_ylonen", "in_work", 240, 5, "started_work", "back"),
]
SOURCES = {
    "social_work": 6,
    "health": 6,
    "employment": 5,
    "ability_team": 4,
    "self": 3,
    "kela": 2,
    "school": 2,
    "pension": 1,
}
# Official codes: half of all live in the town, most others around it
MUNICIPALITIES = {
    "179": 36,
    "410": 5,
    "500": 4,
    "992": 4,
    "182": 3,
    "729": 3,
    "249": 2,
    "592": 2,
    "850": 1,
    "892": 1,
    "931": 1,
}

PHASES = ("agreed", "profiling", "searching", "employer_agreed", "in_work")
SEEKING = PHASES[:-1]
AGES = {
    "agreed": (3, 9),
    "profiling": (12, 24),
    "searching": (34, 80),
    "employer_agreed": (45, 82),
    "in_work": (62, 95),
}
LONG = (190, 330)
# Days since people came over from a colleague: the newest coach was there by then
TAKEN_OVER = 30


def draw_people(rng, today):
    """Return everybody: [{rows, login, phase, reason, marks}].

    ``rows`` are the steps of the history, oldest first: ``day``, ``phase``, ``login``
    of the coach, ``entry`` of the stay, and the ``reason`` on a row that closes it.
    """
    people = []
    for login, words in SERVICE.items():
        for word in words:
            phase, *marks = word.split()
            low, high = LONG if "long" in marks else AGES[phase]
            ages = [int(mark) for mark in marks if mark.isdigit()]
            age = ages[0] if ages else rng.randint(low, high)
            rows = draw_stay(rng, today, login, phase, age, exact=bool(ages))
            rows = draw_before(rng, rows, marks)
            for mark in marks:
                if mark.startswith("from:"):
                    take_over(rows, mark[5:], workday(today, TAKEN_OVER))
            people.append(person(rows, marks))
    for age, login in WAITING:
        rows = [row(today - timedelta(days=age), "waiting")]
        if login:
            rows.append(row(workday(today, age * 2 // 3), "waiting", login, rows[0]))
        people.append(person(rows, []))
    for login, phase, age, left, reason, marks in CLOSED:
        if phase == "waiting":
            rows = [row(workday(today, age), "waiting", login)]
        else:
            rows = draw_stay(rng, today, login, phase, age, until=left)
            rows = draw_before(rng, rows, marks)
        rows.append(row(workday(today, left), "closed", login, rows[-1], reason))
        people.append(person(rows, marks.split()))
    return people


def person(rows, marks):
    """What the rest follows from; the last row is where the person is now."""
    last = rows[-1]
    return {
        "rows": rows,
        "login": last["login"],
        "phase": last["phase"],
        "entry": last["entry"],
        "reason": last["reason"],
        "marks": marks,
    }


def row(day, phase, login=None, before=None, reason=None):
    """One step of a history, of the same stay as the row ``before``."""
    return {
        "day": day,
        "phase": phase,
        "login": login,
        "entry": before["entry"] if before else day,
        "reason": reason,
    }


def workday(today, age):
    """The day so many days ago, or the Friday before it."""
    day = today - timedelta(days=age)
    return day - timedelta(days=max(day.weekday() - 4, 0))


def draw_stay(rng, today, login, phase, age, until=0, exact=False):
    """Steps from the entry to the phase, each at least three days before the next."""
    lengths = {"agreed": rng.randint(3, 7), "profiling": rng.randint(10, 18)}
    lengths["employer_agreed"] = rng.randint(4, 9)
    wanted = PHASES[: PHASES.index(phase) + 1]
    if "searching" in wanted[:-1]:
        room = age - until - sum(lengths.get(step, 0) for step in wanted[:-1])
        lengths["searching"] = rng.randint(min(room // 2, 30), min(room - 3, 80))
    start = today - timedelta(days=age) if exact else workday(today, age)
    rows = [row(start, "agreed", login)]
    for before, step in zip(wanted, wanted[1:], strict=False):
        age -= lengths[before]
        rows.append(row(workday(today, age), step, login, rows[0]))
    return rows


def draw_before(rng, rows, marks):
    """Most waited before they came in; some had been here, and had left again."""
    entry, login = rows[0]["day"], rows[0]["login"]
    if "back" in marks:
        gone = workday(entry, rng.randint(60, 140))
        rows = [
            *draw_stay(rng, gone, login, "searching", rng.randint(45, 90)),
            *rows,
        ]
        at = len(rows) - len([line for line in rows if line["day"] >= entry])
        reason = rng.choice(("own_decision", "own_decision", "not_reached"))
        rows.insert(at, row(gone, "closed", login, rows[at - 1], reason))
    elif rng.random() < 0.6:
        rows = [row(workday(entry, rng.randint(12, 95)), "waiting"), *rows]
    return rows


def take_over(rows, former, day):
    """Let the former coach have had the person up to that day."""
    login, phase = rows[-1]["login"], None
    at = len([line for line in rows if line["day"] < day])
    for line in rows[:at]:
        line["login"], phase = line["login"] and former, line["phase"]
    if at == len(rows) or rows[at]["day"] > day:
        rows.insert(at, row(day, phase, login, rows[at - 1]))


def periods(rows):
    """Return values of the history's periods, gapless: [(row, date_to, reason)]."""
    following = [*rows[1:], None]
    return [
        (line, after and after["day"], after and after["reason"])
        for line, after in zip(rows, following, strict=True)
    ]


def stands(rows, day):
    """The row in force on that day, if any."""
    begun = [line for line in rows if line["day"] <= day]
    return begun[-1] if begun else None


def share_contacts(rng, people, contacts):
    """Decide for whom contacts were made: [(contact index, person, fits)].

    Whoever has nobody met yet comes first, the longest waiting before the others; then
    whose wishes the employer fits. A contact is for two people where both need it.

    :param contacts: [(day, login, in person, industry)], oldest first
    """
    met, count, shared = set(), {}, []
    for index, (day, login, in_person, industry) in enumerate(contacts):
        ready = []
        for number, one in enumerate(people):
            now = stands(one["rows"], day)
            if not now or now["login"] != login or now["phase"] not in SEEKING:
                continue
            wait = (day - now["entry"]).days
            if "unmet" in one["marks"] or ("late" in one["marks"] and wait < 37):
                continue
            stay = (number, now["entry"])
            fits = industry in one["industries"]
            # Nobody is rushed to an employer on the first days
            urgent = in_person and stay not in met and wait > 2
            rank = (not urgent, -wait if urgent else not fits, count.get(number, 0))
            ready.append((rank, rng.random(), urgent, wait, stay, fits))
        ready.sort()
        for place, (_rank, chance, urgent, wait, stay, fits) in enumerate(ready):
            first = place == 0 and (urgent or fits or chance < 0.6)
            if first or (place == 1 and urgent and wait > 12):
                shared.append((index, people[stay[0]], fits))
                count[stay[0]] = count.get(stay[0], 0) + 1
                if in_person:
                    met.add(stay)
    return shared
