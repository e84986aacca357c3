"""Organisations graded per second, beside Polars: `make bench`, or `python -m bench.run --sizes 1000 --rounds 5`.

Measured: points of every line and column, heads, totals, bands, gate, flags, quotas by county, roll-up to every
committee; inputs in memory before, answers in memory after. Not measured: reading, compiling the form (shown apart),
turning answers into files.
"""

import argparse
import gc
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

# Also when run as a file: the folder above holds this package.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

HEADER = "{:>8}  {:<22}{:>9}{:>9}{:>13}{:>10}{:>11}{:>9}"
LINE = "{:>8}  {:<22}{:>9.2f}{:>9.2f}{:>13,.0f}{:>10.1f}{:>11.0f}{:>9.0f}"

ENGINES = {"bulk": "jiceng", "plain": "jiceng without numba", "polars": "Polars"}


def build(name: str, inputs):
    """The engine, ready to run on these inputs."""
    if name == "polars":
        from bench.peer import Peer

        return Peer(inputs)
    from bench.bulk import Bulk

    return Bulk(inputs, "numba" if name == "bulk" else "numpy")


def compare(rows: int, rounds: int) -> dict[str, dict]:
    """Run the engines in turn (A B C A B C ...), after one round that is not counted. Raises when answers differ."""
    from bench.gen import make

    inputs, found = make(rows), {}
    for name in ENGINES:
        engine = build(name, inputs)
        found[name] = {"engine": engine, "check": engine.check(engine.run()), "times": []}
    checks = {one["check"] for one in found.values()}
    if len(checks) > 1:
        raise SystemExit(
            f"bench: the answers differ: { {name: one['check'] for name, one in found.items()} }"
        )
    for _ in range(rounds):
        for one in found.values():
            gc.collect()
            begin = time.perf_counter()
            answer = one["engine"].run()
            one["times"].append(time.perf_counter() - begin)
            del answer
    return found


def kernel(rows: int = 1000) -> float:
    """Seconds for the kernel to judge so many rows, with explanations. Raises when a total or grade differs."""
    from bench.gen import make

    engine = build("plain", make(rows))
    graded = engine.run()[0]
    subjects = [graded.subject_at(row) for row in range(rows)]
    begin = time.perf_counter()
    judged = [engine.scheme.judge(subject) for subject in subjects]
    taken = time.perf_counter() - begin
    for row, one in enumerate(judged):
        if (one.total, one.grade) != (graded.total_of(row), graded.grade_of(row)):
            raise SystemExit(f"bench: row {row} differs from the kernel: {one.total} {one.grade}")
    return taken


def compiling() -> float:
    """Seconds to compile the scheme for its class."""
    from bench.gen import CLASS, scheme
    from jiceng.analytics.sheet import compile_scheme

    begin = time.perf_counter()
    compile_scheme(scheme(), CLASS, places=1)
    return time.perf_counter() - begin


def first_call() -> float:
    """Seconds of numba's compiling, on the first call of a process whose cache is empty."""
    import tempfile

    program = (
        "import time; from bench.gen import make; from bench.bulk import Bulk; one = Bulk(make(1000), 'numba')\n"
        "begin = time.perf_counter(); one.run(); print(time.perf_counter() - begin)"
    )
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, NUMBA_CACHE_DIR=folder)
        return float(_python("-c", program, environment=environment))


def peak(name: str, rows: int) -> tuple[float, float]:
    """Megabytes before the work (libraries, inputs), and at the most during it, in a process of its own."""
    before, most = json.loads(_python("-m", "bench.run", "--memory", name, "--sizes", str(rows)))
    return before, most


def _python(*arguments: str, environment: dict[str, str] | None = None) -> str:
    here = Path(__file__).resolve().parent.parent
    run = subprocess.run(
        [sys.executable, *arguments], cwd=here, env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise SystemExit(f"bench: a measuring process failed:\n{run.stderr}")
    return run.stdout


def measure_memory(name: str, rows: int) -> None:
    """Print [before, most] of this process; the rows of a small run first load code and thread pools."""
    from bench.gen import make

    build(name, make(1000)).run()
    engine = build(name, make(rows))
    gc.collect()
    before = _resident()
    _forget_peak()
    answer = engine.run()
    most = _peak()
    del answer
    print(json.dumps([before, most]))


def _resident() -> float:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:  # not Linux
        return _peak()
    return pages * resource.getpagesize() / 2**20


def _forget_peak() -> None:
    """Let the kernel start its peak anew, so that making the inputs does not count."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:  # not Linux, or not allowed: the peak then includes making the inputs
        return


def _peak() -> float:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        lines = []
    found = [line for line in lines if line.startswith("VmHWM")]
    if found:
        return int(found[0].split()[1]) / 1024
    scale = 2**20 if platform.system() == "Darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--memory", choices=list(ENGINES), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.memory:
        measure_memory(asked.memory, asked.sizes[0])
        return
    try:
        import numba
        import numpy
        import polars
    except ImportError as missing:
        raise SystemExit(
            f'bench: {missing.name} is missing; install it with: pip install "jiceng[analytics]"'
        ) from None
    print(
        f"Grading organisations x 50 items, {os.cpu_count()} cores, Python {platform.python_version()},",
        end=" ",
    )
    print(f"NumPy {numpy.__version__}, numba {numba.__version__}, Polars {polars.__version__}")
    print(
        f"Medians of {asked.rounds} rounds, the engines in turn; lines arrive unordered; answers checked equal."
    )
    print(
        "Measured: lines and columns to heads, totals, grades, quotas by county, counts for every committee."
    )
    print("Not measured: reading, compiling, writing. jiceng uses one core, Polars all.\n")
    print(HEADER.format("rows", "engine", "ms", "fastest", "rows/s", "x Polars", "MB before", "MB most"))
    for rows in asked.sizes:
        found = compare(rows, asked.rounds)
        peer = statistics.median(found["polars"]["times"])
        for name, one in found.items():
            middle, fastest = statistics.median(one["times"]), min(one["times"])
            before, most = peak(name, rows)
            print(
                LINE.format(
                    rows,
                    ENGINES[name],
                    middle * 1e3,
                    fastest * 1e3,
                    rows / middle,
                    peer / middle,
                    before,
                    most,
                ),
                flush=True,
            )
        total, *grades, over, under, rolled = found["bulk"]["check"]
        print(f"{'':>8}  equal in all: totals {total} tenths, grades {grades},")
        print(f"{'':>8}  over quota {over}, under {under}, roll-up {rolled}")
    print(f"\nThe kernel, with explanations: {1000 / kernel():,.0f} rows/s; its totals and grades are equal.")
    print(f"Apart: compiling the scheme {compiling() * 1e3:.1f} ms;", end=" ")
    print(f"numba's first call with an empty cache {first_call():.1f} s, once for an installation.")


if __name__ == "__main__":
    main()
