"""What an actor and the ledger say to each other of dialogues: as little as the limits of the run allow."""

import asyncio
from dataclasses import dataclass, field

from ray.actor import ActorHandle

from graph.cluster.ledger import Finished

OFTEN = 0.5
"""Seconds between two reports. A message takes a millisecond of computing on either side, as much as a call does."""


@dataclass(slots=True)
class Reports:
    """Tells the ledger together what is new, and keeps in mind whether dialogues may begin.

    Under a limit each dialogue asks before it begins, and what it took is told as soon as it is done.
    """

    ledger: ActorHandle
    limited: bool
    _begun: list[int] = field(default_factory=list)
    _finished: list[Finished] = field(default_factory=list)
    _ended: bool = False

    async def begin(self, number: int) -> bool:
        """Whether this dialogue may begin."""
        if self.limited:
            return bool(await self.ledger.begin.remote(number))
        if not self._ended:
            self._begun.append(number)
        return not self._ended

    async def finish(self, finished: Finished) -> None:
        """Enter a dialogue that is done."""
        self._finished.append(finished)
        if self.limited:
            await self.send()

    async def send(self) -> None:
        """Tell what is new, and hear whether more may begin."""
        begun, finished = self._begun, self._finished
        self._begun, self._finished = [], []
        self._ended = not await self.ledger.hear.remote(begun, finished)

    async def keep_sending(self) -> None:
        """Do so for as long as this process lives, whenever there is anything to tell."""
        while True:
            await asyncio.sleep(OFTEN)
            if self._begun or self._finished:
                await self.send()

    async def keep_listening(self) -> None:
        """Hear at once that no more may begin."""
        await self.ledger.ended.remote()
        self._ended = True
