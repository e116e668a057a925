package packetwalk.tools.ipvsadm;

import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;
import packetwalk.net.Services;

/** Addresses and ports in print: numbers, or with the port's name; no host has one here. */
record Names(boolean numeric) {

    /** {@code addrport_to_anyname()}. */
    String of(IpAddress address, int port, Protocol protocol) {
        return address + ":" + (numeric ? String.valueOf(port) : Services.name(port, protocol));
    }
}
