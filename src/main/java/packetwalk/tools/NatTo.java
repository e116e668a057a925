package packetwalk.tools;

import java.util.OptionalInt;
import packetwalk.net.IpAddress;
import packetwalk.net.Ports;

/** An address, and perhaps a port, of conntrack's {@code --src-nat} or {@code --dst-nat}. */
record NatTo(IpAddress address, OptionalInt port) {

    /** {@code 10.0.0.1}, {@code 10.0.0.1:80}, {@code fd00::1}, {@code [fd00::1]:80}. */
    static NatTo of(String text) {
        int colon = text.lastIndexOf(':');
        boolean alone = colon < 0 || text.endsWith("]") || (text.indexOf(':') < colon && !text.startsWith("["));
        String address = (alone ? text : text.substring(0, colon)).replaceAll("^\\[|]$", "");
        OptionalInt port = alone
                ? OptionalInt.empty()
                : OptionalInt.of(Ports.require(Integer.parseInt(text.substring(colon + 1))));
        return new NatTo(IpAddress.parse(address), port);
    }
}
