#!/bin/sh
# Runs as root of its own mount, process and network namespaces: makes ROOT all that there is, gives up every right, and becomes the command.
# usage: sh jail.sh ROOT JAVA_HOME USER LIMITS COMMAND...; USER is 0 where the namespace has no other, LIMITS are options of prlimit
set -eu
root=$1 java=$2 user=$3 limits=$4
shift 4

# read_only FROM TO: a bind mount takes its flags in a second step
read_only() {
    mount --bind "$1" "$2"
    mount -o remount,bind,ro,nosuid,nodev "$2"
}

# shellcheck disable=SC2086 # a list of options without blanks
prlimit --pid $$ $limits

read_only "$root" "$root"
cd "$root"
read_only "$java" ".$java"
mount -t proc -o nosuid,nodev,noexec proc proc
mount -t tmpfs -o size=16m,mode=1777,nosuid,nodev,noexec tmpfs tmp
for device in null zero random urandom; do
    mount --bind "/dev/$device" "dev/$device"
done

pivot_root . old
# From here on there are umount and setpriv, in /bin, and no other program but the JDK's.
PATH=/bin
umount -l /old
cd /tmp
# Changing users clears who is to die with whom, so that comes last.
rights="--bounding-set=-all --inh-caps=-all --no-new-privs --pdeathsig KILL"
[ "$user" = 0 ] || rights="--reuid $user --regid $user --clear-groups $rights"
# shellcheck disable=SC2086 # a list of options without blanks
exec setpriv $rights "$@"
