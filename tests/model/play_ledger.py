#!/usr/bin/python3
"""Plays random sequences of all operations on the ledger and on a model of it, written from the
domain's rules alone, and compares statements, bills, buckets, rates and the trial balance after
each step. On a difference it prints the shortest sequence that it finds for it, and both answers.

    tests/model/play_ledger.py --programs build/dev/bin                 a sequence of a new seed
    tests/model/play_ledger.py --programs build/dev/bin --seed 7        that of a seed
    … --steps 60 --rounds 20                                            longer ones, more of them

It ends with the first round that shows a difference.

Exit status: 0 no difference, 1 a difference, 2 the player could not do its work.
"""

import argparse
import pathlib
import random
import signal
import sys
import time

from player import client
from player.installation import Installation
from player.rounds import Rounds, as_text


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--programs", type=pathlib.Path, required=True,
                        help="directory of cuijiao-ledger and its tools")
    parser.add_argument("--seed", type=int, nargs="*", help="seeds of the first rounds")
    parser.add_argument("--steps", type=int, default=60, help="steps of a round")
    parser.add_argument("--rounds", type=int, help="rounds; one for each seed by default")
    parser.add_argument("--no-shortening", action="store_true",
                        help="print a failing sequence as it was played")
    parser.add_argument("--outcomes", action="store_true",
                        help="print how often each operation came to each end")
    return parser.parse_args()


def seeds_of(arguments: argparse.Namespace) -> list[int]:
    seeds = list(arguments.seed or [])
    wanted = arguments.rounds or max(len(seeds), 1)
    more = random.Random(seeds[-1]) if seeds else random.SystemRandom()
    while len(seeds) < wanted:
        seeds.append(more.randrange(1_000_000_000))
    return seeds[:wanted]


def play(rounds: Rounds, seed: int, arguments: argparse.Namespace) -> bool:
    """Whether the round of a seed shows no difference."""
    before = time.monotonic()
    operations, difference = rounds.play_dice(seed, arguments.steps)
    print(f"seed {seed}: {len(operations)} steps, {time.monotonic() - before:.1f} s,"
          f" {'no difference' if difference is None else 'DIFFERENT'}", flush=True)
    if difference is None:
        return True
    if not arguments.no_shortening:
        operations, difference = rounds.shorten(operations, difference)
    print("\nThe sequence:")
    for operation in operations:
        print(as_text(operation))
    print(f"\n{difference}\n", flush=True)
    return False


def main() -> int:
    arguments = read_arguments()
    # A polite end takes the installation down too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    with Installation(arguments.programs) as installation:
        client.generate(installation.home / "generated")
        rounds = Rounds(installation)
        good = all(play(rounds, seed, arguments) for seed in seeds_of(arguments))
    if arguments.outcomes:
        for (kind, end), times in sorted(rounds.outcomes.items()):
            print(f"{times:6d} {kind} {end}")
    print(f"{rounds.steps_played} steps, {rounds.answers_compared} answers compared")
    return 0 if good else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (RuntimeError, OSError) as error:
        print(f"play_ledger: {error}", file=sys.stderr)
        sys.exit(2)
