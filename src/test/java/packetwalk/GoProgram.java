package packetwalk;

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
import packetwalk.proxy.ShortHash;

/**
 * A judge made of Kubernetes' own code: a program of {@code src/test/go} in a process, built by Go when it is first asked.
 * It answers a line with a line.
 */
public final class GoProgram implements AutoCloseable {

    private static final Pattern VERSION = Pattern.compile("\\bk8s.io/kubernetes (v\\S+)");

    private final String name;
    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private GoProgram(String name, Process process) {
        this.name = name;
        this.process = process;
        this.questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Why none can be asked on this machine; empty if they can. */
    public static String obstacle() {
        boolean go = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "go")));
        return go ? "" : "no go on PATH, which would build the real one; install Go 1.26 or newer";
    }

    /** Its folder; {@code ./packetwalk} says where. */
    private static Path source(String name) {
        return Path.of(System.getProperty("packetwalk.go.sources", "test/go"), name);
    }

    /** Starts it. The built program is kept, by the contents of its sources. */
    public static GoProgram start(String name) throws IOException, InterruptedException {
        Path source = source(name);
        Path cache = Path.of(System.getProperty("packetwalk.go.folder", "target/go"));
        Path program =
                cache.resolve(name + "-" + ShortHash.of(contents(source), 16)).toAbsolutePath();
        if (!Files.isExecutable(program)) {
            Files.createDirectories(cache);
            build(name, program);
        }
        return new GoProgram(
                name,
                new ProcessBuilder(program.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    private static void build(String name, Path program) throws IOException, InterruptedException {
        System.err.println("building " + name + " of Kubernetes " + version(name) + " (some minutes, once) ...");
        Process build = new ProcessBuilder("go", "build", "-o", program.toString(), ".")
                .directory(source(name).toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (build.waitFor() != 0) {
            throw new IOException("go build in " + source(name) + " failed: " + said);
        }
    }

    /** The version of Kubernetes that it is. */
    public static String version(String name) throws IOException {
        Matcher version = VERSION.matcher(Files.readString(source(name).resolve("go.mod")));
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
    public String ask(String question) throws IOException {
        questions.write(question);
        questions.newLine();
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(name + " ended without an answer to " + question);
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
    }
}
