package packetwalk;

import packetwalk.fabric.Machine;
import packetwalk.linux.NetworkNamespace;

/** A router: a machine that forwards, and nothing else. */
public final class Router extends Netns {

    private final Machine machine;

    Router(World world, Machine machine) {
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
        return name() + " " + address();
    }
}
