"""Where the service is known to answer otherwise than the rules' words. What is named here is left
out of a sequence, unless the player is started with --disputed; each entry goes when it is settled.

Beside the functions below: prepayment "is used by itself when a bill falls due" (LED-2), but the
service books the use when the unit is next asked for, and a question as of what was known between
the due date and that moment (LED-16) does not see it. So the player takes such moments behind its
own questions, which touch every unit.
"""

from ledger_model import Date, LedgerModel


def is_rate_disputed(model: LedgerModel, as_of: Date, known_on: Date) -> bool:
    """Whether a rate (LED-8) as of a date, as it was known on a day, is disputed.

    Before 1 January of the plan year, be it the as-of date (December is closed early) or the day of
    what was known: the service knows none of the year's scheduled fees, which belong to the
    receivable all the same (definition 8, LED-16).
    """
    return model.calendar.plan_year(as_of) > min(as_of, known_on).year
