package packetwalk.kernel.jupyter;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/**
 * {@code System.out}, {@code System.err} and {@code System.in} of the notebook: what a thread prints reaches its cell.
 *
 * <p>A thread belongs to the cell that started it, also after that cell has ended; the shared fork-join workers, and
 * threads of the JDK, belong to the cell that runs now.
 */
final class Streams {
    private final Set<Output> active = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Cell running;

    /** Takes the JVM's streams over, and sends what they gather from now on. */
    void install(InputStream in) {
        System.setOut(print("stdout"));
        System.setErr(print("stderr"));
        System.setIn(in);
        Thread flusher = new Thread(this::flushForever, "output");
        flusher.setDaemon(true);
        flusher.start();
    }

    void running(@Nullable Cell cell) {
        if (cell != null) {
            running = cell; // kept after the cell's end: output of a JDK thread goes to the last cell
        }
    }

    /** The cell that the calling thread belongs to; empty before the first cell. */
    Optional<Cell> current() {
        Optional<Cell> starter = Thread.currentThread() instanceof ForkJoinWorkerThread
                ? Optional.empty()
                : CellThreads.ofCurrentThread();
        return starter.isPresent() ? starter : Optional.ofNullable(running);
    }

    private PrintStream print(String name) {
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int value) {
                        write(new byte[] {(byte) value}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int count) {
                        current().ifPresent(cell -> {
                            cell.output().write(name, bytes, from, count);
                            active.add(cell.output());
                        });
                    }
                },
                true,
                StandardCharsets.UTF_8);
    }

    private void flushForever() {
        while (true) {
            try {
                Thread.sleep(Output.PAUSE_MILLIS);
                for (Output output : List.copyOf(active)) {
                    active.remove(output); // before the flush: what is written meanwhile adds it again
                    output.flush();
                }
            } catch (InterruptedException ignored) {
                Thread.interrupted();
            } catch (RuntimeException | OutOfMemoryError full) {
                // the next round tries again: output must outlive a full heap
            }
        }
    }
}
