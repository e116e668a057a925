package packetwalk.tools.ipset;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import packetwalk.linux.ipset.Dimension;
import packetwalk.linux.ipset.Element;
import packetwalk.linux.ipset.IpSet;
import packetwalk.linux.ipset.Part;
import packetwalk.linux.ipset.SetType;
import packetwalk.net.IpFamily;

/**
 * Elements as they are typed: {@code 10.0.0.1-10.0.0.9,tcp:80}. One text may stand for very many, which are made one by
 * one as they are asked for: the last part runs fastest.
 */
final class Elements implements Iterator<Element> {

    private static final List<String> SEPARATORS =
            List.of("", "Elem separator", "Two elem separators", "Three elem separators");
    private static final List<String> SUPPORTED = List.of("none", "one", "two");
    private static final List<String> ORDINALS = List.of("First", "Second", "Third");

    private final SetType type;
    private final Parts parts;
    private final List<String> words;

    /** Where each part has got to; all are begun. */
    private final List<Iterator<Part>> running = new ArrayList<>();

    private final List<Part> current = new ArrayList<>();
    private boolean begun;

    private Elements(IpSet set, List<String> words, Optional<String> rangesForbidden) {
        this.type = set.type();
        this.words = words;
        this.parts = new Parts(set.family().orElse(IpFamily.IPV4), step(set), rangesForbidden);
        for (int i = 0; i < words.size(); i++) {
            running.add(part(i).iterator());
            current.add(running.get(i).next());
        }
    }

    /**
     * The elements of {@code set} that {@code text} stands for, one at least.
     *
     * @param one whether it must be one: {@code ipset test}
     * @throws IllegalArgumentException if it is no element
     */
    static Elements read(IpSet set, String text, boolean one) {
        String where = "test with set type " + set.type() + " and family "
                + (set.family().filter(IpFamily.IPV6::equals).isPresent() ? "inet6" : "inet");
        return new Elements(set, split(set.type(), text), one ? Optional.of(where) : Optional.empty());
    }

    private static List<String> split(SetType type, String text) {
        List<Dimension> dimensions = type.dimensions();
        List<String> words = new ArrayList<>(List.of(text.split(",", -1)));
        if (words.size() > 1 && words.get(words.size() - 1).isEmpty()) {
            words.remove(words.size() - 1);
        }
        if (words.size() > dimensions.size()) {
            throw Syntax.error(SEPARATORS.get(Math.min(3, words.size() - 1)) + " in " + text + ", but settype " + type
                    + " supports " + SUPPORTED.get(dimensions.size() - 1) + "; leave the rest out");
        }
        boolean mayEnd = type == SetType.BITMAP_IP_MAC && words.size() == 1;
        if (words.size() < dimensions.size() && !mayEnd) {
            throw Syntax.error(ORDINALS.get(words.size()) + " element is missing from " + text + "; " + type + " wants "
                    + dimensions.size() + " parts, divided by commas");
        }
        return words;
    }

    /** How far apart the addresses of a range are, where a prefix is stored as one. */
    private static long step(IpSet set) {
        boolean masked = set.type() == SetType.HASH_IP || set.type() == SetType.BITMAP_IP;
        return masked ? 1L << (32 - set.header().netmask()) : 1;
    }

    private Stream<Part> part(int index) {
        String text = words.get(index);
        return switch (type.dimensions().get(index)) {
            case IP -> single(index) ? parts.address(text) : parts.addresses(text);
            case NET -> parts.networks(text);
            case PROTO_PORT -> parts.protocolPorts(text);
            case PORT -> parts.barePorts(text);
            case MAC -> Parts.station(text);
            case MARK -> Parts.mark(text);
            case IFACE -> Parts.device(text);
            case SET -> Stream.of(new Part.Member(text));
        };
    }

    /** Whether an address here cannot be a range. */
    private boolean single(int index) {
        return index > 0 || type == SetType.BITMAP_IP_MAC || type == SetType.HASH_IP_MAC;
    }

    @Override
    public boolean hasNext() {
        return !begun || running.stream().anyMatch(Iterator::hasNext);
    }

    @Override
    public Element next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (begun) {
            advance();
        }
        begun = true;
        return new Element(current);
    }

    private void advance() {
        for (int i = running.size() - 1; i >= 0; i--) {
            boolean more = running.get(i).hasNext();
            if (!more) {
                running.set(i, part(i).iterator());
            }
            current.set(i, running.get(i).next());
            if (more) {
                return;
            }
        }
    }
}
