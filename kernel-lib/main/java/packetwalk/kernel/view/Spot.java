package packetwalk.kernel.view;

import packetwalk.trace.At;

/**
 * Where a packet can be, by the names that steps use.
 *
 * @param device a device, or empty for the part of a namespace that routes, filters and serves
 */
record Spot(String host, String netns, String device) {

    static Spot of(At at) {
        return new Spot(at.host(), at.netns(), at.device());
    }

    Spot core() {
        return new Spot(host, netns, "");
    }

    boolean isCore() {
        return device.isEmpty();
    }

    boolean sameSpace(Spot other) {
        return host.equals(other.host) && netns.equals(other.netns);
    }
}
