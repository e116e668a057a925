package packetwalk.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.MacAddress;

/**
 * What commands printed on a real node, a file for each in one directory: {@code ip-addr}, {@code ip-route},
 * {@code ip-rule}, {@code sysctl}, {@code ipset-save} and {@code iptables-save}, with any ending or none. Each may be
 * missing; other files are left aside.
 */
public final class NodeDump {

    private static final List<String> KINDS =
            List.of("ip-addr", "ip-route", "ip-rule", "sysctl", "ipset-save", "iptables-save");

    private static final Pattern DEVICE = Pattern.compile("\\d+: ([^:@\\s]+)(?:@\\S+)?: <(\\S*)> .*");
    private static final Pattern ETHER = Pattern.compile("\\s+link/ether (\\S+).*");
    private static final Pattern INET = Pattern.compile("\\s+inet (\\S+/\\d+).*");
    private static final Pattern CONNECTED = Pattern.compile("(\\S+/\\d+) dev (\\S+) .*scope link .*?src (\\S+).*");
    private static final Pattern GATEWAY = Pattern.compile(".*\\bvia (\\S+) dev (\\S+).*");
    private static final Pattern ACCOUNT = Pattern.compile("--nfacct-name +\"?([^\\s\"]+)");

    private final Path directory;
    private final Map<String, Path> files = new LinkedHashMap<>();
    private final List<String> leftAside = new ArrayList<>();

    /**
     * A device of the node.
     *
     * @param mac empty if nothing tells it
     * @param addresses those of IPv4
     */
    public record Device(String name, Optional<MacAddress> mac, boolean up, List<InterfaceAddress> addresses) {

        public Device {
            addresses = List.copyOf(addresses);
        }
    }

    private NodeDump(Path directory) {
        this.directory = directory;
    }

    /**
     * Looks what there is.
     *
     * @throws IllegalArgumentException if {@code directory} is none, or has no file of these kinds
     */
    public static NodeDump in(Path directory) {
        NodeDump dump = new NodeDump(directory);
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.sorted().forEach(dump::sort);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (dump.files.isEmpty()) {
            throw new IllegalArgumentException(
                    directory + " holds no dump of a node; put what the commands printed into" + " files named "
                            + String.join(", ", KINDS));
        }
        return dump;
    }

    private void sort(Path file) {
        String name = String.valueOf(file.getFileName());
        Optional<String> kind = KINDS.stream()
                .filter(each -> name.equals(each) || name.startsWith(each + "."))
                .findFirst();
        if (kind.isEmpty() || files.putIfAbsent(kind.get(), file) != null) {
            leftAside.add(name);
        }
    }

    /** Its files, in the order in which they are loaded. */
    public List<Path> files() {
        return KINDS.stream().filter(files::containsKey).map(files::get).toList();
    }

    /** What was not taken: other files, and after {@link #load} settings that are not modelled. */
    public List<String> leftAside() {
        return List.copyOf(leftAside);
    }

    private List<String> lines(String kind) {
        Path file = files.get(kind);
        try {
            // a prompt that was copied too is no output
            return file == null
                    ? List.of()
                    : Files.readString(file)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.matches("\\S*[#$] .*"))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The node's devices but loopback: as {@code ip addr} lists them, else those with a connected route. */
    public List<Device> devices() {
        Map<String, Device> devices = new LinkedHashMap<>();
        String name = "lo";
        for (String line : lines("ip-addr")) {
            Matcher head = DEVICE.matcher(line);
            Matcher ether = ETHER.matcher(line);
            Matcher inet = INET.matcher(line);
            Device device = devices.get(name);
            if (head.matches()) {
                name = head.group(1);
                boolean up = List.of(head.group(2).split(",")).contains("UP");
                devices.put(name, new Device(name, Optional.empty(), up, List.of()));
            } else if (ether.matches() && device != null) {
                Optional<MacAddress> mac = Optional.of(MacAddress.parse(ether.group(1)));
                devices.put(name, new Device(name, mac, device.up, device.addresses));
            } else if (inet.matches() && device != null) {
                devices.put(name, with(device, InterfaceAddress.parse(inet.group(1))));
            }
        }
        if (devices.isEmpty()) {
            connected(devices);
        }
        devices.remove("lo");
        return List.copyOf(devices.values());
    }

    private void connected(Map<String, Device> devices) {
        for (String line : lines("ip-route")) {
            Matcher route = CONNECTED.matcher(line);
            if (route.matches()) {
                String name = route.group(2);
                String length = route.group(1).substring(route.group(1).indexOf('/'));
                Device known = devices.getOrDefault(name, new Device(name, Optional.empty(), true, List.of()));
                devices.put(name, with(known, InterfaceAddress.parse(route.group(3) + length)));
            }
        }
    }

    private static Device with(Device device, InterfaceAddress address) {
        List<InterfaceAddress> addresses = new ArrayList<>(device.addresses);
        addresses.add(address);
        return new Device(device.name, device.mac, device.up, addresses);
    }

    /** Next hops that routes name, each with the device before it: {@code 10.0.2.2 -> eth0}. */
    public Map<String, String> gateways() {
        Map<String, String> gateways = new LinkedHashMap<>();
        for (String line : lines("ip-route")) {
            Matcher route = GATEWAY.matcher(line);
            if (route.matches()) {
                gateways.put(route.group(1), route.group(2));
            }
        }
        return gateways;
    }

    /**
     * Gives {@code host}, which has the devices already, all else: settings, sets, routes, rules.
     *
     * @throws IllegalArgumentException with the file and its line, if something in it cannot be taken
     */
    public void load(NetworkNamespace host) {
        Shell shell = new Shell(host);
        settings(shell);
        input(shell, "ipset-save", "ipset restore");
        each("ip-route", line -> route(shell, line));
        each("ip-rule", line -> rule(shell, line));
        // objects that rules count in are kept nowhere: new ones do
        for (String account : new TreeSet<>(ACCOUNT.matcher(String.join("\n", lines("iptables-save")))
                .results()
                .map(found -> found.group(1))
                .toList())) {
            shell.run("nfacct add " + account);
        }
        input(shell, "iptables-save", "iptables-restore -c");
    }

    private void settings(Shell shell) {
        int unknown = 0;
        for (String line : lines("sysctl")) {
            String[] setting = line.split("\\s*=\\s*", 2);
            try {
                if (setting.length == 2
                        && !shell.run("sysctl -n " + setting[0]).strip().equals(setting[1])) {
                    shell.run("sysctl -w \"" + setting[0] + "=" + setting[1] + "\"");
                }
            } catch (IllegalArgumentException e) {
                unknown++;
            }
        }
        if (unknown > 0) {
            leftAside.add(unknown + " settings that are not modelled or cannot be written");
        }
    }

    private void input(Shell shell, String kind, String command) {
        Path file = files.get(kind);
        if (file == null) {
            return;
        }
        try {
            shell.run(command, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** What takes one line. */
    private interface LineReader {
        void read(String line);
    }

    private void each(String kind, LineReader reader) {
        for (String line : lines(kind)) {
            try {
                reader.read(line);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(directory + "/" + kind + ": \"" + line + "\": " + e.getMessage(), e);
            }
        }
    }

    /** Routes that follow from addresses are there already. */
    private static void route(Shell shell, String line) {
        boolean own = line.contains(" table local") || line.contains("proto kernel") || line.indexOf(':') >= 0;
        if (!own) {
            shell.run("ip route replace " + line.replaceAll("\\b(linkdown|dead|onlink|offload|pervasive)\\b", ""));
        }
    }

    private static void rule(Shell shell, String line) {
        String[] parts = line.split(":\\s*", 2);
        boolean own = List.of("0", "32766", "32767").contains(parts[0].strip());
        if (parts.length == 2 && !own) {
            shell.run("ip rule add priority " + parts[0].strip() + " " + parts[1]);
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
