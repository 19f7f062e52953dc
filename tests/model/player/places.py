"""Operations that change who looks after what, who owns what, and what is charged for it: areas,
owners, measures, vacancies (LED-1, LED-7, LED-9)."""

from dataclasses import dataclass
from typing import Any

from ledger_model import Date
from ledger_model.fees import FOREVER
from ledger_model.organisation import Put

from . import company
from .client import messages
from .operations import FINANCE, Operation, Played


def _put(played: Played, request_id: str, entries: list[dict[str, Any]]) -> None:
    request = messages("organisation").BatchPutOrganisationRequest(request_id=request_id)
    for entry in entries:
        request.entries.add(**entry)
    played.client.call("admin", "Organisation.BatchPutOrganisation", request)


@dataclass(frozen=True)
class PutRelations(Operation):
    """Areas' communities and collectors, owners of units; all or none."""

    puts: tuple[Put, ...]

    def on_model(self, played: Played) -> Any:
        played.model.put_organisation(self.puts)

    def on_service(self, played: Played) -> Any:
        _put(played, self.request_id, [company.entry_of(put) for put in self.puts])


@dataclass(frozen=True)
class ResizeUnit(Operation):
    unit_id: str
    area_e2_m2: int

    def on_model(self, played: Played) -> Any:
        played.model.resize(self.unit_id, self.area_e2_m2)

    def on_service(self, played: Played) -> Any:
        facts = played.model.unit_facts(self.unit_id)
        _put(played, self.request_id, [{"unit": {
            "id": self.unit_id, "community_id": facts.community_id, "unit_no": facts.unit_no,
            "kind": facts.kind, "area_e2_m2": self.area_e2_m2}}])


@dataclass(frozen=True)
class PutVacancy(Operation):
    unit_id: str
    from_date: Date
    to_date: Date = FOREVER
    withdrawn: bool = False

    def on_model(self, played: Played) -> Any:
        standing = played.model.put_vacancy(self.unit_id, self.from_date, self.to_date,
                                            self.withdrawn)
        return [(str(v.from_date), "" if v.to_date == FOREVER else str(v.to_date),
                 v.bp["property"], v.bp["parking"], v.bp["utilities"]) for v in standing]

    def on_service(self, played: Played) -> Any:
        to_date = "" if self.to_date == FOREVER or self.withdrawn else str(self.to_date)
        answer = played.client.call(FINANCE, "Billing.PutVacancy",
                                    messages("billing").PutVacancyRequest(
                                        request_id=self.request_id, unit_id=self.unit_id,
                                        from_date=str(self.from_date), to_date=to_date,
                                        withdrawn=self.withdrawn))
        return [(v.from_date, v.to_date, v.property_bp, v.parking_bp, v.shared_utilities_bp)
                for v in answer.vacancies]
