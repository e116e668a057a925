package packetwalk.linux.ipset;

/**
 * What {@code -j SET --map-set} gives to a packet: {@code struct ip_set_skbinfo}.
 *
 * @param mark bits of the packet's mark, with {@code mask} saying which of them
 * @param prio class of a queueing discipline, major number in the upper 16 bits
 * @param queue queue of the device
 */
public record SkbInfo(int mark, int mask, int prio, int queue) {

    public static final SkbInfo NONE = new SkbInfo(0, 0, 0, 0);

    /** As {@code ipset save} writes it, with a blank before each word; only what is set. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (mask != 0) {
            text.append(" skbmark 0x").append(Integer.toHexString(mark));
            text.append(mask == -1 ? "" : "/0x" + Integer.toHexString(mask));
        }
        if (prio != 0) {
            text.append(" skbprio %x:%x".formatted(prio >>> 16, prio & 0xffff));
        }
        return text.append(queue == 0 ? "" : " skbqueue " + queue).toString();
    }
}
