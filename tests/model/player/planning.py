"""Operations that plan: annual plans with their tasks, campaigns (LED-6, LED-12)."""

from dataclasses import dataclass
from typing import Any

from ledger_model import Date
from ledger_model.plans import AnnualPlan, Campaign

from .client import messages
from .company import GENERAL_MANAGER
from .operations import FINANCE, STAFF_OF, Operation, Played


def _of_model(plan: AnnualPlan) -> tuple:
    tasks = plan.given_tasks
    if plan.approved:
        tasks = plan.tasks
    return (plan.approved, plan.planned_bp, plan.annual_bp, tasks, plan.receivable_fen,
            plan.aimed_fen)


def _of_service(plan: Any) -> tuple:
    return (plan.state == 2, tuple(plan.planned_rate_bp), plan.annual_rate_bp,
            {t.area_id: t.amount_fen for t in plan.area_tasks}, plan.receivable_fen,
            plan.aimed_receipts_fen)


def plan_key(project_id: str, year: int) -> str:
    return f"plan {project_id} {year}"


@dataclass(frozen=True)
class PutPlan(Operation):
    """`stale` with the etag of another state of the plan."""

    project_id: str
    year: int
    planned_bp: tuple[int, ...]
    annual_bp: int
    given_tasks: tuple[tuple[str, int], ...] = ()
    who: str = FINANCE
    stale: bool = False

    def on_model(self, played: Played) -> Any:
        return _of_model(played.model.put_plan(
            AnnualPlan(self.project_id, self.year, self.planned_bp, self.annual_bp,
                       dict(self.given_tasks), STAFF_OF[self.who]), self.stale))

    def on_service(self, played: Played) -> Any:
        etag = played.ids.get(plan_key(self.project_id, self.year), "")
        request = messages("plan").PutAnnualPlanRequest(
            request_id=self.request_id, project_id=self.project_id, year=self.year,
            planned_rate_bp=self.planned_bp, annual_rate_bp=self.annual_bp,
            etag="stale" if self.stale else etag)
        for area_id, fen in self.given_tasks:
            request.area_tasks.add(area_id=area_id, amount_fen=fen)
        plan = played.client.call(self.who, "Plan.PutAnnualPlan", request)
        played.learn(plan_key(self.project_id, self.year), plan.etag)
        return _of_service(plan)


@dataclass(frozen=True)
class ApprovePlan(Operation):
    project_id: str
    year: int
    who: str = "general manager"
    stale: bool = False

    def on_model(self, played: Played) -> Any:
        by = STAFF_OF.get(self.who, GENERAL_MANAGER)
        return _of_model(played.model.approve_plan(self.project_id, self.year, by, self.stale))

    def on_service(self, played: Played) -> Any:
        etag = played.ids.get(plan_key(self.project_id, self.year), "none")
        plan = played.client.call(self.who, "Plan.ApproveAnnualPlan",
                                  messages("plan").ApproveAnnualPlanRequest(
                                      project_id=self.project_id, year=self.year,
                                      etag="stale" if self.stale else etag))
        played.learn(plan_key(self.project_id, self.year), plan.etag)
        return _of_service(plan)


@dataclass(frozen=True)
class PutCampaign(Operation):
    project_id: str
    first: Date
    last: Date

    def on_model(self, played: Played) -> Any:
        played.model.put_campaign(Campaign(self.name, self.project_id, self.first, self.last))

    def on_service(self, played: Played) -> Any:
        made = played.client.call(FINANCE, "Plan.PutCampaign", messages("plan").PutCampaignRequest(
            request_id=self.request_id, project_id=self.project_id, name="活动",
            from_date=str(self.first), to_date=str(self.last)))
        played.learn(self.name, made.id)
