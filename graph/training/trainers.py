"""TRL's trainers, set up as a recipe says."""

from typing import Any

from graph.training.material import CHECKPOINTS, Material
from graph.training.model import new_adapter
from graph.training.recipe import Preferences


def trainer_for(material: Material, model: Any, *, adapted: bool) -> Any:  # noqa: ANN401 - theirs
    """A trainer of the recipe's method; a model that is not `adapted` gets an adapter from it."""
    recipe = material.recipe
    make = _dpo if isinstance(recipe, Preferences) else _sft
    return make(material, model, None if adapted else new_adapter(recipe))


def _sft(material: Material, model: Any, adapter: Any) -> Any:  # noqa: ANN401 - theirs
    """Rows have labels already, which TRL leaves as they are."""
    from datasets import Dataset
    from trl import SFTConfig, SFTTrainer

    return SFTTrainer(
        model,
        args=SFTConfig(**_arguments(material)),
        train_dataset=Dataset.from_list([row.columns for row in material.rows]),
        processing_class=material.tokenizer,
        peft_config=adapter,
    )


def _dpo(material: Material, model: Any, adapter: Any) -> Any:  # noqa: ANN401 - theirs
    from datasets import Dataset, Features, Json, List, Value
    from trl import DPOConfig, DPOTrainer

    assert isinstance(material.recipe, Preferences)
    names = material.rows[0].columns
    # Without saying that these are JSON, every call would be filled with the arguments of all others.
    features = Features({name: Value("string") if name == "tools" else List(Json()) for name in names})
    return DPOTrainer(
        model,
        args=DPOConfig(beta=material.recipe.beta, **_arguments(material)),
        train_dataset=Dataset.from_list([row.columns for row in material.rows], features=features),
        processing_class=material.tokenizer,
        peft_config=adapter,
    )


def _arguments(material: Material) -> dict[str, Any]:
    recipe, gpu = material.recipe, material.device.gpu
    return {
        "output_dir": str(material.folder / CHECKPOINTS),
        "per_device_train_batch_size": material.micro_batch,
        "gradient_accumulation_steps": recipe.batch // material.micro_batch,
        "num_train_epochs": recipe.epochs,
        "max_steps": recipe.max_steps or -1,
        "learning_rate": recipe.learning_rate,
        "lr_scheduler_type": "cosine",
        "warmup_steps": recipe.warmup,  # below one it is a share
        "max_length": None,  # longer rows were left out
        "seed": recipe.seed,
        "save_strategy": "steps",
        "save_steps": recipe.save_every,
        "save_total_limit": 2,
        "logging_steps": 1,
        "include_num_input_tokens_seen": "non_padding",
        "disable_tqdm": True,
        "report_to": "none",
        "use_cpu": not gpu,
        "bf16": gpu,
        "gradient_checkpointing": gpu,
        "dataloader_pin_memory": gpu,
    }
