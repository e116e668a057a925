package packetwalk.tools;

import java.util.stream.Collectors;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;

/** Finds a namespace's devices by name, for commands that need one. */
final class Devices {

    private Devices() {}

    /**
     * The device of that name.
     *
     * @throws IllegalArgumentException in iproute2's words if there is none
     */
    static NetDevice named(NetworkNamespace namespace, String name) {
        return namespace
                .device(name)
                .orElseThrow(() -> new IllegalArgumentException("Cannot find device \"" + name + "\"; there are "
                        + namespace.devices().stream().map(NetDevice::name).collect(Collectors.joining(", "))));
    }
}
