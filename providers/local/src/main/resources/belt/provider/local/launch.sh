#!/bin/sh
# Runs on the host, in the folder of a machine's disks, in a session of its own. First of all it enters the machine's
# control groups: from then on everything that it starts can be found and ended by the machine's id.
set -eu
umask 022
exec >log 2>&1
IFS='
'
for group in $BELT_GROUPS; do
    echo $$ >"$group/cgroup.procs"
done
exec unshare --net sh ./network.sh
