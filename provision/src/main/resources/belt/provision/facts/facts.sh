# Prints "key TAB value" lines. LOGIN, FILES, CONTENTS, SYSCTLS and IMAGES are set before it.
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
say() { printf '%s\t%s\n' "$1" "$2"; }
yes() { "$@" >/dev/null 2>&1 && echo yes || echo no; }
for f in /etc/os-release /usr/lib/os-release; do
    [ -r $f ] && { sed -n 's/^\([A-Z_]*=\)/os	\1/p' $f; break; }
done
say arch "$(uname -m)"
say kernel "$(uname -r)"
say systemd "$(yes test -d /run/systemd/system)"
name=$(cat /proc/sys/kernel/hostname)
say hostname "$name"
say hosts-know-name "$(yes grep -qE "^[^#]*[[:space:]]$name([[:space:]]|\$)" /etc/hosts)"
pm=
for c in apt-get dnf apk; do command -v $c >/dev/null && { pm=$c; break; }; done
say package-manager "$pm"
say memory-kb "$(sed -n 's/^MemTotal: *\([0-9]*\).*/\1/p' /proc/meminfo)"
say cpus "$(nproc 2>/dev/null || grep -c ^processor /proc/cpuinfo)"
d=/opt; [ -d $d ] || d=/
say disk-kb "$(df -Pk $d | awk 'NR==2 {print $4}')"
e=$(command -v dockerd)
say engine-path "$e"
[ -n "$e" ] && say engine-version "$($e --version 2>/dev/null | sed -n 's/.*version \([^,]*\),.*/\1/p')"
run=no
for p in $(cat /run/docker.pid 2>/dev/null); do
    [ "$(cat /proc/$p/comm 2>/dev/null)" = dockerd ] && [ -S /run/docker.sock ] && run=yes
done
say engine-running $run
s=/etc/belt/supervise
if [ "$run" = yes ]; then
    for i in $IMAGES; do
        f='{{.Id}} {{index .Config.Labels "belt.content"}}'
        x=$(docker -H unix:///run/docker.sock image inspect -f "$f" "$i" 2>/dev/null) && say image "$i $x"
    done
fi
say engine-supervised "$([ -x $s ] && [ "$run" = yes ] && yes $s status dockerd || echo no)"
beltd=no
if [ -d /run/systemd/system ]; then
    say engine-enabled "$(yes systemctl is-enabled docker)"
    say beltd-enabled "$(yes systemctl is-enabled beltd)"
    [ "$(systemctl is-active beltd 2>/dev/null)" = active ] && beltd=yes
elif [ -x $s ]; then
    beltd=$(yes $s status beltd)
fi
say beltd-running $beltd
for m in /opt/belt/*/.sha256; do
    [ -f "$m" ] && [ ! -L "${m%/.sha256}" ] && v=${m%/.sha256} && say bundle "${v##*/} $(cat "$m")"
done
say current "$(basename "$(readlink /opt/belt/current 2>/dev/null)" 2>/dev/null)"
say applied "$(cat /etc/belt/.applied 2>/dev/null)"
say login-in-group "$(id -nG "$LOGIN" 2>/dev/null | tr ' ' '\n' | grep -qx belt && echo yes || echo no)"
for f in $FILES $CONTENTS; do
    [ -e "$f" ] || continue
    sum=
    [ -f "$f" ] && sum=$(sha256sum <"$f" | cut -d' ' -f1)
    say file "$f $(stat -L -c %a "$f") $sum"
done
for f in $CONTENTS; do
    [ -f "$f" ] && say content "$f $(base64 <"$f" | tr -d '\n')"
done
for k in $SYSCTLS; do
    p=/proc/sys/$(echo "$k" | tr . /)
    [ -r "$p" ] && say sysctl "$k $(tr '\t' ' ' <"$p" 2>/dev/null)"
done
say time "$(date +%s)"
