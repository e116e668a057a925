package packetwalk;

import packetwalk.net.Ports;
import packetwalk.program.dns.Hosts;

/** A machine of an outside network being described. */
public final class OutsideHostScope extends OutsideScope {

    private final Blueprint.OutsideHostSpec host;

    OutsideHostScope(Blueprint blueprint, Blueprint.OutsideNetworkSpec network, Blueprint.OutsideHostSpec host) {
        super(blueprint, network);
        this.host = host;
    }

    /** Its name; its address by default. */
    public OutsideHostScope name(String name) {
        host.name = name;
        return this;
    }

    /**
     * A line of its {@code /etc/hosts}: what a name stands for there.
     *
     * @param name such as {@code testhost.com}
     */
    public OutsideHostScope hostAlias(String name, String address) {
        host.aliases.add(Hosts.Line.of(name, address));
        return this;
    }

    /** Has it answer HTTP on that TCP port with its name and the client's address. */
    public OutsideHostScope listen(int port) {
        host.listens.add(Ports.requireService(port));
        return this;
    }
}
