package packetwalk.kernel.jupyter;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMsg;

/**
 * The five sockets of a kernel.
 *
 * <p>Each waits in a blocking receive of its own thread: a message is answered the moment it comes, an idle kernel uses no
 * processor time, and a running cell never delays a heartbeat or an interrupt.
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
        start("heartbeat", () -> {
            while (true) {
                heartbeat.send(heartbeat.recv());
            }
        });
        start("control", () -> {
            while (true) {
                receive(control, true).ifPresent(onControl);
            }
        });
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

    /** Tells every front end; any thread may. */
    void publish(Message message) {
        synchronized (published) {
            wire.encode(message).send(published);
        }
    }

    /**
     * Asks the front end for a line of input.
     *
     * @param stopped asked now and then while waiting
     * @return the line, or empty if {@code stopped} said so
     */
    Optional<String> ask(Message cell, String prompt, BooleanSupplier stopped) {
        JsonObject question = new JsonObject();
        question.addProperty("prompt", prompt);
        question.addProperty("password", false);
        synchronized (stdin) {
            stdin.setReceiveTimeOut((int) ANSWER_POLL.toMillis());
            wire.encode(cell.answer("input_request", question)).send(stdin);
            while (!stopped.getAsBoolean()) {
                Optional<Message> answer = receive(stdin, true);
                if (answer.isPresent()) {
                    return Optional.of(answer.get().text("value"));
                }
            }
        }
        return Optional.empty();
    }

    /** Sends what waits to be sent, then leaves the sockets. */
    void close() {
        context.close();
    }

    private Optional<Message> receive(ZMQ.Socket socket, boolean wait) {
        ZMsg frames = ZMsg.recvMsg(socket, wait);
        return frames == null ? Optional.empty() : wire.decode(frames);
    }

    private static void start(String name, Runnable loop) {
        Thread thread = new Thread(loop, name);
        thread.setDaemon(true);
        thread.start();
    }
}
