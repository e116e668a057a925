package packetwalk.kernel.jupyter;

import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers Jupyter's messages. Each is answered whatever happens: busy, the answer or an error, idle.
 *
 * <p>Cells, completion and inspection are answered one after the other on the shell thread; interrupt and shutdown on the
 * control thread, also while a cell runs.
 */
final class Kernel {
    static final String VERSION = Optional.ofNullable(Kernel.class.getPackage().getImplementationVersion())
            .orElse("0.1.0");

    private final Channels channels;
    private final Streams streams;
    private final History history = new History();
    private final CompletableFuture<Session> session;
    private final Bridge bridge;
    private final Runnable exit;
    private int count;
    private final Queue<Message> queued = new ArrayDeque<>(); // behind a cell that failed
    private volatile @Nullable Cell running;

    private final Map<String, Function<Message, JsonObject>> answers = Map.of(
            "execute_request", this::execute,
            "complete_request", this::complete,
            "inspect_request", this::inspect,
            "is_complete_request", this::isComplete,
            "history_request", this::history,
            "kernel_info_request", request -> KernelInfo.reply(),
            "comm_info_request", request -> Contents.noComms(),
            "interrupt_request", this::interrupt,
            "shutdown_request", this::shutdown);

    /** {@code session} may still be starting; {@code exit} ends the kernel once a shutdown is answered. */
    Kernel(Channels channels, Streams streams, CompletableFuture<Session> session, Runnable exit) {
        this.channels = channels;
        this.streams = streams;
        this.session = session;
        this.exit = exit;
        this.bridge =
                new Bridge(source -> session.join().evaluate(source), data -> publishFromCell("display_data", data));
    }

    /** Says that the kernel is up, then answers until it is told to end. */
    void serve() {
        channels.publish(Message.of("status", Contents.status("starting")));
        channels.listen(request -> answer(request, answers.get(request.type()), channels::replyControl));
        bridge.install();
        Notebook.attach(this);
        while (true) {
            Message request = channels.nextRequest();
            answer(request, answers.get(request.type()), channels::reply);
            for (Message waiting = queued.poll(); waiting != null; waiting = queued.poll()) {
                boolean cell = waiting.type().equals("execute_request");
                answer(waiting, cell ? notRun -> Contents.aborted() : answers.get(waiting.type()), channels::reply);
            }
        }
    }

    private void answer(Message request, @Nullable Function<Message, JsonObject> answer, Consumer<Message> reply) {
        if (answer == null) {
            return; // comm messages, debugger: not asked of a kernel that does not announce them
        }
        publish(request, "status", Contents.status("busy"));
        JsonObject content;
        try {
            content = answer.apply(request);
        } catch (Throwable thrown) { // a message without an answer hangs a notebook for ever
            content = Contents.failed(Failure.internal(thrown));
        }
        reply.accept(request.answer(request.type().replace("_request", "_reply"), content));
        publish(request, "status", Contents.status("idle"));
        if (request.type().equals("shutdown_request")) {
            exit.run();
        }
    }

    /** Cells that were queued behind a failed one are not run, as Jupyter's stop_on_error asks; later ones are. */
    private void abortQueued() {
        Optional<Message> waiting = channels.waitingRequest();
        while (waiting.isPresent()) {
            queued.add(waiting.get());
            waiting = channels.waitingRequest();
        }
    }

    private JsonObject execute(Message request) {
        String code = request.text("code").replace("\r\n", "\n");
        boolean silent = request.flag("silent", false);
        if (!silent && request.flag("store_history", true)) {
            count++;
            history.add(code);
        }
        Cell cell = new Cell(request, count, new Output((type, content) -> publish(request, type, content)));
        if (!silent) {
            publish(request, "execute_input", Contents.input(code, count));
        }
        Failure failure = run(cell, code, silent);
        if (failure != null && request.flag("stop_on_error", true)) {
            abortQueued();
        }
        JsonObject reply = failure == null ? Contents.ok() : Contents.failed(failure);
        reply.addProperty("execution_count", count);
        reply.add("user_expressions", new JsonObject());
        return reply;
    }

    private @Nullable Failure run(Cell cell, String code, boolean silent) {
        streams.running(cell);
        running = cell;
        Failure failure;
        try {
            Session.Outcome outcome = session.join().run(cell, Magics.apply(code, session.join()), this::result);
            failure = outcome.failure();
            JsonObject display = outcome.display();
            if (display != null && !silent) {
                display.addProperty("execution_count", count);
                cell.output().publish("execute_result", display);
            }
        } catch (Throwable thrown) {
            failure = Failure.internal(thrown);
        } finally {
            running = null;
        }
        cell.output().flush();
        if (failure != null) {
            publish(cell.request(), "error", failure.json());
        }
        return failure;
    }

    /** The forms of a value, in a display message. */
    JsonObject show(Object value) {
        return bridge.show(value);
    }

    /** The display of a cell's last value; null if that has been shown already. */
    private @Nullable JsonObject result(Object value) {
        return value instanceof String && Notebook.isDisplayName(value) ? null : show(value);
    }

    /** Publishes {@code content} for the cell that the calling thread belongs to. */
    void publishFromCell(String type, JsonObject content) {
        streams.current().ifPresent(cell -> cell.output().publish(type, content));
    }

    private JsonObject complete(Message request) {
        return new Completion(session.join().analysis()).at(request.text("code"), request.number("cursor_pos", 0));
    }

    private JsonObject inspect(Message request) {
        return new Inspection(session.join().analysis())
                .at(request.text("code"), request.number("cursor_pos", 0), true);
    }

    private JsonObject isComplete(Message request) {
        return Completeness.of(session.join().analysis(), request.text("code"));
    }

    private JsonObject history(Message request) {
        return history.answer(request);
    }

    private JsonObject interrupt(Message request) {
        Cell cell = running;
        if (cell != null) {
            cell.interrupt(); // also where the session still starts, or compiles the cell
        }
        if (session.isDone()) {
            session.join().interrupt();
        }
        return Contents.ok();
    }

    private JsonObject shutdown(Message request) {
        JsonObject reply = Contents.ok();
        reply.addProperty("restart", request.flag("restart", false));
        return reply;
    }

    /** The JVM ends while a cell runs, by the cell's own doing: the notebook is told why its kernel goes. */
    void ended() {
        Cell cell = running;
        if (cell != null) {
            Failure failure = new Failure(
                    "KernelEnded", "the cell ended the kernel's JVM; it starts again without the variables", List.of());
            cell.output().publish("error", failure.json());
            JsonObject reply = Contents.failed(failure);
            reply.addProperty("execution_count", cell.number());
            channels.reply(cell.request().answer("execute_reply", reply));
            publish(cell.request(), "status", Contents.status("idle"));
        }
    }

    private void publish(Message request, String type, JsonObject content) {
        channels.publish(request.answer(type, content));
    }
}
