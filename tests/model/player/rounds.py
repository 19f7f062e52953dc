"""Plays a sequence on the service and on the model, and shortens one that fails."""

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import Any, Callable, Iterable

from ledger_model import LedgerModel

from . import all_questions, company, questions
from .client import Client, messages
from .dice import BOOKS, Dice, bill_id, theme_of
from .installation import Installation
from .operations import (FINANCE, FINANCE_OF_GM, WAIVER, WAIVER_ITSELF, Ask, Operation, Played,
                         SetClock, outcome_on_model, outcome_on_service)

EVERY_SO_MANY_STEPS = 6


@dataclass(frozen=True)
class Difference:
    """Where service and model part."""

    operation: Operation
    question: str
    expected: Any
    actual: Any

    def __str__(self) -> str:
        lines = [f"after {self.operation}", f"  {self.question}"]
        return "\n".join(lines + _apart(self.expected, self.actual, "    "))


def _apart(expected: Any, actual: Any, indent: str) -> list[str]:
    """Both answers, only what differs of large ones."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        lines = []
        for key in sorted(set(expected) | set(actual), key=str):
            if expected.get(key) != actual.get(key):
                lines.append(f"{indent}{key}:")
                lines += _apart(expected.get(key), actual.get(key), indent + "  ")
        return lines
    if (isinstance(expected, tuple) and isinstance(actual, tuple)
            and len(expected) == len(actual) and any(isinstance(e, dict) for e in expected)):
        lines = []
        for index, (e, a) in enumerate(zip(expected, actual)):
            if e != a:
                lines.append(f"{indent}[{index}]")
                lines += _apart(e, a, indent + "  ")
        return lines
    return [f"{indent}model   {expected}", f"{indent}service {actual}"]


class Rounds:
    """Plays on ledgers of an installation."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._tokens = {
            "admin": installation.token("--staff", "ADM", "--role", "administrator"),
            FINANCE: installation.token("--staff", company.CASHIER, "--role", "finance"),
            FINANCE_OF_GM: installation.token("--staff", company.GENERAL_MANAGER, "--role",
                                              "finance"),
            "general manager": installation.token("--staff", company.GENERAL_MANAGER, "--role",
                                                  "general_manager"),
            WAIVER: installation.token("--service", "waiver", "--staff", company.GENERAL_MANAGER,
                                       "--role", "general_manager"),
            WAIVER_ITSELF: installation.token("--service", "waiver"),
            **{s: installation.token("--staff", s, "--role", "collector")
               for s in company.STAFF}}
        self.steps_played = 0
        # How often each kind of operation came to each end.
        self.outcomes: Counter[tuple[str, str]] = Counter()
        self.answers_compared = 0

    def play_dice(self, seed: int, steps: int) -> tuple[list[Operation], Difference | None]:
        """A random sequence; ends at the first difference."""
        self._asks_of_all = theme_of(seed) is BOOKS
        self._every_so_many_steps = EVERY_SO_MANY_STEPS * (1 if self._asks_of_all else 2)

        def throw(played: Played) -> Iterable[Operation]:
            dice = Dice(seed, played.model)
            for operation in dice.opening(1):
                yield operation
                dice.notice(operation)
            for step in range(100, 100 + steps):
                operation = dice.next(step)
                before = played.model.number
                yield operation
                if played.model.number > before:
                    dice.notice(operation)
        return self._play(throw)

    def play_again(self, operations: list[Operation]) -> tuple[list[Operation], Difference | None]:
        """A given sequence, with all questions behind each step."""
        self._every_so_many_steps = 1
        self._asks_of_all = True
        return self._play(lambda _: operations)

    def _play(self, sequence: Callable[[Played], Iterable[Operation]]
              ) -> tuple[list[Operation], Difference | None]:
        done: list[Operation] = []
        with self._installation.ledger() as address:
            client = Client(address, self._tokens)
            try:
                played = self._begin(client)
                for operation in sequence(played):
                    if not operation.is_playable(played):
                        continue
                    done.append(operation)
                    difference = self._step(played, operation, len(done))
                    if difference is not None:
                        return done, difference
            finally:
                client.close()
        return done, None

    def _begin(self, client: Client) -> Played:
        client.call("admin", "Clock.SetClock",
                    messages("clock").SetClockRequest(business_date=str(company.START)))
        request = messages("organisation").BatchPutOrganisationRequest(request_id="organisation")
        for entry in company.entries():
            request.entries.add(**entry)
        client.call("admin", "Organisation.BatchPutOrganisation", request)
        model = LedgerModel(company.of_the_model(), company.START, bill_id,
                            owners=company.owners(), doors=company.doors())
        model.put_organisation(company.relations())
        return Played(client, model)

    def _step(self, played: Played, operation: Operation, count: int) -> Difference | None:
        """Does one operation on both sides and compares; the first difference."""
        self.steps_played += 1
        if isinstance(operation, Ask):
            return self._compare(operation, questions.as_asked(played, operation))
        posted = len(played.model.journal.postings)
        reasons, expected = outcome_on_model(operation, played)
        refusal, actual = outcome_on_service(operation, played)
        self.outcomes[type(operation).__name__, refusal or "done"] += 1
        if refusal not in (reasons or {""}):
            return Difference(operation, "refusal", sorted(reasons), refusal)
        if expected != actual:
            return Difference(operation, "answer", expected, actual)
        self._mark(played, operation)
        if isinstance(operation, SetClock) and operation.is_quiet:
            return None
        after_some = count % self._every_so_many_steps == 0
        changed = None
        if not self._asks_of_all and not after_some and not isinstance(operation, SetClock):
            changed = {p.unit_id for p in played.model.journal.postings[posted:] if p.unit_id}
        difference = self._compare(operation, all_questions.after_each_step(played, operation,
                                                                          changed))
        if difference is None and after_some:
            difference = self._compare(operation, all_questions.after_some_steps(played))
        return difference

    @staticmethod
    def _mark(played: Played, operation: Operation) -> None:
        """Keeps the moment for questions as of what was known then (LED-16)."""
        clock = played.client.call(FINANCE, "Clock.GetClock", messages("clock").GetClockRequest())
        played.marks[operation.step] = (clock.record_time, played.model.number)

    def _compare(self, operation: Operation,
                 answers: Iterable[questions.Answers]) -> Difference | None:
        for question, expected, actual in answers:
            self.answers_compared += 1
            if expected != actual:
                return Difference(operation, question, expected, actual)
        return None

    # -- shortening --------------------------------------------------------------------------------

    def shorten(self, operations: list[Operation], difference: Difference,
                most_plays: int = 120) -> tuple[list[Operation], Difference]:
        """Drops steps, ever smaller runs of them, as long as some difference stays."""
        run = max(len(operations) // 2, 1)
        plays = 0
        while run >= 1 and plays < most_plays:
            at = 0
            while at < len(operations) and plays < most_plays:
                fewer = operations[:at] + operations[at + run:]
                plays += 1
                done, found = self.play_again(fewer)
                if found is not None and found.question.split(" ")[0] == \
                        difference.question.split(" ")[0]:
                    operations, difference = done, found
                else:
                    at += run
            run //= 2
        return operations, difference


def as_text(operation: Operation) -> str:
    """An operation as Python writes it, without what has its default."""
    parts = []
    for f in dataclasses.fields(operation):
        value = getattr(operation, f.name)
        if f.name != "step" and value != f.default:
            parts.append(f"{f.name}={value if not isinstance(value, str) else repr(value)}")
    return f"{operation.step:4d} {type(operation).__name__}({', '.join(map(str, parts))})"
