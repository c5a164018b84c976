#!/bin/sh
# The first process of a machine: puts its root together, leaves the host's, and becomes tini or systemd.
set -eu
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=$BELT_BASE,upperdir=upper,workdir=work" root
disks=$PWD
cd root

mount -t proc -o nosuid,nodev,noexec proc proc
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sys
# There is no user namespace: these settings would reach the host. Those of net belong to the machine and stay writable.
for part in vm kernel fs debug dev; do
    if [ -d "proc/sys/$part" ]; then
        mount --bind "proc/sys/$part" "proc/sys/$part"
        mount -o remount,bind,ro "proc/sys/$part"
    fi
done
if [ -e proc/sysrq-trigger ]; then
    mount --bind /dev/null proc/sysrq-trigger
fi

mount -t tmpfs -o nosuid,mode=755,size=1m dev dev
mkdir dev/pts dev/shm dev/net dev/mqueue
for device in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0 net/tun:10:200 fuse:10:229; do
    numbers=${device#*:}
    mknod -m 666 "dev/${device%%:*}" c "${numbers%:*}" "${numbers#*:}"
done
ln -s /proc/self/fd dev/fd
ln -s fd/0 dev/stdin
ln -s fd/1 dev/stdout
ln -s fd/2 dev/stderr
ln -s pts/ptmx dev/ptmx
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
mount -t mqueue mqueue dev/mqueue
mount -t tmpfs -o nosuid,nodev shm dev/shm
mount -t tmpfs -o nosuid,nodev,mode=755 run run
mkdir -p run/sshd run/lock run/netns run/.host
chmod 1777 run/lock
mount -t tmpfs -o nosuid,nodev,mode=1777 tmp tmp

if [ "$BELT_CGROUP_MOUNTS" = v2 ]; then
    # No process may stay in a group that hands controllers down to others (cgroup v2): step into one of our own.
    mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 sys/fs/cgroup
    if [ "$BELT_INIT" = TINI ]; then
        mkdir -p sys/fs/cgroup/init
        echo 1 >sys/fs/cgroup/init/cgroup.procs
        for controller in $(cat sys/fs/cgroup/cgroup.controllers); do
            echo "+$controller" >sys/fs/cgroup/cgroup.subtree_control 2>/dev/null || true
        done
    fi
else
    mount -t tmpfs -o nosuid,nodev,noexec,mode=755,size=64k cgroup sys/fs/cgroup
    echo "$BELT_CGROUP_MOUNTS" | while read -r folder options; do
        mkdir -p "sys/fs/cgroup/$folder"
        mount -t cgroup -o "$options" cgroup "sys/fs/cgroup/$folder"
    done
fi

mkdir -p var/lib/docker
mount --bind "$disks/docker" var/lib/docker
hostname "$BELT_NAME"

pivot_root . run/.host
cd /
umount -l run/.host
rmdir run/.host
# Shared, as systemd has it: binding a volume with its later mounts needs it.
mount --make-rshared /

init=$BELT_INIT
environment='PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=linux container=belt'

# What was given as user data runs once, at the first boot.
if [ -e /var/lib/belt-local/user-data ]; then
    mv /var/lib/belt-local/user-data /var/lib/belt-local/user-data.ran
    if [ "$init" = SYSTEMD ]; then
        units=/run/systemd/system
        mkdir -p "$units/multi-user.target.wants"
        printf '[Unit]\nAfter=ssh.service\n[Service]\nType=exec\nExecStart=/var/lib/belt-local/user-data.ran\n' \
            >"$units/user-data.service"
        ln -s ../user-data.service "$units/multi-user.target.wants/user-data.service"
    else
        env -i $environment /var/lib/belt-local/user-data.ran </dev/null >>/var/log/user-data.log 2>&1 &
    fi
fi

if [ "$init" = SYSTEMD ]; then
    exec env -i $environment /lib/systemd/systemd --system
fi
exec env -i $environment /usr/bin/tini -- /usr/sbin/sshd -D -e
