package packetwalk.linux.ipvs;

import packetwalk.net.IpAddress;

/** One of the servers that do the work of a virtual one: {@code struct ip_vs_dest}. */
public final class RealServer {

    private final IpAddress address;
    private final int port;
    private final Counters counters;
    private VirtualServer service;
    private ForwardingMethod forwarding;
    private int weight;
    private int lastWeight;
    private int upper;
    private int lower;
    private boolean available;
    private boolean overloaded;
    private int active;
    private int inactive;
    private int persistent;

    /** Since when nobody has needed it, though it was taken away; -1 if that was not asked yet. */
    private long idleSince = -1;

    RealServer(VirtualServer service, RealServerSpec spec, Counters counters) {
        this.service = service;
        this.address = spec.address();
        this.port = spec.port();
        this.forwarding = spec.forwarding();
        this.counters = counters;
    }

    /** It becomes what {@code spec} says, of {@code owner}: {@code __ip_vs_update_dest()}. */
    void update(VirtualServer owner, RealServerSpec spec, boolean added) {
        if (service != owner) {
            service = owner;
            counters.zero();
        }
        if (added || spec.weight() != 0) {
            lastWeight = spec.weight();
        }
        weight = spec.weight();
        forwarding = spec.forwarding();
        available = true;
        idleSince = -1;
        if (spec.upper() == 0 || spec.upper() > upper) {
            overloaded = false;
        }
        upper = spec.upper();
        lower = spec.lower();
    }

    public IpAddress address() {
        return address;
    }

    /** 0 for the port that a packet has. */
    public int port() {
        return port;
    }

    public VirtualServer service() {
        return service;
    }

    public ForwardingMethod forwarding() {
        return forwarding;
    }

    /** 0: it gets no new connections. */
    public int weight() {
        return weight;
    }

    /** The last weight that was not 0; {@code mh} lays out its table by it. */
    int lastWeight() {
        return lastWeight;
    }

    /** Connections from which on it gets no new ones; 0 for no limit. */
    public int upper() {
        return upper;
    }

    /** Connections below which it gets new ones again. */
    public int lower() {
        return lower;
    }

    public Counters counters() {
        return counters;
    }

    /** Whether its virtual server still has it. */
    boolean available() {
        return available;
    }

    void unavailable() {
        available = false;
    }

    /** Whether it has too many connections for a new one. */
    public boolean overloaded() {
        return overloaded;
    }

    /** Whether a new connection may be scheduled to it. */
    boolean usable() {
        return weight > 0 && !overloaded;
    }

    /** Connections that are open: TCP from SYN to the first FIN. */
    public int active() {
        return active;
    }

    /** All others, of UDP every one. */
    public int inactive() {
        return inactive;
    }

    /** Clients that are sent here again. */
    public int persistent() {
        return persistent;
    }

    private int connections() {
        return active + inactive;
    }

    /** Whether some connection still needs it. */
    boolean inUse() {
        return connections() + persistent > 0;
    }

    /** A new connection is its: {@code ip_vs_bind_dest()}. It begins as inactive. */
    void bind(boolean template) {
        if (template) {
            persistent++;
        } else {
            inactive++;
        }
        if (upper != 0 && connections() >= upper) {
            overloaded = true;
        }
    }

    /** A connection of its has ended: {@code ip_vs_unbind_dest()}. */
    void unbind(boolean template, boolean wasActive) {
        if (template) {
            persistent--;
        } else if (wasActive) {
            active--;
        } else {
            inactive--;
        }
        if (lower != 0) {
            overloaded &= connections() >= lower;
        } else if (upper != 0) {
            overloaded &= connections() * 4L >= upper * 3L;
        } else {
            overloaded = false;
        }
    }

    /** A connection of its has become active, or stopped being so. */
    void moved(boolean nowActive) {
        active += nowActive ? 1 : -1;
        inactive += nowActive ? -1 : 1;
    }

    /** Whether nobody has needed it for {@code period}; asked for the first time, it begins to wait. */
    boolean idle(long now, long period) {
        if (inUse()) {
            return false;
        }
        if (idleSince < 0) {
            idleSince = now;
            return false;
        }
        return now - idleSince >= period;
    }

    /** Address and port, as {@code ipvsadm -Ln} lists it. */
    @Override
    public String toString() {
        return address + ":" + port;
    }
}
