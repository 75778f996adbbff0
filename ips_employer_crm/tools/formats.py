import pytz
from babel.dates import format_skeleton, format_time

from odoo.tools.misc import babel_locale_parse, formatLang, get_lang


def short_number(env, number):
    """The number with one decimal where it has one: 6, 4.8 (4,8 in Finnish)."""
    return formatLang(env, number, digits=0 if number == int(number) else 1)


def page_language(env):
    """The language of a page of its own, as browsers and screen readers name it."""
    return (env.lang or "en").split("_")[0]


def _local(moment, tz):
    return pytz.utc.localize(moment).astimezone(tz)


def day_in_words(env, moment, tz):
    """The day of a naive UTC datetime: Thu, Nov 26, 2026 (to 26.11.2026 in Finnish)."""
    locale = babel_locale_parse(get_lang(env).code)
    return format_skeleton("yMMMEd", _local(moment, tz), locale=locale)


def clock(env, moment, tz):
    """The time of a naive UTC datetime: 10:00 AM (10.00 in Finnish)."""
    locale = babel_locale_parse(get_lang(env).code)
    return format_time(_local(moment, tz), format="short", locale=locale)


def day_and_time(env, moment, tz):
    """Both: Thu, Nov 26, 2026 at 10:00 AM (to 26.11.2026 klo 10.00 in Finnish)."""
    return env._(
        "%(day)s at %(time)s",
        day=day_in_words(env, moment, tz),
        time=clock(env, moment, tz),
    )
