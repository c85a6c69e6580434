"""The files for schedulers are what their programs can read, and use flags that there are."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from graph.flags import flag_of
from graph.settings import Settings

FOLDER = Path(__file__).parents[3] / "docs" / "shards"
FLAGS = {flag_of(name) for name in Settings.model_fields} | {"--config"}


@pytest.mark.parametrize("name", ["parallel.sh", "slurm.sh"])
def test_a_script_is_one(name):
    subprocess.run(["bash", "-n", FOLDER / name], check=True)


def test_the_job_is_indexed_and_makes_all_of_its_shards():
    job = yaml.safe_load((FOLDER / "kubernetes.yaml").read_text())
    assert (job["kind"], job["spec"]["completionMode"]) == ("Job", "Indexed")
    [container] = job["spec"]["template"]["spec"]["containers"]
    [command] = container["args"]
    assert f'"$JOB_COMPLETION_INDEX/{job["spec"]["completions"]}"' in command
    assert f"--shards-at-once {job['spec']['parallelism']}" in command
    # Kubernetes refuses a limit for each index where a pod may restart.
    assert ("backoffLimitPerIndex" in job["spec"]) <= (job["spec"]["template"]["spec"]["restartPolicy"] == "Never")
    mounted = {mount["mountPath"] for mount in container["volumeMounts"]}
    assert {"/scratch", "/settings"} == mounted


@pytest.mark.parametrize("name", ["parallel.sh", "slurm.sh", "kubernetes.yaml"])
def test_only_flags_are_used_that_there_are(name):
    command = re.search(r"python -m graph\.run.*?--display \w+", (FOLDER / name).read_text(), re.DOTALL).group()
    assert set(re.findall(r"--[a-z-]+", command)) <= FLAGS
