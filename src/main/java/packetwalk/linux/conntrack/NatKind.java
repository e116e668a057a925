package packetwalk.linux.conntrack;

/** Which side of a packet is rewritten: linux/netfilter/nf_nat.h {@code enum nf_nat_manip_type}. */
public enum NatKind {
    SNAT,
    DNAT;

    /** What is done at {@code hook}: destinations before routing, sources after it. */
    public static NatKind at(Hook hook) {
        return hook == Hook.PREROUTING || hook == Hook.OUTPUT ? DNAT : SNAT;
    }
}
