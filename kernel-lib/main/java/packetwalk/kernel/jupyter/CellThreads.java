package packetwalk.kernel.jupyter;

/** The threads that a cell starts: they print to the cell, and so does what ends them. */
final class CellThreads extends ThreadGroup {
    private final Cell cell;

    CellThreads(Cell cell) {
        super("cell " + cell.number());
        this.cell = cell;
    }

    Cell cell() {
        return cell;
    }

    /** A thread of the learner's own died: said on its cell's standard error, as a JVM does. */
    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (!Stopping.isStop(thrown)) {
            System.err.println("Exception in thread \"" + thread.getName() + "\" " + StackText.of(thrown));
        }
    }
}
