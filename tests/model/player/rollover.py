"""The year's rollover (LED-6), and the question about the plan that it drafts."""

from dataclasses import dataclass
from typing import Any, Iterator

from ledger_model import Month
from ledger_model.plans import AnnualPlan

from .client import CallRefused, messages
from .operations import FINANCE, Operation, Played, person_of
from .planning import plan_key
from .questions import Answers


@dataclass(frozen=True)
class RollOver(Operation):
    """Of a project, or of the company."""

    year: int
    project_id: str = ""

    def is_playable(self, played: Played) -> bool:
        """Whether the December before is there to be closed: of months ahead of the first closed one
        the words do not say whether they are."""
        closed = played.model.calendar.closing_dates
        return not closed or Month(self.year - 1, 12) >= min(closed)

    def on_model(self, played: Played) -> Any:
        model = played.model
        return [(p.project_id, p.receivable_fen, p.arrears_fen, p.held_fen, p.plan,
                 _of_model(model.plans.get((p.project_id, self.year))))
                for p in model.roll_over(self.year, self.project_id, person_of(FINANCE))]

    def on_service(self, played: Played) -> Any:
        told = played.client.stream(FINANCE, "Plan.StreamRollover",
                                    messages("plan").StreamRolloverRequest(
                                        year=self.year, project_id=self.project_id))
        rolled = [p.project for p in told if p.HasField("project")]
        outcomes = messages("plan").RolledProject.PlanOutcome
        plans = {p.project_id: _plan_of_service(played, p.project_id, self.year) for p in rolled}
        for project_id, plan in plans.items():
            if plan is not None:
                played.learn(plan_key(project_id, self.year), plan.etag)
        if told and (told[-1].done_communities, len(told)) != (told[-1].community_count,) * 2:
            return "it did not tell of each community"
        return [(p.project_id, p.receivable_fen, p.historical_arrears_fen, p.prepayment_fen,
                 outcomes.Name(p.plan).removeprefix("PLAN_OUTCOME_"),
                 _of_service(plans[p.project_id])) for p in rolled]


def _plan_of_service(played: Played, project_id: str, year: int) -> Any:
    """None where there is none."""
    try:
        return played.client.call(FINANCE, "Plan.GetAnnualPlan",
                                  messages("plan").GetAnnualPlanRequest(project_id=project_id,
                                                                        year=year))
    except CallRefused as refused:
        if refused.reason != "UNKNOWN_PLAN":
            raise
        return None


def _of_model(plan: AnnualPlan | None) -> tuple | None:
    return plan and (plan.approved, plan.planned_bp, plan.annual_bp, plan.targets,
                     plan.tasks if plan.approved else plan.given_tasks, plan.receivable_fen)


def _of_service(plan: Any) -> tuple | None:
    return plan and (plan.state == 2, tuple(plan.planned_rate_bp), plan.annual_rate_bp,
                     {t.community_id: t.amount_fen for t in plan.historical_targets
                      if t.amount_fen},
                     {t.area_id: t.amount_fen for t in plan.area_tasks}, plan.receivable_fen)


# -- questions -----------------------------------------------------------------------------------


def plan_of_year(played: Played, project_id: str, year: int) -> Answers:
    """Whatever put it."""
    return (f"plan of {project_id} for {year}",
            _of_model(played.model.plans.get((project_id, year))),
            _of_service(_plan_of_service(played, project_id, year)))


def questions(played: Played) -> Iterator[Answers]:
    for project_id, year in list(played.model.plans)[-3:]:
        yield plan_of_year(played, project_id, year)
