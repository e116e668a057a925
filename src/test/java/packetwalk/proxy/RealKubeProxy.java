package packetwalk.proxy;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The real kube-proxy's iptables proxier in a process: {@code src/test/go/kubeproxy}, built by Go when it is first asked. */
final class RealKubeProxy implements AutoCloseable {

    private static final Pattern VERSION = Pattern.compile("\\bk8s.io/kubernetes (v\\S+)");

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private RealKubeProxy(Process process) {
        this.process = process;
        this.questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Why it cannot be asked on this machine; empty if it can. */
    static String obstacle() {
        boolean go = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "go")));
        return go ? "" : "no go on PATH, which would build the real kube-proxy; install Go 1.26 or newer";
    }

    /** The Go program's folder; {@code ./packetwalk} says where. */
    static Path source() {
        return Path.of(System.getProperty("packetwalk.kubeproxy.source", "test/go/kubeproxy"));
    }

    /** Starts it. The built program is kept, by the contents of its sources. */
    static RealKubeProxy start(Path source) throws IOException, InterruptedException {
        Path cache = Path.of(System.getProperty("packetwalk.kubeproxy.folder", "target/kubeproxy"));
        Path program =
                cache.resolve("kubeproxy-" + ShortHash.of(contents(source), 16)).toAbsolutePath();
        if (!Files.isExecutable(program)) {
            Files.createDirectories(cache);
            build(source, program);
        }
        return new RealKubeProxy(new ProcessBuilder(program.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private static void build(Path source, Path program) throws IOException, InterruptedException {
        System.err.println("building kube-proxy " + version(source) + " (some minutes, once) ...");
        Process build = new ProcessBuilder("go", "build", "-o", program.toString(), ".")
                .directory(source.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (build.waitFor() != 0) {
            throw new IOException("go build in " + source + " failed: " + said);
        }
    }

    /** The version of Kubernetes that it is. */
    static String version(Path source) throws IOException {
        Matcher version = VERSION.matcher(Files.readString(source.resolve("go.mod")));
        return version.find() ? version.group(1) : "of no known version";
    }

    private static String contents(Path source) throws IOException {
        StringBuilder contents = new StringBuilder();
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.sorted().toList()) {
                contents.append(Files.readString(file));
            }
        }
        return contents.toString();
    }

    /** A line of answer for a line of question. */
    String ask(String question) throws IOException {
        questions.write(question);
        questions.newLine();
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("kube-proxy ended without an answer to " + question);
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
    }
}
