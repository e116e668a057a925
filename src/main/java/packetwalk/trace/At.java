package packetwalk.trace;

/**
 * Where and when a step happened.
 *
 * @param nanos virtual time in nanoseconds
 * @param packet the packet's number in its walk, 1 and up; 0 where no packet is at hand
 * @param host the machine: {@code node 10.100.0.2}, {@code router}
 * @param netns the network namespace on it; the machine's own is called {@code host}
 * @param device the device, or empty
 */
public record At(long nanos, int packet, String host, String netns, String device) {

    /** Device and namespace as one word, as {@code client/veth0}. */
    public String place() {
        return device.isEmpty() ? space() : space() + "/" + device;
    }

    /** What a person calls the namespace: the pod's name, or the machine's for its own. */
    public String space() {
        return netns.equals(HOST_NETNS) ? host : netns;
    }

    /** The namespace, and for a pod the machine that it is on: {@code client on node 10.100.0.3}. */
    public String where() {
        return netns.equals(HOST_NETNS) ? host : netns + " on " + host;
    }

    /** The name of every machine's first namespace. */
    public static final String HOST_NETNS = "host";
}
