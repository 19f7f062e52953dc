"""What is asked behind a step: of the ledger's books at every moment, and of what is kept beside them
where there is any."""

from typing import Iterator

from . import bank_statements, cash, finance_lists, questions, register, rollover, wallets
from .operations import Operation, Played
from .places import PutRelations
from .questions import Answers


def after_each_step(played: Played, operation: Operation,
                    changed: set[str] | None) -> Iterator[Answers]:
    """All that is to agree at every moment; of the books that of changed units, where they are
    given."""
    if changed is None:
        yield from questions.after_each_step(played)
    else:
        yield from questions.of_units(played, changed)
    model = played.model
    if model.handovers:
        yield from cash.questions(played)
    if model.payouts:
        yield from wallets.questions(played)
    if model.finance_lists:
        yield from finance_lists.questions(played)
    if model.statement_lines:
        yield from bank_statements.questions(played)
    if isinstance(operation, (register.ImportRegister, PutRelations)):
        yield from register.questions(played)


def after_some_steps(played: Played) -> Iterator[Answers]:
    """What is dear to ask, and what seldom changes."""
    yield from questions.after_some_steps(played)
    yield from cash.questions(played)
    yield from wallets.questions(played)
    yield from bank_statements.questions(played)
    yield from register.questions(played)
    yield from rollover.questions(played)
