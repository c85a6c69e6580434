"""One training: an export and a model in, an adapter and its report out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from graph.folder import explained
from graph.training.material import Material, Tell, make_ready
from graph.training.model import load_model, with_adapter
from graph.training.recipe import Recipe
from graph.training.report import REPORT, Loss, Report
from graph.training.template import set_serving_template
from state.errors import ConfigurationError

_NO_ROOM = ("out of memory", "can't allocate memory")
"""What torch says of a GPU and of a CPU, with an exception that has a name on a GPU only."""


class Trained(NamedTuple):
    """What came of a training."""

    report: Report
    model: Any
    """With its adapter; None where nothing was left to do."""


def train(recipe: Recipe, tell: Tell) -> Trained:
    """Train as the recipe says, telling where it stands and where the adapter lies."""
    material = make_ready(recipe, tell)
    with _fitting():
        trained = Trained(material.report, None) if material.report.finished else _trained(material, tell)
    _tell_outcome(material, trained.report, tell)
    return trained


@contextmanager
def _fitting() -> Iterator[None]:
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if isinstance(error, RuntimeError) and not any(words in str(error).lower() for words in _NO_ROOM):
            raise
        raise ConfigurationError(
            "out of memory; take fewer rows at once (--micro-batch 1, which --resume allows too), leave out long ones "
            "(--max-tokens), or train a smaller model; checkpoints made before are kept"
        ) from error


def _tell_outcome(material: Material, report: Report, tell: Tell) -> None:
    first, last = report.loss[0].loss, report.loss[-1].loss
    tell(f"loss      {first:.4f} at first, {last:.4f} after {report.steps:,} steps")
    if report.speed:
        speed = report.speed
        tell(
            f"speed     {speed.tokens_per_second:,.0f} tokens/s, {speed.seconds:,.0f} s, "
            f"{speed.peak_memory_bytes / 2**30:.2f} GiB at most"
        )
    tell(f"adapter   {material.folder}")
    tell(f"report    {material.folder / REPORT}")


def _trained(material: Material, tell: Tell) -> Trained:
    from transformers import PrinterCallback, set_seed

    from graph.training.trainers import trainer_for
    from graph.training.watching import Watch

    recipe, watch = material.recipe, Watch(tell, gpu=material.device.gpu)
    set_seed(recipe.seed)
    model = load_model(material.model, gpu=material.device.gpu)
    model.name_or_path = recipe.model  # what the adapter says it is for
    adapted = with_adapter(model, recipe)
    with explained(material.folder):
        material.folder.mkdir(parents=True, exist_ok=True)
        material.report.write(material.folder)
    trainer = trainer_for(material, model if adapted is None else adapted, adapted=adapted is not None)
    trainer.remove_callback(PrinterCallback)
    trainer.add_callback(watch)
    parameters = _parameters(trainer.model)
    tell(
        f"model     {recipe.model}: {parameters['model']:,} parameters, {parameters['trained']:,} trained, "
        f"on {material.device.name}"
    )
    with explained(material.folder):
        checkpoint = material.checkpoint
        trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
        report = material.report.model_copy(
            update={
                "finished": True,
                "parameters": parameters,
                "steps": trainer.state.global_step,
                "speed": watch.speed(trainer.state),
                "loss": _curve(trainer.state.log_history),
            }
        )
        _save(material, trainer, report)
    return Trained(report, trainer.model)


def _save(material: Material, trainer: Any, report: Report) -> None:  # noqa: ANN401 - theirs
    # A copy that DPO measures against is no part of the outcome.
    trainer.model.save_pretrained(str(material.folder), selected_adapters=["default"])
    (material.folder / "README.md").unlink(missing_ok=True)  # an empty form of a model card
    set_serving_template(material.tokenizer, material.format)
    material.tokenizer.save_pretrained(str(material.folder))
    report.write(material.folder)


def _parameters(model: Any) -> dict[str, int]:  # noqa: ANN401 - theirs
    everything = list(model.named_parameters())
    return {
        "model": sum(parameter.numel() for name, parameter in everything if ".lora_" not in name),
        "trained": sum(parameter.numel() for _, parameter in everything if parameter.requires_grad),
    }


def _curve(history: list[dict[str, float]]) -> tuple[Loss, ...]:
    return tuple(
        Loss(step=int(each["step"]), loss=float(each["loss"]), learning_rate=float(each["learning_rate"]))
        for each in history
        if "loss" in each
    )
