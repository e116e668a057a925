package packetwalk.kernel.jupyter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Starts the kernel; a kernelspec runs it with the connection file as its only argument. */
public final class Main {
    private Main() {}

    /**
     * Serves until the front end says shutdown or ends.
     *
     * @param arguments the connection file that Jupyter wrote
     * @throws IOException if that cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: " + Main.class.getName() + " connection-file (a Jupyter front end starts this)");
            System.exit(2);
        }
        CompletableFuture<Session> session = CompletableFuture.supplyAsync(
                Session::new, Main::start); // the compiler loads while the sockets connect
        Channels channels = new Channels(ConnectionFile.read(Path.of(arguments[0])));
        Streams streams = new Streams();
        streams.install(new Input(streams, channels));
        Kernel kernel = new Kernel(channels, streams, session, () -> {
            channels.close();
            Runtime.getRuntime().halt(0); // nothing of a cell's may keep it: shutdown hooks, threads
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            kernel.ended();
            channels.close();
        }));
        endWithParent();
        kernel.serve();
    }

    /** A kernel whose front end was killed would run for ever. */
    private static void endWithParent() {
        String parent = System.getenv("JPY_PARENT_PID");
        if (parent != null) {
            ProcessHandle.of(Long.parseLong(parent))
                    .ifPresent(process -> start(() -> {
                        process.onExit().join();
                        Runtime.getRuntime().halt(1);
                    }));
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "packetwalk");
        thread.setDaemon(true);
        thread.start();
    }
}
