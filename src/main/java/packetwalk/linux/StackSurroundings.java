package packetwalk.linux;

import java.util.Optional;
import java.util.function.Supplier;
import packetwalk.linux.ipvs.Ipvs;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.sysctl.Sysctls;
import packetwalk.linux.xtables.KernelLog;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Packet;
import packetwalk.time.Simulation;
import packetwalk.trace.Tracepoints;

/** What rules ask of the host around them, as far as that is no affair of a family. */
abstract class StackSurroundings implements Surroundings {

    private final NetworkNamespace namespace;

    StackSurroundings(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    NetworkNamespace namespace() {
        return namespace;
    }

    @Override
    public Optional<Endpoint> socketFor(Packet packet) {
        return namespace.sockets().find(packet);
    }

    @Override
    public Sysctls sysctls() {
        return namespace.sysctls();
    }

    @Override
    public Ipvs ipvs() {
        return namespace.ipvs();
    }

    @Override
    public Simulation simulation() {
        return namespace.simulation();
    }

    @Override
    public Optional<KernelLog> log() {
        return namespace.log();
    }

    @Override
    public Tracepoints trace() {
        return namespace.trace();
    }

    @Override
    public <T> T generic(Class<T> module, Supplier<T> fresh) {
        return namespace.generic(module, fresh);
    }
}
