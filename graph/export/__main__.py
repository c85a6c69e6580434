"""The command `python -m graph.export`: reads its flags, exports, and says what came of it."""

import argparse
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graph.parser import Parser
from graph.places import beside, location
from state.errors import ConfigurationError

if TYPE_CHECKING:
    from graph.export.work import Export

DONE, TO_BE_FIXED, INTERRUPTED = 0, 2, 130
NAMES = ("openai", "trl", "sharegpt", "hermes", "bfcl", "swift", "dpo", "dpo-bfcl")
ENDINGS = (".jsonl", ".parquet")
_OF_A_RUN = {"records.jsonl", "dialogues.jsonl", "log.jsonl"}
_EPILOG = """\
openai    OpenAI fine-tuning, Axolotl, ms-swift: weight 0 on what is not learned
trl       TRL and Unsloth, with assistant_only_loss: prompt and completion
sharegpt  LLaMA-Factory, with dataset_info.json
hermes    verl, OpenRLHF and others: text in tags
bfcl      the prompt mode of BFCL, as ToolACE models are trained: calls as Python
swift     ms-swift, with loss on each message
dpo       TRL's DPO: what the judge kept and what it did not
dpo-bfcl  the same in the words of bfcl

exit codes: 0 done, 2 something in the arguments or files to fix
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Export with these arguments, or those of the command line, and give the exit code."""
    try:
        _export(_parser().parse_args(arguments))
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return TO_BE_FIXED
    except KeyboardInterrupt:
        return INTERRUPTED
    return DONE


def _parser() -> Parser:
    parser = Parser(
        prog="python -m graph.export",
        description="Write the kept dialogues of runs in a training format, with a dataset card beside them.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("runs", nargs="+", type=location, metavar="RUN", help="run folder")
    parser.add_argument("--format", choices=NAMES, default="openai", help="see below (default: openai)")
    parser.add_argument(
        "--to", type=Path, metavar="FILE", help=".jsonl or .parquet (default: RUN/exports/FORMAT.jsonl)"
    )
    parser.add_argument("--twins", action="store_true", help="add the fully specified twin of clarified dialogues")
    parser.add_argument("--license", default="unknown", metavar="ID", help="for the card (default: unknown)")
    parser.add_argument("--push-to-hub", metavar="NAME", help="upload to this dataset, made private where it is new")
    return parser


def _export(options: argparse.Namespace) -> None:
    from graph.export.card import Subject
    from graph.export.hub import push
    from graph.export.work import Export

    subject = Subject(tuple(options.runs), _file(options), options.format, options.license)
    export = Export(subject, twins=options.twins)
    export.write()
    for name, words in _told(export):
        print(f"{name:<10} {words}")
    if options.push_to_hub:
        print(
            f"{'pushed':<10} {push(options.push_to_hub, {'README.md': export.card, subject.file.name: subject.file})}"
        )


def _file(options: argparse.Namespace) -> Path:
    if options.to is None and len(options.runs) > 1:
        raise ConfigurationError("several runs become one file; say which with --to")
    file: Path = options.to or beside(options.runs[0], f"exports/{options.format}.jsonl", "--to")
    if file.suffix not in ENDINGS:
        raise ConfigurationError(f"--to {str(file)!r}: expected a file that ends in {' or '.join(ENDINGS)}")
    if file.name in _OF_A_RUN and file.with_name("records.jsonl").exists():
        raise ConfigurationError(f"--to {str(file)!r} is a file of the run itself; choose another name")
    return file


def _told(export: "Export") -> Iterator[tuple[str, str]]:
    account, subject = export.account, export.subject
    if account.simulated:
        yield "note", "simulated model: made to try the machine out, not written by a language model"
    twins = f", {account.twins:,} of them twins" if account.twins else ""
    yield subject.format, f"{subject.file}: {account.rows:,} rows of {account.dialogues:,} dialogues{twins}"
    if not subject.format.startswith("dpo"):
        yield "learned", f"{account.learned:,} of {account.learnable:,} turns of the assistant{_lost(export)}"
    yield "card", str(export.card)
    if export.info:
        yield (
            "for",
            f"LLaMA-Factory: --dataset_dir {shlex.quote(str(subject.file.parent))} --dataset {subject.file.stem}",
        )


def _lost(export: "Export") -> str:
    lost = export.account.learnable - export.account.learned
    return f"; {lost:,} stand after a mistake, which this format cannot mask" if lost else ""


if __name__ == "__main__":
    sys.exit(main())
