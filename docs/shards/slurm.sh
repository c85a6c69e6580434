#!/usr/bin/env bash
# mkdir -p logs && sbatch docs/shards/slurm.sh
# A hundred shards, twenty at a time; the same command again makes what is missing. Slurm makes no folder for logs.
#SBATCH --job-name=toolace-mt
#SBATCH --array=0-99%20
#SBATCH --cpus-per-task=1
#SBATCH --mem=2G
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --signal=TERM@120
#SBATCH --output=logs/%x-%A-%a.log
set -euo pipefail

# Two minutes before the end the shard is told to stop; it goes on in the next attempt, where its scratch folder is.
exec srun python -m graph.run \
  --shard "$SLURM_ARRAY_TASK_ID/100" --shards-at-once 20 --count 20000 \
  --config run.toml --out "$SLURM_SUBMIT_DIR/runs/first" --display plain
