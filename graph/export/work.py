"""One export: records in, rows out, with everything counted on the way."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.export.account import Account
from graph.export.card import BEGINNING, Subject, card
from graph.export.files import explained, write
from graph.export.formats import FORMATS
from graph.export.parts import Row
from graph.export.sharegpt import dataset_info
from graph.export.source import Kept, check, records
from state.errors import ConfigurationError

INFO = "dataset_info.json"


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be exported, and where to."""

    subject: Subject
    twins: bool = False
    account: Account = field(default_factory=Account)

    @property
    def card(self) -> Path:
        """Where the card lies: beside the file, under its name."""
        return self.subject.file.with_suffix(".md")

    @property
    def info(self) -> Path | None:
        """Where LLaMA-Factory looks up what the file is."""
        return self.subject.file.with_name(INFO) if self.subject.format == "sharegpt" else None

    def write(self) -> None:
        """Write the rows, the card, and what the format needs besides; `ConfigurationError` where that cannot be."""
        file = self.subject.file
        check(self.subject.runs)
        known = _known(self.info) if self.info else {}
        _refuse_foreign(self.card)
        write(file, self._rows(), nested=FORMATS[self.subject.format].nested)
        with explained(file):
            self.card.write_text(card(self.subject, self.account), encoding="utf-8")
            if self.info:
                info = known | {file.stem: dataset_info(file.name)}
                self.info.write_text(json.dumps(info, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def _rows(self) -> Iterator[Row]:
        for record in records(self.subject.runs):
            self.account.read(record)
            if record.status == "kept" and record.dialogue is not None:
                yield from self._exported(record)
                if self.twins and record.twin is not None:
                    self.account.twins += 1
                    yield from self._exported(_twin(record))

    def _exported(self, record: Kept) -> Iterator[Row]:
        rows = learned = 0
        for exported in FORMATS[self.subject.format].rows(record):
            rows, learned = rows + 1, learned + exported.learned
            yield exported.row
        self.account.export(record, rows, learned)


def _twin(record: Kept) -> Kept:
    """The twin as a record of its own: without the clarification, and nobody ruled on it."""
    others = tuple(each for each in record.injections if each.complexity != "clarification")
    return record.model_copy(update={"dialogue": record.twin, "injections": others, "rulings": ()})


def _refuse_foreign(card: Path) -> None:
    """Leave a text alone that lies where the card belongs and is none of ours."""
    with explained(card):
        if card.exists() and not card.read_text(encoding="utf-8", errors="replace").startswith(BEGINNING):
            raise ConfigurationError(f"{card}, where the dataset card belongs, is another text; choose another --to")


def _known(file: Path) -> dict[str, object]:
    """The datasets that a `dataset_info.json` names already, which stay in it."""
    try:
        known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{file} is there and cannot be read as JSON: {error}; choose another --to") from error
    if not isinstance(known, dict):
        raise ConfigurationError(f"{file} is there and holds no object of datasets; choose another --to")
    return known
