package packetwalk;

import packetwalk.fabric.Machine;
import packetwalk.linux.NetworkNamespace;
import packetwalk.program.dns.Hosts;
import packetwalk.program.dns.NameService;

/** A machine in a network beyond the router. */
public final class OutsideHost extends Netns {

    private final Machine machine;

    OutsideHost(World world, Machine machine) {
        super(world);
        this.machine = machine;
    }

    /**
     * One more line of its {@code /etc/hosts}: what a name stands for there, from now on; it comes before older ones.
     *
     * @param name such as {@code testhost.com}
     */
    public OutsideHost hostAlias(String name, String address) {
        NameService before = names();
        world().names
                .put(
                        namespace(),
                        new NameService(before.hosts().plus(Hosts.Line.of(name, address)), before.resolvConf()));
        return this;
    }

    @Override
    public String name() {
        return machine.name();
    }

    @Override
    NetworkNamespace namespace() {
        return machine.host();
    }

    @Override
    public String text() {
        return "host " + name() + " " + address();
    }
}
