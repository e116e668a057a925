package packetwalk.kernel.grade;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link Worker} as the command sees it: it may hang or end, and is then killed with all that it started. */
final class WorkerProcess implements AutoCloseable {

    private final Process process;
    private final DataOutputStream jobs;
    private final BlockingQueue<Optional<Message>> messages = new LinkedBlockingQueue<>();

    private WorkerProcess(Process process) {
        this.process = process;
        this.jobs = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        Thread listener = new Thread(this::listen, "messages");
        listener.setDaemon(true);
        listener.start();
    }

    static WorkerProcess start(Jail jail, Duration limit, boolean explains) throws IOException {
        List<String> command = List.of(
                Stage.java().toString(),
                "-Xmx640m",
                "-Xss4m",
                "-XX:+UseSerialGC",
                // with the second compiler a class of 200 takes longer, and only who comes last is faster
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                jail.kind().name(),
                jail.stage().root().toString(),
                Integer.toString(jail.user()),
                Long.toString(limit.toMillis()),
                Boolean.toString(explains));
        return new WorkerProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private void listen() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            Optional<Message> next;
            do {
                next = Message.read(in);
                messages.add(next);
            } while (next.isPresent());
        } catch (IOException closed) {
            messages.add(Optional.empty());
        }
    }

    /** Gives it something to do; if it has ended, its next message says so. */
    void send(Job job) {
        try {
            job.write(jobs);
        } catch (IOException ended) {
            messages.add(Optional.empty());
        }
    }

    /** How a worker can fail to say anything. */
    enum Silence {
        LATE,
        ENDED
    }

    /** What it says next, or after how long it was silent. */
    record Next(Optional<Message> message, Optional<Silence> silence) {}

    Next next(Duration limit) throws InterruptedException {
        Optional<Message> message = messages.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (message == null) {
            return new Next(Optional.empty(), Optional.of(Silence.LATE));
        }
        return new Next(message, message.isPresent() ? Optional.empty() : Optional.of(Silence.ENDED));
    }

    @Override
    public void close() {
        List<ProcessHandle> learners = process.descendants().toList();
        process.destroyForcibly();
        learners.forEach(ProcessHandle::destroyForcibly);
    }
}
