"""The command `jiceng`: one module a command, imported when it is asked for. No database is needed to start it.

Exit codes: 0 done; 1 the program failed; 2 something in the request or the data is wrong, nothing was written; 130
stopped by Ctrl-C. Answers go to standard output, everything else to standard error.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NoReturn

from jiceng import phrases
from jiceng.kernel.refusal import Refusal
from jiceng.packs import PackFault

COMMANDS = ("demo", "tick", "holidays", "grade", "template", "pack", "coverage", "rehearse")
LANGUAGES = ("zh", "en")

_language = "zh"


def language() -> str:
    """The language of this run, zh or en."""
    return _language


def say(code: str, **facts: Any) -> str:
    """A sentence in the language of this run."""
    return phrases.sentence(code, facts, _language)


def tell(text: str) -> None:
    """A line to the person at the terminal, beside the answer."""
    print(text, file=sys.stderr, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    global _language
    asked = list(sys.argv[1:] if argv is None else argv)
    _language = _choose_language(asked)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows a mark instead of stopping the work.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return _run(asked)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0 if leaving.code is None else 2
    except Refusal as refused:
        tell(say("cli.error", said=phrases.refusal(refused, _language)))
        return 2
    except PackFault as fault:
        from jiceng.cli.pack import line

        for finding in fault.findings:
            tell(line(finding))
        return 2
    except KeyboardInterrupt:
        tell("\n" + say("cli.stopped"))
        return 130
    except BrokenPipeError:
        # `jiceng coverage | head` has seen enough; nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as failure:
        if os.environ.get("JICENG_DEBUG"):
            raise
        tell(say("cli.error", said=say("cli.fault", what=f"{type(failure).__name__}: {failure}"[:200])))
        return 1


def _run(asked: Sequence[str]) -> int:
    named = next((word for word in asked if word in COMMANDS), "")
    parser = Parser(prog="jiceng", description=say("cli.about"))
    parser.add_argument("--version", action="version", version=_version(), help=say("cli.help-version"))
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title=say("cli.commands"), required=True
    )
    # Only the command that was asked for is imported: `jiceng grade` starts without the web.
    present = [name for name in ([named] if named else COMMANDS) if find_spec(f"jiceng.cli.{name}")]
    modules = {name: import_module(f"jiceng.cli.{name}") for name in present}
    for module in modules.values():
        module.add(commands)
    args = parser.parse_args(asked)
    run: Callable[[argparse.Namespace], int] = modules[args.command].run
    return run(args)


def _version() -> str:
    from jiceng import __version__

    return f"jiceng {__version__}"


def _choose_language(asked: Sequence[str]) -> str:
    """--lang where it is given, else the locale; Chinese for one that says nothing (C, POSIX)."""
    for at, word in enumerate(asked):
        given = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(asked):
            given = asked[at + 1]
        if given in LANGUAGES:
            return given
    locale = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "en" if locale.lower().startswith("en") else "zh"


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, say("cli.usage") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks the language of the run, with --help and --lang on every command."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **options | {"add_help": False, "conflict_handler": "resolve", "allow_abbrev": False}
        )
        self.formatter_class = _Help
        self._optionals.title, self._positionals.title = say("cli.options"), say("cli.arguments")
        self.add_argument("-h", "--help", action="help", help=say("cli.help-help"))
        self.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=say("cli.help-lang"))

    def error(self, message: str) -> NoReturn:
        tell(say("cli.error", said=say("cli.wrong", said=_translated(message), command=self.prog)))
        raise SystemExit(2)


# What argparse says, in its own words (stable since 3.9), and ours.
_MESSAGES = (
    (r"the following arguments are required: (?P<names>.+)", "cli.missing"),
    (r"one of the arguments (?P<names>.+) is required", "cli.missing"),
    (r"unrecognized arguments: (?P<names>.+)", "cli.unknown"),
    (
        r"argument (?P<name>.+?): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<choices>.+)\)",
        "cli.one-of",
    ),
    (r"argument (?P<name>.+?): expected .+", "cli.value-missing"),
    (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)", "cli.not-both"),
)


def _translated(message: str) -> str:
    for pattern, code in _MESSAGES:
        match = re.fullmatch(pattern, message)
        if match:
            return say(code, **{name: text.replace("'", "") for name, text in match.groupdict().items()})
    return message
