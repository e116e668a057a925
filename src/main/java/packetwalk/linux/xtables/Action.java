package packetwalk.linux.xtables;

import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Nat;

/** What a target may act upon besides the packet: Linux {@code struct xt_action_param}. */
public interface Action {

    /** Where the packet is. */
    Hook hook();

    /** The host around the rules. */
    Surroundings host();

    /** The namespace's address translation. */
    Nat nat();

    /** The rule that the target is of. */
    Rule rule();
}
