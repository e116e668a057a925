package packetwalk.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A case in the making: its lines so far, its dice, and what there is to talk about. */
final class Draft {

    private final Random random;
    private final List<String> lines = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();
    private final Set<String> done = new HashSet<>();
    private final Map<String, List<String>> devices = new LinkedHashMap<>();

    Draft(long seed) {
        random = new Random(seed);
    }

    CaseFile file(String name) {
        return CaseFile.parse(name, String.join("\n", lines));
    }

    void add(String line) {
        lines.add(line);
    }

    /** A command in a namespace. */
    void run(String netns, String command) {
        add(netns + "$ " + command);
    }

    /** Whether {@code what} is asked of for the first time. */
    boolean once(String what) {
        return done.add(what);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A number from 0 to {@code bound} - 1. */
    int number(int bound) {
        return random.nextInt(bound);
    }

    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    String any(String... of) {
        return any(List.of(of));
    }

    void netns(String name) {
        add("netns " + name);
        devices.put(name, new ArrayList<>());
    }

    /** A veth pair; its ends can be named in rules. */
    void link(String one, String device, String other, String peer) {
        add("link %s:%s %s:%s".formatted(one, device, other, peer));
        devices.get(one).add(device);
        devices.get(other).add(peer);
    }

    void bridge(String netns, String bridge, List<String> ports) {
        add("bridge %s:%s %s".formatted(netns, bridge, String.join(" ", ports)));
        // what is on a bridge receives nothing itself
        devices.get(netns).removeAll(ports);
        devices.get(netns).add(bridge);
    }

    void address(String netns, String address, int length, String device) {
        run(netns, "ip addr add %s/%d dev %s".formatted(address, length, device));
        addresses.add(address);
    }

    List<String> namespaces() {
        return List.copyOf(devices.keySet());
    }

    /** A device that can be named in rules. */
    void device(String netns, String device) {
        devices.get(netns).add(device);
    }

    /** A device of a namespace that receives packets. */
    String device(String netns) {
        List<String> all = devices.get(netns);
        return all.isEmpty() ? "lo" : any(all);
    }

    /** One of all addresses. */
    String address() {
        return any(addresses);
    }

    /** One address, or its network. */
    String prefix() {
        String address = address();
        return chance(50) ? address + "/32" : network(address) + ".0/24";
    }

    /** {@code 10.1.0} of {@code 10.1.0.2}. */
    static String network(String address) {
        return address.substring(0, address.lastIndexOf('.'));
    }
}
