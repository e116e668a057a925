package packetwalk.kernel.exercise.world;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.Netns;

/** What {@code ip link} says of a device, for whoever has to be told a name or a MAC address. */
final class Devices {

    private static final Pattern HEAD = Pattern.compile("(\\d+): ([^:@]+)(?:@(\\S+?))?: .*");

    private static final Pattern MAC = Pattern.compile("\\s+link/ether (\\S+).*");

    private Devices() {}

    /** The first device that is not loopback. */
    static String first(Netns place) {
        return place.ip("link").lines().stream()
                .map(HEAD::matcher)
                .filter(head -> head.matches() && !head.group(2).equals("lo"))
                .map(head -> head.group(2))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(place.name() + " has no device but lo"));
    }

    /** Its first IPv4 address. */
    static String address(Netns place, String device) {
        return place.ip("-br addr show dev " + device).lines().stream()
                .flatMap(line -> Pattern.compile("\\s+").splitAsStream(line))
                .filter(word -> word.matches("[\\d.]+/\\d+"))
                .map(word -> word.substring(0, word.indexOf('/')))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(place.name() + " has no address on " + device));
    }

    static String mac(Netns place, String device) {
        boolean here = false;
        for (String line : place.ip("link").lines()) {
            Matcher head = HEAD.matcher(line);
            Matcher mac = MAC.matcher(line);
            if (head.matches()) {
                here = head.group(2).equals(device);
            } else if (here && mac.matches()) {
                return mac.group(1);
            }
        }
        throw new IllegalArgumentException(place.name() + " has no device " + device);
    }

    /** The name, on {@code host}, of the other end of the cable that is plugged into {@code device}. */
    static String otherEnd(Netns place, String device, Netns host) {
        String number = place.ip("link").lines().stream()
                .map(HEAD::matcher)
                .filter(head -> head.matches() && head.group(2).equals(device) && head.group(3) != null)
                .map(head -> head.group(3).replace("if", ""))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(place.name() + " has no cable " + device));
        return host.ip("link").lines().stream()
                .map(HEAD::matcher)
                .filter(head -> head.matches() && head.group(1).equals(number))
                .map(head -> head.group(2))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(host.name() + " has no device " + number));
    }
}
