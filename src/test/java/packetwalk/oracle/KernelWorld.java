package packetwalk.oracle;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A case in the kernel of this machine, by way of kernel.py, one process for all cases.
 *
 * <p>The namespaces are that process' own and go with it, so nothing is left behind whatever happens to this test.
 */
final class KernelWorld implements World {

    private static final List<String> TOOLS = List.of("ip", "iptables", "nft", "conntrack", "sysctl", "python3");

    private final Path script;
    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    private KernelWorld(Path script, Process process) {
        this.script = script;
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
            world.netns("try");
            world.run("try", "iptables -t nat -A POSTROUTING -m addrtype --dst-type LOCAL -j MASQUERADE");
            world.run("try", "conntrack -L");
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
        try (InputStream source = KernelWorld.class.getResourceAsStream("kernel.py")) {
            Path script = Files.createTempFile("packetwalk-oracle", ".py");
            Files.write(script, source.readAllBytes());
            ProcessBuilder builder = new ProcessBuilder("python3", script.toString());
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
            String path = builder.environment().getOrDefault("PATH", "");
            builder.environment().put("PATH", path + ":/usr/sbin:/sbin");
            return new KernelWorld(script, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> ask(String... words) {
        try {
            requests.write(String.join("\t", words) + "\n");
            requests.flush();
            List<String> lines = new ArrayList<>();
            for (String line = answers.readLine(); !".".equals(line); line = answers.readLine()) {
                if (line == null) {
                    throw new IOException("kernel.py ended while asked " + String.join(" ", words));
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
    void reset() {
        ask("reset");
    }

    @Override
    public void netns(String name) {
        ask("netns", name);
    }

    @Override
    public void link(Statement.Port one, Statement.Port other) {
        ask("link", one.netns(), one.device(), other.netns(), other.device());
    }

    @Override
    public void bridge(Statement.Bridge bridge) {
        List<String> words = new ArrayList<>(
                List.of("bridge", bridge.device().netns(), bridge.device().device()));
        words.addAll(bridge.ports());
        ask(words.toArray(new String[0]));
    }

    @Override
    public void run(String netns, String command) {
        ask("run", netns, command);
    }

    @Override
    public String serve(String netns, String protocol, int port) {
        return ask("serve", netns, protocol, String.valueOf(port)).get(0);
    }

    @Override
    public void forget() {
        ask("forget");
    }

    @Override
    public Observation probe(Statement.Probe probe) {
        List<String> lines = ask(
                "probe",
                probe.netns(),
                probe.kind().name().toLowerCase(Locale.ROOT),
                probe.to().toString(),
                String.valueOf(probe.port()),
                String.valueOf(probe.from()),
                String.valueOf(probe.ttl()),
                String.valueOf(probe.patience()));
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
        return new Observation(outcome, probe.from(), events, connections, Set.of(), false);
    }

    @Override
    public void close() {
        try {
            requests.close(); // the end of its input is the end of kernel.py
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(script);
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
