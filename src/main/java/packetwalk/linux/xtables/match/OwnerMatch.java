package packetwalk.linux.xtables.match;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Surroundings;

/**
 * Whose socket sends the packet: {@code -m owner}, net/netfilter/xt_owner.c {@code owner_mt()}.
 *
 * <p>A packet without a socket matches only if every option is negated; one of the kernel's own sockets, which no user
 * has, only if user and group are.
 *
 * @param socket whether there must be one, or must be none
 * @param uid the users, by number; null for any
 * @param gid the groups; null for any
 * @param supplementary whether the sender's other groups count; a process here has one only
 */
public record OwnerMatch(
        Optional<Boolean> socket,
        @Nullable Range uid,
        @Nullable Range gid,
        boolean supplementary) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        Optional<Owner> owner = skb.owner();
        if (owner.isEmpty()) {
            return !socket.orElse(false) && unsatisfied(uid) && unsatisfied(gid);
        }
        if (!socket.orElse(true)) {
            return false;
        }
        if (!owner.get().hasUser()) {
            return unsatisfied(uid) && unsatisfied(gid);
        }
        return Range.allows(uid, owner.get().uid())
                && Range.allows(gid, owner.get().gid());
    }

    /** What nobody's packet satisfies: nothing demanded, or anything but something. */
    private static boolean unsatisfied(@Nullable Range demanded) {
        return demanded == null || demanded.negated();
    }

    @Override
    public Set<Hook> hooks() {
        return Set.of(Hook.OUTPUT, Hook.POSTROUTING);
    }

    @Override
    public String listed(boolean numeric) {
        return socket.map(there -> (there ? "" : " !") + " owner socket exists").orElse("")
                + listed("UID", uid, numeric, Accounts.USERS)
                + listed("GID", gid, numeric, Accounts.GROUPS)
                + (supplementary ? " incl. suppl. groups" : "");
    }

    private static String listed(String what, @Nullable Range ids, boolean numeric, Accounts accounts) {
        if (ids == null) {
            return "";
        }
        boolean named = ids.from() == ids.to() && !numeric;
        String who = named ? accounts.name(ids.from()) : words(ids);
        return (ids.negated() ? " !" : "") + " owner " + what + " match " + who;
    }

    private static String words(Range ids) {
        return ids.toString().replace(':', '-');
    }

    private static String option(String name, @Nullable Range ids) {
        return ids == null ? "" : " " + ids.not() + name + " " + words(ids);
    }

    @Override
    public String toString() {
        return "-m owner"
                + socket.map(there -> (there ? " " : " ! ") + "--socket-exists").orElse("")
                + option("--uid-owner", uid) + option("--gid-owner", gid)
                + (supplementary ? " --suppl-groups" : "");
    }
}
