package packetwalk.kernel.jupyter;

import java.util.Optional;

/** The threads that a cell starts: they print to the cell, and so does what ends them. */
final class CellThreads extends ThreadGroup {
    private final Cell cell;

    CellThreads(Cell cell) {
        super("cell " + cell.number());
        this.cell = cell;
    }

    /** The cell that started the calling thread, or a thread that started it; empty for the kernel's own. */
    static Optional<Cell> ofCurrentThread() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group != null) {
            if (group instanceof CellThreads threads) {
                return Optional.of(threads.cell);
            }
            group = group.getParent();
        }
        return Optional.empty();
    }

    /** A thread of the learner's own died: said on its cell's standard error, as a JVM does. */
    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (!Stopping.isStop(thrown)) {
            System.err.println("Exception in thread \"" + thread.getName() + "\" " + StackText.of(thrown));
        }
    }
}
