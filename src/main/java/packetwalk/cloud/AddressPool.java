package packetwalk.cloud;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import packetwalk.net.IpAddress;

/** A cloud's free public addresses, in the order in which they are given out; one that comes back goes to the end. */
final class AddressPool {

    private final Deque<IpAddress> free = new ArrayDeque<>();

    /** All that can be used of a network, {@code first} first and the others shuffled. */
    AddressPool(PublicNetwork network, IpAddress first, Random random) {
        List<IpAddress> others = new ArrayList<>();
        for (long i = 2; i < 1L << (32 - network.range().length()); i++) {
            IpAddress each = network.range().host(i);
            if (network.isFree(each) && !each.equals(first)) {
                others.add(each);
            }
        }
        Collections.shuffle(others, random);
        free.add(first);
        free.addAll(others);
    }

    /**
     * The next one.
     *
     * @throws CloudFault if none is left
     */
    IpAddress take() {
        IpAddress next = free.poll();
        if (next == null) {
            throw new CloudFault("Quota 'IN_USE_ADDRESSES' exceeded: no address is left");
        }
        return next;
    }

    /**
     * That one.
     *
     * @throws CloudFault if it is somebody else's, in GCE's words
     */
    IpAddress take(IpAddress wanted) {
        if (!free.remove(wanted)) {
            throw new CloudFault("requested ip \"" + wanted + "\" is neither static nor assigned to the LB");
        }
        return wanted;
    }

    void reserve(IpAddress taken) {
        free.remove(taken);
    }

    void release(IpAddress address) {
        free.add(address);
    }
}
