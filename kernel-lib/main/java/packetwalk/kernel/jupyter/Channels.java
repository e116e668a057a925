package packetwalk.kernel.jupyter;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMsg;

/**
 * The five sockets of a kernel.
 *
 * <p>Each has a thread of its own that waits in a blocking receive: a message is answered the moment it comes, an idle kernel
 * uses no processor time, and a running cell never delays a heartbeat or an interrupt. No cell touches a socket: one that is
 * stopped in the middle of a message would leave it broken.
 */
final class Channels {
    private static final Duration ANSWER_POLL = Duration.ofMillis(50);

    private final ZContext context = new ZContext();
    private final Wire wire;
    private final ZMQ.Socket shell;
    private final ZMQ.Socket control;
    private final ZMQ.Socket published;
    private final ZMQ.Socket stdin;
    private final ZMQ.Socket heartbeat;
    private final Queue<Message> unpublished = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Runnable> questions = new LinkedBlockingQueue<>();
    private final Thread publisher = thread("iopub", this::publishForever);

    Channels(ConnectionFile file) {
        wire = new Wire(file.key());
        shell = bind(SocketType.ROUTER, file.address("shell"));
        control = bind(SocketType.ROUTER, file.address("control"));
        published = bind(SocketType.PUB, file.address("iopub"));
        stdin = bind(SocketType.ROUTER, file.address("stdin"));
        heartbeat = bind(SocketType.REP, file.address("hb"));
    }

    private ZMQ.Socket bind(SocketType type, String address) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setLinger(1000);
        socket.setHWM(0); // the rate of output is limited where it is made, never by dropping messages here
        socket.bind(address);
        return socket;
    }

    /** Answers heartbeats and control messages on threads of their own. */
    void listen(Consumer<Message> onControl) {
        publisher.start();
        thread("stdin", this::askForever).start();
        thread("heartbeat", () -> {
                    while (true) {
                        heartbeat.send(heartbeat.recv());
                    }
                })
                .start();
        thread("control", () -> {
                    while (true) {
                        receive(control, true).ifPresent(onControl);
                    }
                })
                .start();
    }

    /** The next request of the shell channel; waits for it. */
    Message nextRequest() {
        while (true) {
            Optional<Message> message = receive(shell, true);
            if (message.isPresent()) {
                return message.get();
            }
        }
    }

    /** A request that has come already. */
    Optional<Message> waitingRequest() {
        return receive(shell, false);
    }

    /** Answers on the shell channel; only its own thread may, sockets are not shared. */
    void reply(Message message) {
        wire.encode(message).send(shell);
    }

    /** Answers on the control channel, from its own thread. */
    void replyControl(Message message) {
        wire.encode(message).send(control);
    }

    /**
     * Tells every front end; any thread may.
     *
     * <p>A cell's own thread may be stopped in the middle, so it only adds to a queue that has no locks.
     */
    void publish(Message message) {
        unpublished.add(message);
        if (CellThreads.ofCurrentThread().isPresent()) {
            LockSupport.unpark(publisher);
        } else {
            drain();
        }
    }

    private void drain() {
        synchronized (published) {
            for (Message message = unpublished.poll(); message != null; message = unpublished.poll()) {
                wire.encode(message).send(published);
            }
        }
    }

    private void publishForever() {
        while (true) {
            drain();
            LockSupport.park(this);
        }
    }

    /**
     * Asks the front end for a line of input.
     *
     * @param stopped asked now and then while waiting
     * @return the line, or empty if {@code stopped} said so
     */
    Optional<String> ask(Message cell, String prompt, BooleanSupplier stopped) {
        CompletableFuture<Optional<String>> line = new CompletableFuture<>();
        questions.add(() -> line.complete(answer(cell, prompt, stopped)));
        return line.join();
    }

    private Optional<String> answer(Message cell, String prompt, BooleanSupplier stopped) {
        JsonObject question = new JsonObject();
        question.addProperty("prompt", prompt);
        question.addProperty("password", false);
        wire.encode(cell.answer("input_request", question)).send(stdin);
        while (!stopped.getAsBoolean()) {
            Optional<Message> answer = receive(stdin, true);
            if (answer.isPresent()) {
                return Optional.of(answer.get().text("value"));
            }
        }
        return Optional.empty();
    }

    private void askForever() {
        stdin.setReceiveTimeOut((int) ANSWER_POLL.toMillis());
        while (true) {
            try {
                questions.take().run();
            } catch (InterruptedException nobody) {
                Thread.interrupted();
            }
        }
    }

    /** Sends what waits to be sent, then leaves the sockets. */
    void close() {
        drain();
        context.close();
    }

    private Optional<Message> receive(ZMQ.Socket socket, boolean wait) {
        ZMsg frames = ZMsg.recvMsg(socket, wait);
        return frames == null ? Optional.empty() : wire.decode(frames);
    }

    private static Thread thread(String name, Runnable loop) {
        Thread thread = new Thread(loop, name);
        thread.setDaemon(true);
        return thread;
    }
}
