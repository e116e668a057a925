package packetwalk.linux;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Frame;
import packetwalk.net.MacAddress;
import packetwalk.trace.DropReason;

/** One end of a pair: what goes in here comes out there, in another namespace. Linux drivers/net/veth.c. */
public final class Veth extends NetDevice {

    /** From one namespace to another of the same machine: 5 µs. */
    private static final long DELAY = 5_000;

    /** Frames on their way to the other end, the first one first. */
    private final Queue<Runnable> onCable = new ArrayDeque<>();

    private @Nullable Veth peer;

    private Veth(NetworkNamespace namespace, String name, MacAddress mac) {
        super(namespace, name, mac);
    }

    /**
     * Makes a pair, {@code ip link add a type veth peer name b netns …}; both ends are down.
     *
     * @return the end in {@code namespace}; {@link #peer} is the other one
     */
    public static Veth pair(
            NetworkNamespace namespace,
            String name,
            MacAddress mac,
            NetworkNamespace peerNamespace,
            String peerName,
            MacAddress peerMac) {
        namespace.requireFreeName(name);
        peerNamespace.requireFreeName(peerName);
        // veth_newlink() registers the peer first, so within one namespace that one has the lower index
        Veth far = new Veth(peerNamespace, peerName, peerMac);
        Veth near = new Veth(namespace, name, mac);
        near.peer = far;
        far.peer = near;
        peerNamespace.add(far);
        namespace.add(near);
        return near;
    }

    /** The other end. */
    public Veth peer() {
        return Objects.requireNonNull(peer, "a veth is never alone");
    }

    @Override
    public String kind() {
        return "veth";
    }

    @Override
    public boolean carrier() {
        return up() && peer().up();
    }

    @Override
    void linkChanged() {
        super.linkChanged();
        peer().namespace().linkChanged(peer());
        peer().bridge().ifPresent(peer().namespace()::linkChanged);
    }

    @Override
    String fault() {
        return peer().up() ? "" : "the other end of the pair is down or gone";
    }

    @Override
    void send(int id, Frame frame, int mark) {
        if (!peer().forwardable(frame)) {
            String why = "the other end's mtu is " + peer().mtu() + ", and a pair tells nobody";
            drop(id, frame, DropReason.PKT_TOO_BIG, why);
            return;
        }
        onCable.add(() -> peer().receive(id, frame));
        namespace().simulation().carry(DELAY, this::arrive);
    }

    /** One end goes and takes the other along. What was sent has arrived by then: {@code veth_xmit()} hands it over at once. */
    void loseOtherEnd() {
        while (!onCable.isEmpty()) {
            arrive();
        }
        peer().namespace().forget(peer());
    }

    private void arrive() {
        Runnable first = onCable.poll();
        if (first != null) {
            first.run();
        }
    }
}
