package packetwalk.kernel.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import packetwalk.kernel.report.Isolation;

/**
 * How a learner's JVM is started, and what is around it: docs/grading.md.
 *
 * @param kind what the kernel allows here
 * @param stage what is visible inside
 * @param user whose processes a learner's are, if root asks; else 0
 */
record Jail(Isolation kind, Stage stage, int user) {

    /**
     * The first users of this run: what the kernel counts of a user's processes is this run's alone. systemd's documentation leaves both ranges to
     * nobody; the second is for where so high numbers are not mapped, and has room for few runs.
     */
    private static final List<Integer> USERS = List.of(
            1_879_048_192 + Options.MOST_JOBS * (int) (ProcessHandle.current().pid() % 4_000_000),
            60_578 + Options.MOST_JOBS * (int) (ProcessHandle.current().pid() % 9));

    private static final List<String> NAMESPACES =
            List.of("--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child");

    /** What no namespace limits: threads and processes, bytes of data, of a file, open files, bytes of a core, seconds of a processor. */
    private static final List<String> LIMITS =
            List.of("--nproc=128", "--data=1000000000", "--fsize=16000000", "--nofile=256", "--core=0", "--cpu=600");

    private static final List<String> JVM = List.of(
            "-Xmx128m",
            "-Xss1m",
            "-XX:MaxMetaspaceSize=64m",
            "-XX:MaxDirectMemorySize=8m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null",
            "-Xshare:auto");

    private static final Duration TRIAL = Duration.ofSeconds(20);

    private static final String AGENT = "packetwalk.kernel.grade.agent.Agent";

    /** Starts a JVM with the agent; its environment is empty. */
    Process start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command()).directory(Path.of("/").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        return builder.start();
    }

    private List<String> command() throws IOException {
        List<String> command = new ArrayList<>();
        switch (kind) {
            case OWN_USER -> {
                command.add("unshare");
                command.addAll(NAMESPACES);
                command.addAll(jailed(user));
            }
            case USER_NAMESPACE -> {
                if (user != 0) {
                    command.addAll(as(user)); // the kernel limits no process of root, whatever root is called inside
                }
                command.addAll(List.of("unshare", "--user", "--map-root-user"));
                command.addAll(NAMESPACES);
                command.addAll(jailed(0));
            }
            case PROCESS_ONLY -> {
                if (user != 0) {
                    command.add("prlimit");
                    command.addAll(LIMITS);
                    command.addAll(as(user));
                    command.addAll(List.of("--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"));
                }
            }
        }
        command.add(Stage.java().toString());
        command.addAll(JVM);
        command.addAll(List.of(
                "-cp", kind == Isolation.PROCESS_ONLY ? stage.classPathOutside() : stage.classPathInside(), AGENT));
        return command;
    }

    private static List<String> as(int user) {
        return List.of("setpriv", "--reuid", "" + user, "--regid", "" + user, "--clear-groups");
    }

    private List<String> jailed(int as) throws IOException {
        return List.of(
                "sh",
                stage.script().toString(),
                stage.root().toString(),
                Stage.javaHome().toString(),
                Integer.toString(as),
                String.join(" ", LIMITS));
    }

    /**
     * The strongest kind that works here, found by trying.
     *
     * @param most none stronger
     * @throws IllegalStateException if not even a process can be started
     */
    static Jail find(Stage stage, Optional<Isolation> most) throws IOException {
        boolean root = isRoot();
        boolean complete = completed(stage);
        List<Jail> candidates = new ArrayList<>();
        for (int user : root ? USERS : List.<Integer>of()) {
            candidates.add(new Jail(Isolation.OWN_USER, stage, user));
        }
        for (int user : root ? USERS : List.<Integer>of()) {
            candidates.add(new Jail(Isolation.USER_NAMESPACE, stage, user));
        }
        candidates.add(new Jail(Isolation.USER_NAMESPACE, stage, 0));
        for (int user : root ? USERS : List.<Integer>of()) {
            candidates.add(new Jail(Isolation.PROCESS_ONLY, stage, user));
        }
        candidates.add(new Jail(Isolation.PROCESS_ONLY, stage, 0));
        return candidates.stream()
                .filter(each -> most.isEmpty() || each.kind().compareTo(most.get()) >= 0)
                .filter(each -> complete || each.kind() == Isolation.PROCESS_ONLY)
                .filter(Jail::works)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no JVM can be started for submissions"));
    }

    /** False where this machine lacks a program or library that a new root needs. */
    private static boolean completed(Stage stage) {
        try {
            stage.complete();
            return true;
        } catch (IOException lacking) {
            return false;
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    /** The same with a user of its own for each that runs at the same time. */
    Jail slot(int number) {
        return user == 0 ? this : new Jail(kind, stage, user + number);
    }

    /** Whether it works here: by doing it. */
    private boolean works() {
        try (Learner learner = Learner.start(this, TRIAL)) {
            return learner.begin();
        } catch (IOException refused) {
            return false;
        }
    }
}
