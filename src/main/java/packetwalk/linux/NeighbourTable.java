package packetwalk.linux;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.linux.conntrack.BridgeInfo;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.sysctl.NeighParm;
import packetwalk.net.Frame;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/**
 * Whose MAC address is known on which device, for one family of addresses: net/core/neighbour.c. How it is found out
 * is its {@link NeighbourProtocol}'s affair.
 *
 * <p>Timings and numbers are those of {@link NeighParm}: three questions one second apart, 15 to 45 s of trust in an
 * answer, five seconds of patience with a stale entry, unless somebody sets them.
 */
public final class NeighbourTable {

    private static final int UNRES_QLEN = 101;

    private record Key(NetDevice device, IpAddress address) {}

    private final Map<Key, Neighbour> entries = new LinkedHashMap<>();
    private final NetworkNamespace namespace;
    private final NeighbourProtocol protocol;

    NeighbourTable(NetworkNamespace namespace, NeighbourProtocol protocol) {
        this.namespace = namespace;
        this.protocol = protocol;
    }

    /** All entries, oldest first. */
    public List<Neighbour> entries() {
        return List.copyOf(entries.values());
    }

    public Optional<Neighbour> find(NetDevice device, IpAddress address) {
        return Optional.ofNullable(entries.get(new Key(device, address)));
    }

    /** Sets an entry by hand: {@code ip neigh replace … nud permanent}. */
    public void set(NetDevice device, IpAddress address, MacAddress mac) {
        Neighbour neighbour = make(device, address);
        neighbour.timer(null);
        neighbour.mac(mac);
        neighbour.state(NeighbourState.PERMANENT);
        flushWaiting(neighbour);
    }

    /** Forgets an entry: {@code ip neigh del}; false if there was none. */
    public boolean remove(NetDevice device, IpAddress address) {
        Neighbour gone = entries.remove(new Key(device, address));
        if (gone == null) {
            return false;
        }
        gone.timer(null);
        return true;
    }

    /** Forgets everything learnt on {@code device}: {@code ip neigh flush dev}. */
    public void flush(NetDevice device) {
        List<Neighbour> gone =
                entries().stream().filter(each -> each.device() == device).toList();
        gone.forEach(each -> remove(device, each.address()));
    }

    private int parm(NeighParm parm, NetDevice device) {
        return protocol.parm(parm, device);
    }

    private Neighbour make(NetDevice device, IpAddress address) {
        Key key = new Key(device, address);
        Neighbour known = entries.get(key);
        if (known != null) {
            return known;
        }
        // RFC 4861 6.3.2: between half and one and a half of the base time, so that hosts do not ask in step
        long base =
                Duration.ofMillis(parm(NeighParm.BASE_REACHABLE_TIME, device)).toNanos();
        long reachable = base / 2 + (long) (namespace.simulation().random().nextDouble() * base);
        Neighbour made = new Neighbour(device, address, reachable);
        entries.put(key, made);
        return made;
    }

    /** Sends {@code skb} to {@code nextHop}, asking for its MAC address first if need be: {@code neigh_resolve_output()}. */
    void output(NetDevice device, IpAddress nextHop, Skb skb) {
        Neighbour neighbour = make(device, nextHop);
        switch (neighbour.state()) {
            case REACHABLE, PERMANENT, DELAY, PROBE -> send(neighbour, skb, "known");
            case STALE -> {
                delay(neighbour);
                send(neighbour, skb, "known, though not confirmed of late");
            }
            case INCOMPLETE -> queue(neighbour, skb);
            case FAILED -> {
                neighbour.state(NeighbourState.INCOMPLETE);
                neighbour.probes(0);
                queue(neighbour, skb);
                solicit(neighbour);
            }
        }
    }

    /** Whether an entry can be used at once: {@code NUD_VALID}. */
    boolean isValid(NetDevice device, IpAddress address) {
        return find(device, address).filter(each -> each.state().usable()).isPresent();
    }

    /** Asks for an address that no packet waits for: {@code neigh_event_send()}. */
    void ask(NetDevice device, IpAddress address) {
        Neighbour neighbour = make(device, address);
        if (neighbour.state() == NeighbourState.FAILED) {
            neighbour.state(NeighbourState.INCOMPLETE);
            neighbour.probes(0);
            solicit(neighbour);
        }
    }

    private void queue(Neighbour neighbour, Skb skb) {
        namespace
                .trace()
                .queued(
                        skb.id(),
                        skb.packet(),
                        neighbour.device().name(),
                        neighbour,
                        "its MAC address is not known; " + protocol.name() + " asks for it");
        if (neighbour.waiting().size() >= UNRES_QLEN) {
            drop(neighbour, neighbour.waiting().remove(), DropReason.NEIGH_QUEUEFULL, "");
        }
        neighbour.waiting().add(skb);
    }

    private void send(Neighbour neighbour, Skb skb, String why) {
        NetDevice device = neighbour.device();
        namespace.trace().resolved(skb.id(), skb.packet(), device.name(), neighbour, why);
        MacAddress dst = neighbour.mac().orElseThrow();
        BridgeInfo info = skb.bridge();
        if (info != null && info.bridgedDnat() && device instanceof Bridge bridge) {
            bridge.resolved(skb, dst); // br_nf_dev_xmit()
        } else {
            device.transmit(skb.id(), new Frame(device.mac(), dst, skb.packet()), skb.mark());
        }
    }

    /** Asks everybody on the link, or in state PROBE the neighbour alone: {@code neigh_probe()}. */
    private void solicit(Neighbour neighbour) {
        NetDevice device = neighbour.device();
        protocol.solicit(neighbour);
        neighbour.probes(neighbour.probes() + 1);
        long retrans = Duration.ofMillis(parm(NeighParm.RETRANS_TIME, device)).toNanos();
        neighbour.timer(namespace.simulation().after(retrans, () -> unanswered(neighbour)));
    }

    private void delay(Neighbour neighbour) {
        neighbour.state(NeighbourState.DELAY);
        long delay = Duration.ofSeconds(parm(NeighParm.DELAY_PROBE_TIME, neighbour.device()))
                .toNanos();
        neighbour.timer(namespace.simulation().after(delay, () -> probe(neighbour)));
    }

    private void probe(Neighbour neighbour) {
        neighbour.state(NeighbourState.PROBE);
        neighbour.probes(0);
        solicit(neighbour);
    }

    private void unanswered(Neighbour neighbour) {
        boolean known = neighbour.state() == NeighbourState.PROBE;
        int most = parm(known ? NeighParm.UCAST_SOLICIT : NeighParm.MCAST_SOLICIT, neighbour.device());
        if (neighbour.probes() < most) {
            solicit(neighbour);
            return;
        }
        neighbour.state(NeighbourState.FAILED);
        neighbour.timer(null);
        List<Skb> lost = new ArrayList<>(neighbour.waiting());
        neighbour.waiting().clear();
        for (Skb skb : lost) {
            String why =
                    "nobody answered " + most + " questions for " + neighbour.address() + " on " + neighbour.device();
            drop(neighbour, skb, DropReason.NEIGH_FAILED, why);
            protocol.errorReport(skb);
        }
    }

    private void drop(Neighbour neighbour, Skb skb, DropReason reason, String why) {
        String device = neighbour.device().name();
        namespace.trace().dropped(skb.id(), skb.packet(), device, Step.Layer.NEIGHBOUR, reason, neighbour, why);
    }

    /**
     * A message came in for this host or told of itself: {@code neigh_update()}.
     *
     * @param solicited whether it answers a question of ours, and so proves the way in both directions
     * @param override whether another MAC address takes the place of a known one: {@code NEIGH_UPDATE_F_OVERRIDE}
     * @param mayCreate whether it is enough to begin an entry
     */
    void learn(
            NetDevice device,
            IpAddress address,
            MacAddress mac,
            boolean solicited,
            boolean override,
            boolean mayCreate) {
        Optional<Neighbour> known = find(device, address);
        if (known.map(NeighbourTable::isPermanent).orElse(!mayCreate)) {
            return;
        }
        Neighbour neighbour = make(device, address);
        boolean same = neighbour.mac().filter(mac::equals).isPresent();
        if (!same && neighbour.state().usable() && !override) {
            return; // what is known counts for more
        }
        neighbour.mac(mac);
        if (!solicited && same && neighbour.state().usable()) {
            return; // nothing new, and no proof that it hears us
        }
        neighbour.timer(null);
        neighbour.state(solicited ? NeighbourState.REACHABLE : NeighbourState.STALE);
        flushWaiting(neighbour);
    }

    private static boolean isPermanent(Neighbour neighbour) {
        return neighbour.state() == NeighbourState.PERMANENT;
    }

    private void flushWaiting(Neighbour neighbour) {
        List<Skb> ready = new ArrayList<>(neighbour.waiting());
        neighbour.waiting().clear();
        if (!ready.isEmpty() && neighbour.state() == NeighbourState.STALE) {
            delay(neighbour); // learnt from its own question: used, but not confirmed
        }
        ready.forEach(skb -> send(neighbour, skb, protocol.name() + " answered"));
    }
}
