package packetwalk.linux.ipvs;

import packetwalk.net.Packet;

/** Locality-based least connection, {@code lblc} and {@code lblcr}: listed, and UNKNOWN to a packet. */
final class UnknownScheduler extends Scheduler {

    private final String name;

    UnknownScheduler(String name) {
        this.name = name;
    }

    @Override
    String unknown() {
        return "IPVS scheduler " + name;
    }

    @Override
    Choice schedule(VirtualServer service, Packet packet) {
        throw new AssertionError("nobody can know what " + name + " chooses");
    }
}
