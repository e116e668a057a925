package packetwalk.net;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A domain name, always whole: RFC 1035 3.1. Two names that differ in case only are equal.
 *
 * @param labels from the left; none for the root
 */
public record DnsName(List<String> labels) {

    public static final DnsName ROOT = new DnsName(List.of());

    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 255;

    public DnsName {
        labels = List.copyOf(labels);
        int length = 1;
        for (String label : labels) {
            int octets = label.getBytes(StandardCharsets.ISO_8859_1).length;
            if (octets == 0 || octets > LONGEST_LABEL) {
                throw new IllegalArgumentException("label \"" + label + "\" of " + String.join(".", labels)
                        + " has no length that DNS can carry; use 1 to 63 octets");
            }
            length += octets + 1;
        }
        if (length > LONGEST_NAME) {
            throw new IllegalArgumentException("name " + String.join(".", labels) + " takes " + length
                    + " octets; DNS carries names of up to 255");
        }
    }

    /**
     * Reads a name, with or without a dot at its end.
     *
     * @throws IllegalArgumentException for an empty label, or one or all too long
     */
    public static DnsName of(String text) {
        String whole = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return whole.isEmpty() ? ROOT : new DnsName(List.of(whole.split("\\.", -1)));
    }

    /** The name under which the address' own name is kept: {@code 152.241.3.10.in-addr.arpa}. RFC 1035 3.5, 3596 2.5. */
    public static DnsName reverse(IpAddress address) {
        List<String> labels = new ArrayList<>();
        if (address.family() == IpFamily.IPV4) {
            for (int shift = 0; shift < 32; shift += 8) {
                labels.add(String.valueOf(address.low() >>> shift & 0xff));
            }
            labels.addAll(List.of("in-addr", "arpa"));
            return new DnsName(labels);
        }
        for (long half : new long[] {address.low(), address.high()}) {
            for (int shift = 0; shift < 64; shift += 4) {
                labels.add(Long.toHexString(half >>> shift & 0xf));
            }
        }
        labels.addAll(List.of("ip6", "arpa"));
        return new DnsName(labels);
    }

    /** Whether it is {@code domain}, or lies in it. */
    public boolean isIn(DnsName domain) {
        int more = labels.size() - domain.labels.size();
        return more >= 0 && from(more).equals(domain);
    }

    /** Without its first {@code count} labels. */
    public DnsName from(int count) {
        return new DnsName(labels.subList(count, labels.size()));
    }

    /** This name in front of {@code domain}. */
    public DnsName plus(DnsName domain) {
        List<String> both = new ArrayList<>(labels);
        both.addAll(domain.labels);
        return new DnsName(both);
    }

    /** The form by which names are compared: RFC 4343. */
    private List<String> folded() {
        return labels.stream().map(label -> label.toLowerCase(Locale.ROOT)).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DnsName name && name.folded().equals(folded());
    }

    @Override
    public int hashCode() {
        return folded().hashCode();
    }

    /** With a dot at its end, odd characters escaped as in a zone file: RFC 1035 5.1. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String label : labels) {
            label.chars().forEach(c -> text.append(escaped((char) c)));
            text.append('.');
        }
        return text.length() == 0 ? "." : text.toString();
    }

    private static String escaped(char c) {
        if (c == '.' || c == '\\') {
            return "\\" + c;
        }
        return c > ' ' && c < 0x7f ? String.valueOf(c) : String.format(Locale.ROOT, "\\%03d", (int) c);
    }
}
