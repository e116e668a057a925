package packetwalk.proxy;

import java.util.Optional;
import java.util.regex.Pattern;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * Addresses as old objects hold them: octets may have leading zeros, which are decimal all the same, and what is no
 * address is passed over. Kubernetes k8s.io/utils/net {@code ParseIPSloppy}, {@code ParseCIDRSloppy}.
 */
final class SloppyText {

    private static final Pattern LEADING_ZEROS = Pattern.compile("(?<=^|[.:])0+(?=[0-9])");

    private SloppyText() {}

    static Optional<IpAddress> address(String text) {
        String plain =
                text.indexOf('.') < 0 ? text : LEADING_ZEROS.matcher(text).replaceAll("");
        return IpAddress.isAddress(plain) ? Optional.of(unmapped(IpAddress.parse(plain))) : Optional.empty();
    }

    /** The prefix that {@code address/length} lies in, its host bits cleared; blanks around it are no matter. */
    static Optional<Cidr> cidr(String padded) {
        String text = padded.strip();
        int slash = text.indexOf('/');
        Optional<IpAddress> address = slash < 0 ? Optional.empty() : address(text.substring(0, slash));
        String length = text.substring(slash + 1);
        if (address.isEmpty() || !length.matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(length);
        return address.filter(a -> bits <= a.family().bits()).map(a -> Cidr.around(a, bits));
    }

    /** Go knows an IPv4-mapped IPv6 address as the IPv4 one. */
    private static IpAddress unmapped(IpAddress address) {
        boolean mapped = address.family() == IpFamily.IPV6 && address.high() == 0 && address.low() >>> 32 == 0xffff;
        return mapped ? IpAddress.ofV4((int) address.low()) : address;
    }
}
