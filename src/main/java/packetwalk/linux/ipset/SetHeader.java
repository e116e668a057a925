package packetwalk.linux.ipset;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/** What a set was created with besides {@link Extensions}; each way of storing has its own. */
public sealed interface SetHeader {

    /** The header as {@code ipset save} writes it behind the type, extensions in their place among the rest. */
    String text(SetType type, Extensions extensions);

    /** Length of the prefix that is stored as one address; 32 where each is itself, or bits are chosen otherwise. */
    default int netmask() {
        return 32;
    }

    /** Whether {@code create -exist} takes a set with this header for the one with {@code other}. */
    boolean sameAs(SetHeader other);

    /**
     * Bits of an address that count.
     *
     * @param netmask whether it was given as the length of a prefix
     */
    record Mask(IpAddress bits, boolean netmask) {

        IpAddress on(IpAddress address) {
            return address.family() == IpFamily.IPV4
                    ? IpAddress.ofV4((int) (address.low() & bits.low()))
                    : IpAddress.ofV6(address.high() & bits.high(), address.low() & bits.low());
        }

        @Override
        public String toString() {
            int length = Long.bitCount(bits.high()) + Long.bitCount(bits.low());
            return netmask ? " netmask " + length : " bitmask " + bits;
        }
    }

    /**
     * A hash.
     *
     * @param hashsize buckets to begin with, a power of two
     * @param maxelem entries that it can hold, a number without sign
     * @param mask null where all bits count
     * @param initval seed of the hash function
     */
    record Hash(
            IpFamily family,
            int hashsize,
            int maxelem,
            @Nullable Mask mask,
            int markmask,
            int bucketsize,
            int initval) implements SetHeader {

        @Override
        public String text(SetType type, Extensions extensions) {
            String bits = mask == null ? "" : mask.toString();
            // those that learned to mask later write it last
            boolean last = type != SetType.HASH_IP;
            return (type == SetType.HASH_MAC ? "" : " family " + (family == IpFamily.IPV4 ? "inet" : "inet6"))
                    + (type == SetType.HASH_IP_MARK ? " markmask 0x%08x".formatted(markmask) : "")
                    + " hashsize " + hashsize
                    + " maxelem " + Integer.toUnsignedString(maxelem)
                    + (last ? "" : bits)
                    + extensions
                    + " bucketsize " + bucketsize
                    + " initval 0x%08x".formatted(initval)
                    + (last ? bits : "");
        }

        @Override
        public int netmask() {
            return mask == null || !mask.netmask() || family == IpFamily.IPV6
                    ? 32
                    : Long.bitCount(mask.bits().low());
        }

        @Override
        public boolean sameAs(SetHeader other) {
            return other instanceof Hash hash
                    && hash.family == family
                    && hash.maxelem == maxelem
                    && hash.markmask == markmask
                    && Optional.ofNullable(hash.mask).equals(Optional.ofNullable(mask));
        }
    }

    /**
     * A bit for each of a range.
     *
     * @param first lowest address or port, as a number
     * @param last highest, not below {@code first}
     * @param netmask length of the prefix that has one bit together; 32 where each address has its own
     */
    record Bitmap(long first, long last, int netmask) implements SetHeader {

        /** Elements that it can hold. */
        public long elements() {
            return ((last - first) >> (32 - netmask)) + 1;
        }

        @Override
        public String text(SetType type, Extensions extensions) {
            String range = type == SetType.BITMAP_PORT
                    ? first + "-" + last
                    : IpAddress.ofV4((int) first) + "-" + IpAddress.ofV4((int) last);
            return " range " + range + (netmask == 32 ? "" : " netmask " + netmask) + extensions;
        }

        @Override
        public boolean sameAs(SetHeader other) {
            return equals(other);
        }
    }

    /** A list of sets; its size is a remnant, and does not limit it. */
    record Members(int size) implements SetHeader {
        @Override
        public String text(SetType type, Extensions extensions) {
            return " size " + size + extensions;
        }

        @Override
        public boolean sameAs(SetHeader other) {
            return equals(other);
        }
    }
}
