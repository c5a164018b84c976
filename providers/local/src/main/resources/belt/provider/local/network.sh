#!/bin/sh
# Runs in the machine's network namespace, but still in the host's pid namespace, so that $$ names it to the fabric's side.
set -eu
nsenter --net="$BELT_FABRIC" ip -batch - <<X
link add $BELT_PORT type veth peer name eth0 address $BELT_MAC netns $$
link set $BELT_PORT master $BELT_BRIDGE up
X
ip -batch - <<X
link set lo up
addr add $BELT_ADDRESS/$BELT_PREFIX dev eth0
link set eth0 up
route add default via $BELT_GATEWAY
X
# setsid forks into the new pid namespace and leaves: nothing of the host's side stays behind in the control group, where
# version 2 would take it for a process in an inner group.
exec unshare --mount --uts --ipc --pid --cgroup setsid --fork sh ./machine.sh
