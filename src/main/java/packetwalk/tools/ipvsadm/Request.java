package packetwalk.tools.ipvsadm;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.ipvs.ForwardingMethod;
import packetwalk.linux.ipvs.RealServerSpec;
import packetwalk.linux.ipvs.SchedulerFlag;
import packetwalk.linux.ipvs.ServiceKey;
import packetwalk.linux.ipvs.VirtualServerSpec;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Protocol;
import packetwalk.net.Services;

/** The values of an ipvsadm line: {@code process_options()}, in whose words it refuses. */
final class Request {

    /** {@code DEF_SCHED}. */
    private static final String DEFAULT_SCHEDULER = "wlc";

    /** {@code IPVS_SVC_PERSISTENT_TIMEOUT}. */
    private static final int DEFAULT_PERSISTENCE = 300;

    private static final int MAX_TIMEOUT = 86_400 * 31;

    private final Arguments arguments;

    Request(Arguments arguments) {
        this.arguments = arguments;
    }

    /** An address, and a port if one was typed. */
    private record Place(IpAddress address, int port) {}

    /** Which virtual server is meant. */
    ServiceKey key() {
        Arguments.Given given = arguments
                .find(Option.SERVICE)
                .orElseThrow(() -> new AssertionError("nobody asks for a service that was not typed"));
        if (given.kind().equals("fwmark")) {
            return ServiceKey.mark(mark(given.value()));
        }
        Protocol protocol = Protocol.named(given.kind()).orElseThrow();
        Place place = place(given.value(), protocol, 0, "illegal virtual server address[:port] specified");
        return ServiceKey.of(protocol, place.address(), place.port());
    }

    private static int mark(String text) {
        try {
            long mark = Long.parseLong(text);
            if (mark > 0 && mark <= 0xffff_ffffL) {
                return (int) mark;
            }
        } catch (NumberFormatException e) {
            // refused below, as one out of range
        }
        throw new IllegalArgumentException(
                "invalid fwmark value `" + text + "' specified; use a number from 1 to 4294967295");
    }

    /** {@code parse_service()}; names are not resolved here. */
    private static Place place(String text, Protocol protocol, int otherwise, String refusal) {
        int colon = text.startsWith("[") || text.indexOf(':') != text.lastIndexOf(':') ? -1 : text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        if (!IpAddress.isAddress(host)) {
            throw new IllegalArgumentException(refusal + ": \"" + text + "\"; write ADDRESS or ADDRESS:PORT");
        }
        IpAddress address = IpAddress.parse(host);
        if (address.family() != IpFamily.IPV4) {
            throw new IllegalArgumentException(
                    "Operation not supported with IPv6: " + text + "; the engine models IPVS of IPv4");
        }
        if (colon < 0) {
            return new Place(address, otherwise);
        }
        String port = text.substring(colon + 1);
        int number = port.matches("[0-9]{1,5}")
                ? Integer.parseInt(port)
                : Services.port(port, protocol).orElse(-1);
        if (number < 0 || number > 65_535) {
            throw new IllegalArgumentException(refusal + ": \"" + text + "\"; a port is 0 to 65535, or a name of "
                    + protocol + " in /etc/services");
        }
        return new Place(address, number);
    }

    private int number(Option option, int otherwise, int least, int most, String refusal) {
        Optional<Arguments.Given> given = arguments.find(option);
        return given.isEmpty() ? otherwise : number(given.get().value(), least, most, refusal);
    }

    private static int number(String text, int least, int most, String refusal) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below, as one out of range
        }
        throw new IllegalArgumentException(refusal.formatted(text) + "; use " + least + " to " + most);
    }

    private static int timeout(String text, int least) {
        return number(text, least, MAX_TIMEOUT, "invalid timeout value `%s' specified");
    }

    /** The virtual server as it is to be. */
    VirtualServerSpec service() {
        ServiceKey key = key();
        if (arguments.has(Option.ENGINE)) {
            throw new IllegalArgumentException("Scheduler or persistence engine not found: --pe "
                    + arguments.value(Option.ENGINE, "") + "; no engine is modelled, leave it out");
        }
        boolean persistent = arguments.has(Option.PERSISTENT);
        String seconds = arguments.value(Option.PERSISTENT, "");
        int persistence = !persistent ? 0 : seconds.isEmpty() ? DEFAULT_PERSISTENCE : timeout(seconds, 1);
        if (key.fwmark() == 0 && key.port() == 0 && !persistent) {
            throw new IllegalArgumentException(
                    "Zero port specified for non-persistent service; name a port, or add -p");
        }
        boolean onePacket = arguments.has(Option.ONE_PACKET);
        if (onePacket && key.fwmark() == 0 && key.protocol() != Protocol.UDP) {
            throw new IllegalArgumentException("One-Packet Scheduling is only for UDP virtual services; leave -o out");
        }
        String scheduler = arguments.value(Option.SCHEDULER, DEFAULT_SCHEDULER);
        return new VirtualServerSpec(key, scheduler, flags(scheduler), persistence, netmask(), onePacket);
    }

    private IpAddress netmask() {
        String text = arguments.value(Option.NETMASK, IpAddress.BROADCAST_V4.toString());
        if (!IpAddress.isAddress(text) || text.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "illegal virtual server persistent mask specified: \"" + text + "\"; write 255.255.255.0");
        }
        return IpAddress.parse(text);
    }

    /** {@code parse_sched_flags()}. */
    private Set<SchedulerFlag> flags(String scheduler) {
        Set<SchedulerFlag> flags = EnumSet.noneOf(SchedulerFlag.class);
        for (String each : arguments.value(Option.SCHED_FLAGS, "").split(",")) {
            if (each.isEmpty()) {
                continue;
            }
            flags.add(
                    switch (each) {
                        case "flag-1" -> SchedulerFlag.FALLBACK;
                        case "flag-2" -> SchedulerFlag.PORT;
                        case "flag-3" -> SchedulerFlag.THIRD;
                        case "sh-fallback", "mh-fallback" -> ofScheduler(scheduler, each, SchedulerFlag.FALLBACK);
                        case "sh-port", "mh-port" -> ofScheduler(scheduler, each, SchedulerFlag.PORT);
                        default ->
                            throw new IllegalArgumentException("invalid scheduler flag `" + each
                                    + "'; use sh-fallback, sh-port, mh-fallback, mh-port or flag-1 to flag-3");
                    });
        }
        return flags;
    }

    private static SchedulerFlag ofScheduler(String scheduler, String word, SchedulerFlag flag) {
        if (!word.startsWith(scheduler + "-")) {
            throw new IllegalArgumentException(
                    "incompatible scheduler flag `" + word + "'; it goes with -s " + word.substring(0, 2));
        }
        return flag;
    }

    /** The real server as it is to be, or is meant. */
    RealServerSpec server() {
        ServiceKey key = key();
        Place place = place(
                arguments.value(Option.SERVER, ""),
                key.protocol(),
                key.port(),
                "illegal real server address[:port] specified");
        ForwardingMethod forwarding = forwarding();
        requirePlainTunnel();
        boolean given = arguments.verb() != Verb.DELETE_SERVER;
        // with direct routing and tunnels the real server gets the packet as it is
        boolean asItIs = given && key.fwmark() == 0 && forwarding != ForwardingMethod.MASQ;
        return new RealServerSpec(
                place.address(),
                asItIs ? key.port() : place.port(),
                forwarding,
                number(Option.WEIGHT, 1, 0, Integer.MAX_VALUE, "illegal weight specified: \"%s\""),
                number(Option.UPPER, 0, 0, Integer.MAX_VALUE, "illegal u_threshold specified: \"%s\""),
                number(Option.LOWER, 0, 0, Integer.MAX_VALUE, "illegal l_threshold specified: \"%s\""));
    }

    private ForwardingMethod forwarding() {
        String typed = arguments.find(Option.FORWARD).map(Arguments.Given::kind).orElse("-g");
        for (ForwardingMethod each : ForwardingMethod.values()) {
            if (each.option().equals(typed)) {
                return each;
            }
        }
        throw new AssertionError(typed);
    }

    private void requirePlainTunnel() {
        for (Option each : EnumSet.range(Option.TUN_TYPE, Option.TUN_REMCSUM)) {
            if (arguments.has(each) && forwarding() != ForwardingMethod.TUNNEL) {
                throw new IllegalArgumentException(
                        "Tunnel options conflict with forward method; add -i, or leave --" + each + " out");
            }
            boolean plain =
                    each == Option.TUN_TYPE && arguments.value(each, "ipip").equals("ipip");
            if (arguments.has(each) && !plain) {
                throw new IllegalArgumentException("illegal tunnel type specified: --" + each + " "
                        + arguments.value(each, "") + " is not modelled; use --tun-type ipip");
            }
        }
    }

    /** The three times of {@code --set}. */
    int[] timeouts() {
        if (arguments.left().size() < 3) {
            throw new IllegalArgumentException(
                    "--set option requires 3 timeout values; write those of TCP, TCP after FIN and UDP, 0 to leave one");
        }
        if (arguments.left().size() > 3) {
            throw new IllegalArgumentException(
                    "unexpected argument " + arguments.left().get(3) + "; --set takes three values");
        }
        return arguments.left().stream().mapToInt(each -> timeout(each, 0)).toArray();
    }
}
