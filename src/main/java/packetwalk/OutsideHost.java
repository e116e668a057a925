package packetwalk;

import packetwalk.fabric.Machine;
import packetwalk.linux.NetworkNamespace;

/** A machine in a network beyond the router. */
public final class OutsideHost extends Netns {

    private final Machine machine;

    OutsideHost(World world, Machine machine) {
        super(world);
        this.machine = machine;
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
