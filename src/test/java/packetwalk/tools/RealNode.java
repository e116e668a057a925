package packetwalk.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import packetwalk.tools.line.CommandLine;

/**
 * The node of {@link SimulatedNode} made of this machine's own network namespaces, with its real tools. Its traffic
 * stays in them; {@link #close} takes them away.
 */
final class RealNode implements Prompt, AutoCloseable {

    private static final String LISTENER = """
            import socket, sys, time
            kind = socket.SOCK_STREAM if sys.argv[1] == 'tcp' else socket.SOCK_DGRAM
            s = socket.socket(socket.AF_INET, kind)
            s.bind((sys.argv[2], int(sys.argv[3])))
            if sys.argv[1] == 'tcp': s.listen(4096)
            print('ready', flush=True)
            time.sleep(60)
            """;

    /** What a command printed, standard output before standard error, and how it ended. */
    record Result(String text, int status) {}

    private final String prefix = "pw-tools-" + ProcessHandle.current().pid();
    private final String host = prefix + "-h";
    private final String outside = prefix + "-o";
    private final String container = prefix + "-c";
    private final List<Process> listeners = new ArrayList<>();
    private boolean linksChanged;

    RealNode() {
        List.of(host, outside, container).forEach(this::makeNamespace);
        inside(
                host,
                "ip link add eth0 address 42:01:0a:64:00:02 type veth peer name uplink address 42:01:0a:64:00:01"
                        + " netns " + outside);
        inside(host, "ip link add docker0 address 02:42:ac:11:00:01 type bridge");
        inside(
                host,
                "ip link add vethx address 02:42:ac:11:01:01 type veth peer name eth0 address 02:42:ac:11:00:02"
                        + " netns " + container);
        inside(outside, "ip link set uplink up");
        inside(outside, "ip addr add 10.100.0.1/24 dev uplink");
        inside(container, "ip link set eth0 up");
        inside(container, "ip addr add 172.17.0.2/24 dev eth0");
        inside(container, "ip route add default via 172.17.0.1");
    }

    /** Why there can be no real node here; empty if there can be one. */
    static String missing() {
        if (!System.getProperty("user.name").equals("root")) {
            return "needs root";
        }
        for (String tool : List.of(
                "ip", "bridge", "ss", "iptables", "ipset", "conntrack", "nfacct", "sysctl", "ping", "python3")) {
            boolean found = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin").stream()
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
            if (!found) {
                return "needs " + tool;
            }
        }
        return execute(List.of("unshare", "--net", "true"), "").status() == 0 ? "" : "needs network namespaces";
    }

    private void makeNamespace(String name) {
        must(List.of("ip", "netns", "add", name));
        // without IPv6, which the simulator does not model, and with values that do not depend on this machine's
        inside(
                name,
                "sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1"
                        + " net.ipv4.ip_forward=0 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0");
        inside(name, "ip link set lo up");
    }

    /** Runs a command in the node; fails if it is refused. */
    String inside(String command) {
        return inside(host, command);
    }

    private String inside(String namespace, String command) {
        Result result = execute(arguments(namespace, command), "");
        if (result.status() != 0) {
            throw new AssertionError(command + " failed: " + result.text());
        }
        return result.text();
    }

    private static List<String> arguments(String namespace, String command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        CommandLine.split(command).forEach(word -> words.add(word.text()));
        return words;
    }

    /** What {@code script} prints in a namespace of its own, with {@code input} to read. */
    static Result apart(String script, String input) {
        return execute(List.of("unshare", "--net", "sh", "-c", script), input);
    }

    private static void must(List<String> words) {
        Result result = execute(words, "");
        if (result.status() != 0) {
            throw new AssertionError(words + " failed: " + result.text());
        }
    }

    private static Result execute(List<String> words, String input) {
        try {
            Path errors = Files.createTempFile("packetwalk", ".err");
            Process process =
                    new ProcessBuilder(words).redirectError(errors.toFile()).start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            String complaint = Files.readString(errors);
            Files.delete(errors);
            return new Result(text + complaint, status);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while " + words + " ran", e);
        }
    }

    @Override
    public String run(String command) {
        letLinksSettle(command);
        Result result = execute(arguments(host, command), "");
        boolean answer = command.startsWith("ip route get");
        if (result.status() != 0 && !answer) {
            throw new AssertionError(command + " failed: " + result.text());
        }
        return result.text();
    }

    /** The kernel tells of carriers up to a second late: net/core/link_watch.c. */
    private void letLinksSettle(String command) {
        boolean changes = command.matches("ip l(ink)? (set|add|del) .*");
        if (!changes && linksChanged) {
            try {
                TimeUnit.MILLISECONDS.sleep(1_200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        linksChanged = changes;
    }

    @Override
    public boolean refuses(String command) {
        return execute(arguments(host, command), "").status() != 0;
    }

    /** Loads rules with the real iptables-restore. */
    void restore(String rules) {
        Result result = execute(arguments(host, "iptables-restore"), rules);
        if (result.status() != 0) {
            throw new AssertionError("iptables-restore refused: " + result.text() + "\n" + rules);
        }
    }

    /** Loads sets with the real ipset, gives what it saves, and destroys them. */
    String saveSets(String file) {
        Result loaded = execute(arguments(host, "ipset -exist restore"), file);
        if (loaded.status() != 0) {
            throw new AssertionError("ipset restore refused: " + loaded.text() + "\n" + file);
        }
        String saved = run("ipset save");
        run("ipset flush");
        run("ipset destroy");
        return saved;
    }

    @Override
    public void ping(String address) {
        execute(arguments(host, "ping -c 1 -W 1 " + address), "");
    }

    @Override
    public void listen(String protocol, String address, int port) {
        try {
            List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", host, "python3", "-c", LISTENER));
            words.addAll(List.of(protocol, address, String.valueOf(port)));
            Process listener = new ProcessBuilder(words).start();
            listeners.add(listener);
            if (listener.getInputStream().read() < 0) {
                throw new AssertionError("nothing listens on " + address + ":" + port);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (Process listener : listeners) {
            listener.destroy();
            try {
                listener.waitFor(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        List.of(host, outside, container).forEach(name -> execute(List.of("ip", "netns", "del", name), ""));
    }
}
