package packetwalk.kernel.jupyter;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Function;
import jdk.jshell.execution.LocalExecutionControl;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets in this JVM, each on a thread of its own that can be stopped.
 *
 * <p>The JDK's local engine knows how to stop a thread on every Java version: {@code Thread.stop} on 17, a check woven into
 * every loop of the learner's code on 20 and later. It knows only the thread that it starts, so that one enters
 * {@link #enter()}, which starts the cell's thread in the cell's own group below it.
 */
final class Execution extends LocalExecutionControl {
    private static final InheritableThreadLocal<Run> NEXT = new InheritableThreadLocal<>();
    private static final Method ENTER = entry();
    private static final long GRACE_MILLIS = 400;

    private volatile @Nullable Cell cell;
    private volatile @Nullable Function<Object, ?> show;
    private volatile @Nullable Object shown;

    /** The next snippets belong to {@code cell}. */
    void begin(Cell cell) {
        this.cell = cell;
    }

    void end() {
        cell = null;
        show = null;
    }

    /** If the next snippet is an expression, {@code show} makes its display, where a stop reaches it too. */
    void showNext(@Nullable Function<Object, ?> show) {
        this.show = show;
        this.shown = null;
    }

    /** What {@link #showNext} made of the last snippet's value; null if it had none. */
    @Nullable
    Object shown() {
        return shown;
    }

    /** Stops the running cell, also one that still compiles or catches the first attempts; returns at once. */
    void interrupt() {
        Cell running = cell;
        if (running == null) {
            return;
        }
        running.interrupt();
        Thread stopper = new Thread(() -> stopUntilEnded(running), "interrupt");
        stopper.setDaemon(true);
        stopper.start();
    }

    private void stopUntilEnded(Cell running) {
        try {
            while (cell == running) {
                stop();
                Thread.sleep(GRACE_MILLIS / 2);
            }
        } catch (EngineTerminationException | InternalException | InterruptedException over) {
            return;
        }
    }

    @Override
    public void load(ClassBytecodes[] classes)
            throws ClassInstallException, NotImplementedException, EngineTerminationException {
        ClassBytecodes[] guarded = new ClassBytecodes[classes.length];
        for (int i = 0; i < classes.length; i++) {
            guarded[i] = new ClassBytecodes(classes[i].name(), Exits.guard(classes[i].bytecodes()));
        }
        super.load(guarded);
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        Cell running = cell;
        if (running == null) {
            return super.invoke(snippet); // an import or a start-up line, not a cell
        }
        if (running.interrupted()) {
            throw new StoppedException(); // the stop came while this snippet was compiled
        }
        Run run = new Run(running, snippet);
        NEXT.set(run);
        try {
            super.invoke(ENTER);
        } finally {
            NEXT.remove();
        }
        Throwable failure = run.failure;
        if (failure != null && running.interrupted()) {
            throw new StoppedException();
        }
        if (failure != null) {
            throw failure instanceof InvocationTargetException wrapped
                    ? wrapped
                    : new InvocationTargetException(failure);
        }
        return ""; // the value's text: never asked for, since the value itself is shown
    }

    /** On the engine's thread: starts the cell's thread and waits for it; a stop waits a little for it to take notice. */
    @SuppressWarnings("UnusedMethod") // called by its name, see entry()
    private static void enter() throws InterruptedException {
        Run run = NEXT.get();
        Thread thread = new Thread(new CellThreads(run.cell), run, "cell " + run.cell.number());
        thread.setContextClassLoader(run.snippet.getDeclaringClass().getClassLoader());
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException | ThreadDeath stop) {
            thread.join(GRACE_MILLIS);
            if (thread.isAlive()) {
                run.cell
                        .output()
                        .note("note: a thread of this cell could not be stopped and still runs" + where(thread));
            }
            throw new ThreadDeath();
        }
    }

    private static String where(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return frames.length == 0 ? "" : ", in " + frames[0].getClassName() + "." + frames[0].getMethodName();
    }

    private static Method entry() {
        try {
            Method enter = Execution.class.getDeclaredMethod("enter");
            enter.setAccessible(true);
            return enter;
        } catch (NoSuchMethodException renamed) {
            throw new AssertionError(renamed);
        }
    }

    /** One snippet on the cell's thread: runs it, then makes the display of its value. */
    private final class Run implements Runnable {
        private final Cell cell;
        private final Method snippet;
        private volatile @Nullable Throwable failure;

        Run(Cell cell, Method snippet) {
            this.cell = cell;
            this.snippet = snippet;
        }

        @Override
        public void run() {
            try {
                Object value = snippet.invoke(null);
                Function<Object, ?> display = show;
                if (value != null && display != null && isExpression()) {
                    shown = display.apply(value);
                }
            } catch (Throwable thrown) { // whatever a learner's code throws: it is reported, the kernel goes on
                failure = thrown;
            }
        }

        /** JShell wraps a declaration as a field of that name; an expression has none, or one called {@code $1}. */
        private boolean isExpression() {
            for (Field field : snippet.getDeclaringClass().getDeclaredFields()) {
                if (!field.getName().startsWith("$")) {
                    return false;
                }
            }
            return true;
        }
    }
}
