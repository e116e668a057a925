package packetwalk.linux.conntrack;

/** Which side of a packet is rewritten: linux/netfilter/nf_nat.h {@code enum nf_nat_manip_type}. */
public enum NatKind {
    SNAT(CtStatus.SRC_NAT, CtStatus.SRC_NAT_DONE),
    DNAT(CtStatus.DST_NAT, CtStatus.DST_NAT_DONE);

    private final CtStatus status;
    private final CtStatus done;

    NatKind(CtStatus status, CtStatus done) {
        this.status = status;
        this.done = done;
    }

    /** What is done at {@code hook}: destinations before routing, sources after it. {@code HOOK2MANIP()}. */
    public static NatKind at(Hook hook) {
        return hook == Hook.PREROUTING || hook == Hook.OUTPUT ? DNAT : SNAT;
    }

    NatKind other() {
        return this == SNAT ? DNAT : SNAT;
    }

    CtStatus status() {
        return status;
    }

    CtStatus done() {
        return done;
    }
}
