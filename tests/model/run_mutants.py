#!/usr/bin/python3
"""Breaks the ledger's rules one at a time, as mutants.toml says: does the player see it?

    tests/model/run_mutants.py                       every mutant
    tests/model/run_mutants.py NAME…                 those alone
    … --work DIR --rounds 8 --steps 80 --seed 1      where it works, and how long it plays
    … --themes 4 8 12                                seeds of themes that it plays behind them

The tree is copied to build/mutants, built there and played as it is, which must show no difference;
then each mutant is built and played in its turn.
Exit status: 0 all were caught, 1 some were not, 2 one could not be made or built.
"""

import argparse
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
CATALOGUE = pathlib.Path(__file__).with_name("mutants.toml")
PROGRAMS = ("cuijiao-ledger", "cuijiao-migrate", "cuijiao-devkeys")


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("names", nargs="*", help="mutants to look at; all by default")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "build" / "mutants")
    parser.add_argument("--rounds", type=int, default=14)
    parser.add_argument("--steps", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--themes", type=int, nargs="*", default=list(range(4, 64, 4)))
    return parser.parse_args()


class Tree:
    """A copy of the tree, with its build."""

    def __init__(self, directory: pathlib.Path) -> None:
        self._source = directory / "tree"
        self._build = self._source / "build" / "dev"
        self._environment = {**os.environ, "CCACHE_BASEDIR": str(self._source)}

    def copy(self) -> None:
        """Brings the copy up to date; files that are the same keep their objects."""
        names = subprocess.run(["git", "ls-files", "-z", "--cached", "--others",
                                "--exclude-standard"], cwd=ROOT, check=True, text=True,
                               capture_output=True).stdout.split("\0")
        for name in filter(None, names):
            origin, target = ROOT / name, self._source / name
            if not origin.is_file():
                continue
            if target.is_file() and target.read_bytes() == origin.read_bytes():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(origin, target)

    def configure(self) -> bool:
        return self._run("cmake", "--preset", "dev")

    def build(self) -> bool:
        return self._run("ninja", "-C", str(self._build), *PROGRAMS)

    def play(self, arguments: argparse.Namespace) -> subprocess.CompletedProcess:
        more = random.Random(arguments.seed)
        seeds = [arguments.seed]
        seeds += [more.randrange(1_000_000_000) for _ in range(arguments.rounds - 1)]
        return subprocess.run(
            [sys.executable, ROOT / "tests/model/play_ledger.py", "--programs",
             self._build / "bin", "--steps", str(arguments.steps), "--no-shortening", "--seed",
             *map(str, seeds + arguments.themes)],
            text=True, capture_output=True, check=False)

    def change(self, mutant: dict) -> str:
        """Puts the mutant in; gives the text of before. Each old text must stand there once."""
        path = self._source / mutant["file"]
        before = text = path.read_text()
        for edit in [mutant, *mutant.get("and", [])]:
            old = edit["old"].lstrip("\n")
            if text.count(old) != 1:
                raise LookupError(f"{mutant['name']}: {mutant['file']} has its text"
                                  f" {text.count(old)} times: {old}")
            text = text.replace(old, edit["new"].lstrip("\n"))
        path.write_text(text)
        return before

    def restore(self, mutant: dict, before: str) -> None:
        (self._source / mutant["file"]).write_text(before)

    def _run(self, *command: str) -> bool:
        done = subprocess.run(command, cwd=self._source, env=self._environment, text=True,
                              capture_output=True, check=False)
        if done.returncode != 0:
            print(done.stdout[-3000:], done.stderr[-3000:], file=sys.stderr)
        return done.returncode == 0


def outcome_of(tree: Tree, mutant: dict, arguments: argparse.Namespace) -> str:
    """"caught", "NOT CAUGHT" or what went wrong."""
    before = tree.change(mutant)
    try:
        if not tree.build():
            return "DOES NOT BUILD"
        played = tree.play(arguments)
    finally:
        tree.restore(mutant, before)
    if played.returncode == 1 and "DIFFERENT" in played.stdout:
        return "caught: " + seen_in(played.stdout)
    return "NOT CAUGHT" if played.returncode == 0 else f"NOT PLAYED: {played.stderr[-500:]}"


def seen_in(output: str) -> str:
    """The round that failed, and the question that was answered otherwise."""
    lines = output.splitlines()
    failed = next((line for line in lines if line.endswith("DIFFERENT")), "")
    after = next((i for i, line in enumerate(lines) if line.startswith("after ")), None)
    question = lines[after + 1].strip() if after is not None else ""
    return f"{failed.removesuffix(', DIFFERENT')}; {question}"


def main() -> int:
    arguments = read_arguments()
    catalogue = tomllib.loads(CATALOGUE.read_text())["mutant"]
    unknown = set(arguments.names) - {m["name"] for m in catalogue}
    if unknown:
        raise LookupError(f"no mutant {', '.join(sorted(unknown))} in {CATALOGUE}")
    tree = Tree(arguments.work)
    tree.copy()
    if not tree.configure() or not tree.build():
        return 2
    unbroken = tree.play(arguments)
    if unbroken.returncode != 0:
        print(f"the ledger as it is:\n{unbroken.stdout[-3000:]}{unbroken.stderr[-500:]}",
              file=sys.stderr)
        return 2
    outcomes = []
    for mutant in catalogue:
        if arguments.names and mutant["name"] not in arguments.names:
            continue
        begin = time.monotonic()
        outcomes.append(outcome_of(tree, mutant, arguments))
        print(f"{mutant['name']}: {outcomes[-1]} ({time.monotonic() - begin:.0f} s)", flush=True)
    caught = sum(outcome.startswith("caught") for outcome in outcomes)
    print(f"{caught} of {len(outcomes)} mutants caught")
    if any(outcome.startswith(("DOES", "NOT PLAYED")) for outcome in outcomes):
        return 2
    return 0 if caught == len(outcomes) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except LookupError as error:
        print(f"run_mutants: {error}", file=sys.stderr)
        sys.exit(2)
