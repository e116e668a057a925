package packetwalk.linux.conntrack;

/** What a packet is to its connection: linux/netfilter/nf_conntrack_common.h {@code enum ip_conntrack_info}. */
public enum CtState {
    /** Connection tracking has not looked at it; a rule that asks gets INVALID. */
    NONE("INVALID", false),
    /** Not yet, but a rule has said in which zone: {@code IPS_TEMPLATE}. A rule that asks gets NEW. */
    TEMPLATE("NEW", false),
    /** The first of its connection, or one more before any reply. */
    NEW("NEW", false),
    /** In the direction of the first packet, after a reply was seen. */
    ESTABLISHED("ESTABLISHED", false),
    /** Against the direction of the first packet. */
    ESTABLISHED_REPLY("ESTABLISHED", true),
    /** An ICMP error about the original direction's packets. */
    RELATED("RELATED", false),
    /** An ICMP error about the reply direction's packets. */
    RELATED_REPLY("RELATED", true),
    /** It fits no connection and can begin none. */
    INVALID("INVALID", false),
    /** A rule said that it is not to be tracked. */
    UNTRACKED("UNTRACKED", false);

    private final String match;
    private final boolean reply;

    CtState(String match, boolean reply) {
        this.match = match;
        this.reply = reply;
    }

    /** Whether it travels against the direction of the connection's first packet. */
    public boolean reply() {
        return reply;
    }

    /** As {@code -m conntrack --ctstate} spells it. */
    @Override
    public String toString() {
        return match;
    }
}
