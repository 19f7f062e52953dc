"""The company that the ledger is kept for."""

from dataclasses import dataclass

from .fees import VacancyDiscount
from .late_fee import LateFeeTerms


@dataclass(frozen=True)
class Company:
    """What the ledger is about, as far as it stands still while it is played, and its policy."""

    # Community by unit, project by community, project by area.
    community_of: dict[str, str]
    project_of: dict[str, str]
    areas: dict[str, str]
    # Charged area of the units at first, in 0.01 m².
    areas_e2_m2: dict[str, int]
    staff: frozenset[str]
    late_fee_terms: tuple[LateFeeTerms, ...] = ()
    vacancy_discounts: tuple[VacancyDiscount, ...] = ()
