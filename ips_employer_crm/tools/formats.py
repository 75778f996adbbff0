from odoo.tools.misc import formatLang


def short_number(env, number):
    """The number with one decimal where it has one: 6, 4.8 (4,8 in Finnish)."""
    return formatLang(env, number, digits=0 if number == int(number) else 1)


def page_language(env):
    """The language of a page of its own, as browsers and screen readers name it."""
    return (env.lang or "en").split("_")[0]
