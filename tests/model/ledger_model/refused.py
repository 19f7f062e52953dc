"""What the rules forbid."""


class Refused(Exception):
    """An operation that the rules forbid; `reasons` are all that hold."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(", ".join(sorted(reasons)))
        self.reasons = frozenset(reasons)
