package packetwalk.apiserver.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;

/** The rules for addresses and ranges; {@code IsValidIPForLegacyField} and {@code IsValidCIDRForLegacyField}. */
final class Addresses {
    private static final Pattern LEADING_ZERO = Pattern.compile("(0+\\d+\\..*)|(.*\\.0+\\d+(\\..*)?)");
    private static final Cidr LINK_LOCAL = Cidr.parse("169.254.0.0/16");
    private static final Cidr LINK_LOCAL_V6 = Cidr.parse("fe80::/10");
    private static final Cidr LOCAL_MULTICAST = Cidr.parse("224.0.0.0/24");

    private Addresses() {}

    /** An address, of either family. What stood there before is not asked again. */
    static List<FieldError> ip(FieldPath field, String value, List<String> before) {
        if (before.contains(value) || IpAddress.isAddress(value)) {
            return List.of();
        }
        boolean zeros = LEADING_ZERO.matcher(value).matches() && IpAddress.isAddress(withoutZeros(value));
        return List.of(FieldError.invalid(
                field,
                value,
                zeros ? "must not have leading 0s" : "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
    }

    /** {@code ValidateEndpointIP}: an address at which somebody else can be. */
    static List<FieldError> endpoint(FieldPath field, String value) {
        if (!IpAddress.isAddress(value)) {
            return List.of(FieldError.invalid(field, value, "must be a valid IP address"));
        }
        IpAddress ip = IpAddress.parse(value);
        List<FieldError> errors = new ArrayList<>();
        if (ip.isAny()) {
            errors.add(FieldError.invalid(field, value, "may not be unspecified (" + value + ")"));
        }
        if (ip.isLoopback()) {
            errors.add(FieldError.invalid(field, value, "may not be in the loopback range (127.0.0.0/8, ::1/128)"));
        }
        if (LINK_LOCAL.contains(ip) || LINK_LOCAL_V6.contains(ip)) {
            errors.add(
                    FieldError.invalid(field, value, "may not be in the link-local range (169.254.0.0/16, fe80::/10)"));
        }
        if (LOCAL_MULTICAST.contains(ip)) {
            errors.add(FieldError.invalid(
                    field, value, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"));
        }
        return errors;
    }

    /** A range, with nothing set behind its length. */
    static List<FieldError> cidr(FieldPath field, String value, List<String> before) {
        if (before.contains(value)) {
            return List.of();
        }
        int slash = value.indexOf('/');
        boolean shaped = slash > 0
                && IpAddress.isAddress(value.substring(0, slash))
                && value.substring(slash + 1).matches("\\d{1,3}");
        if (shaped) {
            IpAddress address = IpAddress.parse(value.substring(0, slash));
            int length = Integer.parseInt(value.substring(slash + 1));
            if (length <= address.family().bits()) {
                return address.masked(length).equals(address)
                        ? List.of()
                        : List.of(FieldError.invalid(field, value, "must not have bits set beyond the prefix length"));
            }
        }
        return List.of(
                FieldError.invalid(field, value, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"));
    }

    private static String withoutZeros(String value) {
        return value.replaceAll("(^|\\.)0+(\\d)", "$1$2");
    }
}
