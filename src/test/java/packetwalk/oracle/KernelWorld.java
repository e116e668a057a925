package packetwalk.oracle;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import packetwalk.net.Wire;

/**
 * A case in the kernel of this machine, by way of a Python program (the folder kernel), one process for many cases.
 *
 * <p>The namespaces are that process' own and go with it, so nothing is left behind whatever happens to this test.
 */
final class KernelWorld implements World, AutoCloseable {

    private static final List<String> TOOLS =
            List.of("ip", "iptables", "ip6tables", "ipset", "nft", "conntrack", "sysctl", "python3");

    /** How long to wait for what may never come. */
    enum Pace {
        /** Some milliseconds: enough nearly always, as a packet crosses the namespaces of one kernel at once. */
        HURRIED,
        /** Long enough for a busy machine. */
        PATIENT
    }

    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    private KernelWorld(Process process) {
        this.process = process;
        this.requests = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Why the kernel cannot be asked here; empty if it can. */
    static String obstacle() {
        for (String tool : TOOLS) {
            if (Path.of("/usr/sbin", tool).toFile().canExecute() || onPath(tool)) {
                continue;
            }
            return "there is no " + tool;
        }
        try (KernelWorld world = start()) {
            world.netns("try", false);
            world.run("try", "iptables -t nat -A POSTROUTING -m addrtype --dst-type LOCAL -j MASQUERADE", "");
            world.run("try", "conntrack -L", "");
            world.forget();
            return "";
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return "not root, or the kernel lacks what is asked (" + e.getMessage() + ")";
        }
    }

    private static boolean onPath(String tool) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(":")) {
            if (Path.of(folder, tool).toFile().canExecute()) {
                return true;
            }
        }
        return false;
    }

    static KernelWorld start() {
        try {
            Path folder = Path.of(KernelWorld.class.getResource("kernel").toURI());
            ProcessBuilder builder = new ProcessBuilder("python3", "-B", folder.toString());
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
            String path = builder.environment().getOrDefault("PATH", "");
            builder.environment().put("PATH", path + ":/usr/sbin:/sbin");
            return new KernelWorld(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError("the folder kernel is among the test's resources", e);
        }
    }

    /** A request that is not answered: what goes wrong is told by the next {@link #ask}. */
    private void tell(String... words) {
        try {
            requests.write(String.join("\t", words) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> ask(String... words) {
        try {
            tell(words);
            requests.flush();
            List<String> lines = new ArrayList<>();
            for (String line = answers.readLine(); !".".equals(line); line = answers.readLine()) {
                if (line == null) {
                    throw new IOException("the kernel's side ended while asked " + String.join(" ", words));
                }
                lines.add(line);
            }
            if (!lines.isEmpty() && lines.get(0).startsWith("error\t")) {
                throw new IllegalArgumentException(lines.get(0).substring(6));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes all namespaces away, to begin another case. */
    void begin(Pace pace) {
        tell("begin", pace.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void netns(String name, boolean ipv6) {
        tell("netns", name, ipv6 ? "ipv6" : "");
    }

    @Override
    public void link(Statement.Port one, Statement.Port other) {
        tell("link", one.netns(), one.device(), other.netns(), other.device());
    }

    @Override
    public void bridge(Statement.Bridge bridge) {
        List<String> words = new ArrayList<>(
                List.of("bridge", bridge.device().netns(), bridge.device().device()));
        words.addAll(bridge.ports());
        tell(words.toArray(new String[0]));
    }

    @Override
    public void vxlan(Statement.Vxlan vxlan) {
        Statement.Port device = vxlan.device();
        tell("vxlan", device.netns(), device.device(), vxlan.address().toString(), vxlan.options());
    }

    /** Runs it before the next probe or server, with its neighbours in the case; what it complains about comes then. */
    @Override
    public void run(String netns, String command, String input) {
        tell("run", netns, command, oneLine(input));
    }

    @Override
    public boolean refuses(String netns, String command, String input) {
        return ask("refuses", netns, command, oneLine(input)).get(0).equals("refused");
    }

    private static String oneLine(String input) {
        return input.replace('\n', '\u001e');
    }

    @Override
    public String serve(Statement.Serve serve) {
        String address = serve.address().toString();
        return ask("serve", serve.netns(), serve.protocol(), address, String.valueOf(serve.port()))
                .get(0);
    }

    @Override
    public void close(Statement.Close close) {
        ask("hang_up", close.connection());
    }

    @Override
    public void pass(Duration span) {
        ask("pass_time", String.valueOf(span.toMillis()));
    }

    @Override
    public List<String> counters() {
        return ask("counters");
    }

    @Override
    public void forget() {
        ask("forget");
    }

    /**
     * Sends one probe and tells all that was seen of it.
     *
     * @param here what the engine saw: the kernel takes the source port that it chose, so that the two can be compared,
     *     and waits for an answer, or for ARP, only where some is to come
     */
    Observation probe(Statement.Question question, Observation here) {
        List<String> words = new ArrayList<>(List.of("probe", question.netns()));
        words.add(here.outcome().equals("timeout") ? "-" : "answer");
        // where the engine does not know, the kernel goes on, and asks for neighbours that the engine does not
        words.add(here.arpWaited() || !here.unknown().isEmpty() ? "arp" : "-");
        if (question instanceof Statement.Inject inject) {
            words.add("injects");
            words.add("packet="
                    + inject.packets().stream()
                            .map(each -> HexFormat.of().formatHex(Wire.of(each).toArray()))
                            .collect(Collectors.joining(",")));
        } else if (question instanceof Statement.Probe probe) {
            boolean ping = probe.kind() == Statement.Kind.PINGS;
            words.add(probe.kind().name().toLowerCase(Locale.ROOT));
            words.add("to=" + probe.to());
            words.add("port=" + (ping ? here.port() : probe.port()));
            words.add("address=" + probe.how().address());
            words.add("sport=" + here.port());
            words.add("ttl=" + probe.how().ttls().stream().map(String::valueOf).collect(Collectors.joining(",")));
            words.add("size=" + probe.how().size());
            words.add("user=" + probe.how().user());
            words.add("connection=" + probe.how().connection());
        }
        return observation(ask(words.toArray(new String[0])), here);
    }

    private static Observation observation(List<String> lines, Observation here) {
        String outcome = "";
        Map<String, List<String>> events = new TreeMap<>();
        Map<String, List<String>> connections = new TreeMap<>();
        for (String line : lines) {
            String[] words = line.split("\t");
            switch (words[0]) {
                case "outcome" -> outcome = words[1];
                case "event" ->
                    events.computeIfAbsent(words[1] + " " + words[2], any -> new ArrayList<>())
                            .add(words[3]);
                default ->
                    connections
                            .computeIfAbsent(words[1], any -> new ArrayList<>())
                            .add(words[2]);
            }
        }
        connections.replaceAll((netns, each) -> Observation.sorted(each));
        return new Observation(outcome, here.port(), events, connections, Set.of(), false, "");
    }

    @Override
    public void close() {
        try {
            requests.close(); // the end of its input is the end of the process
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
