package packetwalk.net;

import java.util.Objects;

/**
 * An address on an interface together with the prefix of its network, as {@code ip addr} prints it: 10.0.1.1/24.
 *
 * @param address the interface's own address
 * @param length length of the on-link prefix, in bits
 */
public record InterfaceAddress(IpAddress address, int length) implements OfFamily {

    public InterfaceAddress {
        Objects.requireNonNull(address, "address");
        if (length < 0 || length > address.family().bits()) {
            throw new IllegalArgumentException(address + "/" + length + " has no such prefix length; use 0 to "
                    + address.family().bits());
        }
    }

    /**
     * Reads {@code address/length}; a bare address has its family's full length.
     *
     * @throws IllegalArgumentException naming the value and the form
     */
    public static InterfaceAddress parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            IpAddress address = IpAddress.parse(text);
            return new InterfaceAddress(address, address.family().bits());
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash));
        String digits = text.substring(slash + 1);
        if (!digits.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not an interface address; write address/length such as 10.0.1.1/24");
        }
        return new InterfaceAddress(address, Integer.parseInt(digits));
    }

    @Override
    public IpFamily family() {
        return address.family();
    }

    /** The on-link prefix that the address lies in. */
    public Cidr network() {
        return Cidr.around(address, length);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
