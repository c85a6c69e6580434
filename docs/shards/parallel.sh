#!/usr/bin/env bash
# A run in shards on one machine, or on several that GNU parallel reaches (--sshlogin). Begin it again after whatever
# happened: parts that are there are left alone, unfinished ones go on where they stopped.
set -euo pipefail

out=${1:?where the run folder is to be} shards=${2:-8} count=${3:-200} at_once=${4:-$(nproc)}

parallel --jobs "$at_once" --halt soon,fail=25% --joblog "shards-of-$(basename "$out").log" \
  python -m graph.run --shard "{}/$shards" --shards-at-once "$at_once" --count "$count" --out "$out" --display quiet \
  ::: $(seq 0 $((shards - 1)))
python -m graph.status "$out"
