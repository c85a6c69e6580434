#!/usr/bin/env bash
# Starts a Ray cluster of two nodes on this machine, makes 40 dialogues on it and stops it again:
#   pip install -e '.[ray]' && examples/two_nodes.sh
# More arguments are those of graph.run; --count 200 gives the nodes something to do.
set -euo pipefail

port=${RAY_PORT:-6399}
export RAY_TMPDIR=${RAY_TMPDIR:-$(mktemp -d /tmp/ray_XXXXXX)} RAY_USAGE_STATS_ENABLED=0 RAY_GRACEFUL_SHUTDOWN_DRAIN_TIMEOUT_S=0
mkdir -p "$RAY_TMPDIR"
# Who can reach a cluster can run anything on it, so its nodes and the run share a secret.
export RAY_AUTH_MODE=token RAY_AUTH_TOKEN_PATH=$RAY_TMPDIR/token
(umask 077 && python -c "import secrets; print(secrets.token_hex(32), end='')" >"$RAY_AUTH_TOKEN_PATH")

# What every node has to have in its environment before it is started: keys, by the names that the run gives them.
node=(ray start --block --num-cpus 2 --object-store-memory 100000000 --disable-usage-stats --node-ip-address 127.0.0.1)
nodes=()
# Only what was started here is stopped: `ray stop` would stop every node of this machine.
trap 'kill "${nodes[@]}" 2>/dev/null; wait' EXIT

start() {  # name, arguments: waits until the node says that it is up
    "${node[@]}" "${@:2}" >"$RAY_TMPDIR/$1.log" 2>&1 &
    nodes+=($!)
    until grep -q "Ray runtime started" "$RAY_TMPDIR/$1.log"; do
        kill -0 "${nodes[-1]}" || { cat "$RAY_TMPDIR/$1.log"; exit 1; }
        sleep 0.2
    done
}

start head --head --port "$port" --include-dashboard false
start second --address "127.0.0.1:$port"

python -m graph.run --cluster "127.0.0.1:$port" --actors 2 --count 40 "$@"
