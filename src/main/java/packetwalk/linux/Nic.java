package packetwalk.linux;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Frame;
import packetwalk.net.MacAddress;

/** A machine's own network card, plugged into a {@link Wire}. */
public final class Nic extends NetDevice {

    private @Nullable Wire wire;

    public Nic(NetworkNamespace namespace, String name, MacAddress mac) {
        super(namespace, name, mac);
        namespace.add(this);
    }

    /** Plugs it in. */
    public void plug(Wire into) {
        wire = into;
        linkChanged();
    }

    /** Pulls the plug. */
    public void unplug() {
        wire = null;
        linkChanged();
    }

    public Optional<Wire> wire() {
        return Optional.ofNullable(wire);
    }

    @Override
    public String kind() {
        return "nic";
    }

    @Override
    public boolean carrier() {
        return up() && wire != null;
    }

    @Override
    String fault() {
        return wire == null ? "nothing is plugged in" : "";
    }

    @Override
    void send(int id, Frame frame, int mark) {
        Objects.requireNonNull(wire, "transmit() asked").carry(this, id, frame);
    }

    /** A frame came over the wire; the card takes those for itself and for groups, and all of them as a bridge's port. */
    public void arrived(int id, Frame frame) {
        if (frame.dst().equals(mac()) || frame.dst().isMulticast() || bridge().isPresent()) {
            receive(id, frame);
        }
    }
}
