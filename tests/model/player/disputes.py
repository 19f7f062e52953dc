"""Where the service is known to answer otherwise than the rules' words. What is named here is left out
of a sequence, unless the player is started with --disputed; each entry goes when it is settled.
"""

from ledger_model import Date, LedgerModel


def is_rate_disputed(model: LedgerModel, as_of: Date, known_on: Date) -> bool:
    """Whether a rate (LED-8) as of a date, as it was known on a day, is disputed.

    - A plan year that had not begun then: the service knows none of its scheduled fees, which were
      known all the same (LED-16).
    - A date before the first closed month, in a year before that month's: the first close changes
      the date's plan year, although the month ahead has no closing date but its last day
      (definition 2), and as-of answers do not change later (LED-5).
    """
    if model.calendar.plan_year(as_of) > model.calendar.plan_year(known_on):
        return True
    first = min(model.calendar.closing_dates, default=None)
    return first is not None and as_of.year < first.year
