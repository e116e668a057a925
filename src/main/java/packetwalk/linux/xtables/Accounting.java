package packetwalk.linux.xtables;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counters with names, which rules share: the {@code nfacct} objects of a namespace, net/netfilter/nfnetlink_acct.c. */
public final class Accounting {

    /** NFACCT_NAME_MAX less one. */
    public static final int LONGEST_NAME = 31;

    /** One object. */
    public static final class Counter {
        private final String name;
        private long packets;
        private long bytes;
        private int holders;

        private Counter(String name) {
            this.name = name;
        }

        public String name() {
            return name;
        }

        public long packets() {
            return packets;
        }

        public long bytes() {
            return bytes;
        }

        /** A packet of {@code length} bytes came by. */
        public void count(int length) {
            packets++;
            bytes += length;
        }

        /** Begins at 0 again. */
        public void reset() {
            restore(0, 0);
        }

        /** Goes on from what was counted before. */
        public void restore(long packetsBefore, long bytesBefore) {
            packets = packetsBefore;
            bytes = bytesBefore;
        }
    }

    private final Map<String, Counter> counters = new LinkedHashMap<>();

    /** Those of {@code host}. */
    public static Accounting of(Surroundings host) {
        return host.generic(Accounting.class, Accounting::new);
    }

    /** All, in the order in which they were made. */
    public List<Counter> counters() {
        return List.copyOf(counters.values());
    }

    /** The one of that name; empty if there is none. */
    public Optional<Counter> find(String name) {
        return Optional.ofNullable(counters.get(name));
    }

    /**
     * Makes one, with counters at 0.
     *
     * @throws IllegalArgumentException if there is one of that name
     */
    public void add(String name) {
        if (counters.putIfAbsent(name, new Counter(name)) != null) {
            throw new IllegalArgumentException(
                    "Device or resource busy: object " + name + " exists already; take another name");
        }
    }

    /**
     * Takes one away.
     *
     * @throws IllegalArgumentException if there is none, or a rule holds it
     */
    public void delete(String name) {
        if (existing(name).holders > 0) {
            throw new IllegalArgumentException(
                    "Device or resource busy: a rule counts in object " + name + "; delete that rule first");
        }
        counters.remove(name);
    }

    /** Takes all away that no rule holds. */
    public void flush() {
        counters.values().removeIf(each -> each.holders == 0);
    }

    /**
     * The one of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Counter existing(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "No such file or directory: there is no object " + name + "; make it with nfacct add " + name));
    }

    /** A rule counts in it from now on. */
    public void take(String name) {
        existing(name).holders++;
    }

    /** A rule that counted in it has gone. */
    public void release(String name) {
        existing(name).holders--;
    }
}
