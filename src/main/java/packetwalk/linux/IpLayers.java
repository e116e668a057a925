package packetwalk.linux;

import java.util.Optional;
import java.util.function.Supplier;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.IpLayer;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Transport;
import packetwalk.time.Simulation;
import packetwalk.trace.Tracepoints;

/** Both families as sockets see them, which Linux keeps behind {@code inet_connection_sock_af_ops}: an address tells which. */
final class IpLayers implements IpLayer {

    private final NetworkNamespace namespace;

    IpLayers(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    private IpStack of(IpAddress address) {
        return namespace.stack(address.family());
    }

    @Override
    public IpAddress sourceFor(IpAddress dst, Transport intended) {
        return of(dst).sourceFor(dst, intended);
    }

    @Override
    public boolean isLocal(IpAddress address) {
        return of(address).isLocal(address);
    }

    @Override
    public Optional<Errno> send(int id, Packet packet, Optional<Owner> owner) {
        return of(packet.dst()).send(id, packet, owner);
    }

    @Override
    public Optional<Errno> sendUnbound(int id, Packet packet, Optional<Owner> owner) {
        return of(packet.dst()).sendUnbound(id, packet, owner);
    }

    @Override
    public Supplier<IpAddress> flowSource(IpAddress source, IpAddress dst) {
        return of(dst).flowSource(source, dst);
    }

    @Override
    public int mtu(IpAddress src, IpAddress dst, Transport intended) {
        return of(dst).mtu(src, dst, intended);
    }

    @Override
    public int defaultTtl(IpAddress dst) {
        return of(dst).defaultTtl(dst);
    }

    @Override
    public IpAddress wildcard() {
        return namespace.hasIpv6() ? IpAddress.ANY_V6 : IpAddress.ANY_V4;
    }

    @Override
    public boolean bindsV6Only() {
        return namespace.sysctls().on(Sysctl.BINDV6ONLY);
    }

    @Override
    public Simulation simulation() {
        return namespace.simulation();
    }

    @Override
    public Tracepoints trace() {
        return namespace.trace();
    }
}
