"""The error tree. Two kinds and a pause, told apart by who can do something about them.

ToolaceError
├── ConfigurationError   the person who started the run can fix it: exit code 2, no traceback
├── SetDown              the run is asked to stop: this dialogue goes on in a later session
└── GenerationError      this dialogue failed: recorded, counted, the run goes on
    ├── UnusableAnswer   a model answered, twice, with something that is not what was asked for
    ├── RefusedAnswer    a model declined to answer; asking again would not help
    ├── CutOffAnswer     an answer hit its length limit; asking again would not help
    ├── ToolServerFailed a server that runs tools hung, ended, or broke a limit
    └── EndpointError    an endpoint did not answer, or answered with an error
        └── EndpointDown   nobody could be served for too long: the run should stop, not go through its dialogues
"""


class ToolaceError(Exception):
    """Anything this project raises on purpose."""


class ConfigurationError(ToolaceError):
    """Something the operator gave us is wrong. The message says what, where and what to do."""


class SetDown(ToolaceError):
    """The dialogue was stopped between two steps, on request. Nothing is wrong with it."""


class GenerationError(ToolaceError):
    """One dialogue could not be made. `raw` keeps what the model said, where it said something."""

    def __init__(self, message: str, raw: str | None = None) -> None:
        """Keep the raw text beside the message."""
        super().__init__(message)
        self.raw = raw


class UnusableAnswer(GenerationError):
    """The answer, and the answer to the one re-ask, did not have the shape asked for."""


class RefusedAnswer(GenerationError):
    """The model refused."""


class CutOffAnswer(GenerationError):
    """The answer was cut off at its length limit."""


class ToolServerFailed(GenerationError):
    """A server that runs tools hung, ended, or broke a limit. What a tool itself says went wrong is an observation."""


class EndpointError(GenerationError):
    """The endpoint failed."""


class EndpointDown(EndpointError):
    """The endpoint has answered nobody for longer than the operator wants to wait."""


ENDING = (EndpointDown, ConfigurationError)
"""What is no fault of the dialogue at hand, and ends the run."""


def first_error(error: Exception) -> Exception:
    """The first error of a group: experts are asked together and may fail together. What ends the run comes first."""
    while isinstance(error, ExceptionGroup):
        error = min(error.exceptions, key=lambda each: not isinstance(each, ENDING))
    return error
