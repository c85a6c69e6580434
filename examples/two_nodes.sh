#!/usr/bin/env bash
# Starts a Ray cluster of two nodes on this machine, makes 40 dialogues on it and stops it again:
#   pip install -e '.[ray]' && examples/two_nodes.sh
# More arguments are those of graph.run; --count 200 gives the nodes something to do.
set -euo pipefail

port=${RAY_PORT:-6399}
export RAY_TMPDIR=${RAY_TMPDIR:-/tmp/ray_two_nodes} RAY_USAGE_STATS_ENABLED=0
mkdir -p "$RAY_TMPDIR"

# What every node has to have in its environment before it is started: keys, by the names that the run gives them.
node=(ray start --block --num-cpus 2 --object-store-memory 100000000 --disable-usage-stats)
"${node[@]}" --head --port "$port" --include-dashboard false >"$RAY_TMPDIR/head.log" 2>&1 &
nodes=($!)
# Only what was started here is stopped: `ray stop` would stop every node of this machine.
trap 'kill "${nodes[@]}" 2>/dev/null; wait' EXIT
until ray health-check --address "127.0.0.1:$port" >/dev/null 2>&1; do
    kill -0 "${nodes[0]}" || { tail "$RAY_TMPDIR/head.log"; exit 1; }
    sleep 1
done
"${node[@]}" --address "127.0.0.1:$port" >"$RAY_TMPDIR/second.log" 2>&1 &
nodes+=($!)

python -m graph.run --cluster "127.0.0.1:$port" --actors 2 --count 40 "$@"
