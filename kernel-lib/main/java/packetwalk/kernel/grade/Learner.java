package packetwalk.kernel.grade;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import packetwalk.kernel.exercise.Answer;
import packetwalk.kernel.exercise.Failure;
import packetwalk.kernel.grade.agent.Agent;

/**
 * A JVM with one learner's code in it, seen from outside. All that comes from there is taken for what a learner may have made up: bounded, and
 * never more than a text. Once it is late, gone or talks too much it is killed, and {@link #ended} says why.
 */
final class Learner implements AutoCloseable {

    /** Longer than any reply to an exercise. */
    private static final int LONGEST_REPLY = 1 << 20;

    /** More on stderr is a flood. */
    private static final int MOST_NOISE = 1 << 20;

    /** How much longer than its time it may be waited for: who sleeps, or has to wait for a processor. */
    static final int PATIENCE = 3;

    private static final long LOOK_MILLIS = 100;

    /** What a JVM that was started with ExitOnOutOfMemoryError ends with. */
    private static final int OUT_OF_MEMORY = 3;

    /** What one call gave. */
    record Reply(boolean threw, String text) {}

    private final Process process;
    private final DataOutputStream commands;
    private final BlockingQueue<Optional<Reply>> replies = new LinkedBlockingQueue<>(4);
    private final Duration limit;
    private volatile Optional<Answer.Failed> ended = Optional.empty();
    private Duration waited = Duration.ZERO;
    private Duration computedBefore = Duration.ZERO;

    private Learner(Process process, Duration limit) {
        this.limit = limit;
        this.process = process;
        this.commands = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        daemon("replies", this::listen);
        daemon("noise", this::drain);
    }

    /**
     * Starts one.
     *
     * @param limit for one exercise, in time of a processor; on a busy machine the clock may go {@link #PATIENCE} times as far
     */
    static Learner start(Jail jail, Duration limit) throws IOException {
        return new Learner(jail.start(), limit);
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Why there is no talking to it any more; empty while there is. */
    Optional<Answer.Failed> ended() {
        return ended;
    }

    /** Begins an exercise: forgets all classes, and has all its time again; false if it is not there any more. */
    boolean begin() {
        waited = Duration.ZERO;
        computedBefore = computed();
        return send(() -> commands.write(Agent.FORGET)).isPresent();
    }

    /** Hands classes over; false if it is not there any more. */
    boolean define(List<ClassBytecodes> classes) {
        return send(() -> {
                    commands.write(Agent.CLASSES);
                    commands.writeInt(classes.size());
                    for (ClassBytecodes each : classes) {
                        commands.writeUTF(each.name());
                        commands.writeInt(each.bytecodes().length);
                        commands.write(each.bytecodes());
                    }
                })
                .isPresent();
    }

    /** Calls a static method; empty if it did not come back. */
    Optional<Reply> call(String type, String method) {
        return send(() -> {
            commands.write(Agent.CALL);
            commands.writeUTF(type);
            commands.writeUTF(method);
        });
    }

    @FunctionalInterface
    private interface Command {
        void write() throws IOException;
    }

    private Optional<Reply> send(Command command) {
        if (ended.isPresent()) {
            return Optional.empty();
        }
        if (!replies.isEmpty()) {
            gone();
            return Optional.empty();
        }
        try {
            command.write();
            commands.flush();
            Optional<Reply> reply = awaited();
            if (reply.isEmpty()) {
                gone();
            }
            return reply;
        } catch (IOException closed) {
            gone();
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            end(Failure.TOO_LONG, "");
            return Optional.empty();
        }
    }

    /** Empty if its output has ended, or its time was over first. */
    private Optional<Reply> awaited() throws InterruptedException {
        long began = System.nanoTime();
        try {
            while (true) {
                Optional<Reply> reply = replies.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (reply != null) {
                    return reply;
                }
                Duration waiting = waited.plusNanos(System.nanoTime() - began);
                if (waiting.compareTo(limit.multipliedBy(PATIENCE)) > 0
                        || computed().minus(computedBefore).compareTo(limit) > 0) {
                    end(Failure.TOO_LONG, "");
                    return Optional.empty();
                }
            }
        } finally {
            waited = waited.plusNanos(System.nanoTime() - began);
        }
    }

    /** How long it has had a processor, with all that it started. */
    private Duration computed() {
        return process.descendants()
                .flatMap(each -> each.info().totalCpuDuration().stream())
                .reduce(process.info().totalCpuDuration().orElse(Duration.ZERO), Duration::plus);
    }

    /** Its output has ended: it has, or will not say another word. */
    private void gone() {
        if (ended.isPresent()) {
            return;
        }
        try {
            if (process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == OUT_OF_MEMORY) {
                end(Failure.TOO_LARGE, "java.lang.OutOfMemoryError");
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        end(Failure.LEFT, process.isAlive() ? "" : "exit status " + process.exitValue());
    }

    private synchronized void end(Failure failure, String text) {
        if (ended.isEmpty()) {
            ended = Optional.of(new Answer.Failed(failure, text));
        }
        close();
    }

    private void listen() {
        try (DataInputStream in = new DataInputStream(process.getInputStream())) {
            for (int kind = in.read(); kind == Agent.VALUE || kind == Agent.THREW; kind = in.read()) {
                int length = in.readInt();
                if (length < 0 || length > LONGEST_REPLY) {
                    end(Failure.TOO_LARGE, length + " bytes");
                    break;
                }
                String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
                replies.put(Optional.of(new Reply(kind == Agent.THREW, text)));
            }
            replies.put(Optional.empty());
        } catch (IOException closed) {
            replies.offer(Optional.empty());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain() {
        byte[] buffer = new byte[8192];
        int read = 0;
        try (InputStream in = process.getErrorStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                read += count;
                if (read > MOST_NOISE) {
                    end(Failure.TOO_LARGE, "more than " + MOST_NOISE + " bytes on stderr");
                    return;
                }
            }
        } catch (IOException closed) {
            // there is nothing more to hear
        }
    }

    /** Kills it and all that it started, as far as this JVM can see them; in a process namespace nothing survives. */
    @Override
    public void close() {
        List<ProcessHandle> others = process.descendants().toList();
        process.destroyForcibly();
        others.forEach(ProcessHandle::destroyForcibly);
    }
}
