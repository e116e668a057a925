package packetwalk.program;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.socket.SocketFault;
import packetwalk.net.Bytes;
import packetwalk.net.http.HttpFault;
import packetwalk.net.http.HttpLimits;
import packetwalk.net.http.HttpReader;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.net.http.HttpVersion;
import packetwalk.program.stream.Stream;
import packetwalk.program.stream.StreamEvents;
import packetwalk.program.stream.StreamFault;
import packetwalk.time.Simulation;

/**
 * A server's end of one HTTP connection: requests one after the other, each answered before the next is looked at, until
 * either side wants no more. What is no request is answered with 400 or its like, and ends the connection.
 */
public final class HttpConversation implements StreamEvents {

    /**
     * How a server holds its conversations.
     *
     * @param limits how large a request may be
     * @param idle after how long without a request it closes a connection; empty: never
     * @param refusal the answer to what is no request
     */
    public record Manners(HttpLimits limits, Optional<Duration> idle, HttpRefusal refusal) {

        /** As of a small program: patient, and terse. */
        public static final Manners PLAIN = new Manners(
                HttpLimits.USUAL,
                Optional.empty(),
                fault -> HttpResponse.text(fault.status(), fault.getMessage() + "\n"));

        public Manners {
            Objects.requireNonNull(limits, "limits");
            Objects.requireNonNull(idle, "idle");
            Objects.requireNonNull(refusal, "refusal");
        }
    }

    /** Makes the answer to what is no request. */
    @FunctionalInterface
    public interface HttpRefusal {
        HttpResponse answer(HttpFault fault);
    }

    private final HttpService service;
    private final Manners manners;
    private final Simulation simulation;
    private final Stream stream;
    private final Consumer<HttpConversation> ended;
    private final HttpReader<HttpRequest> reader;
    private @Nullable Runnable abandon;
    private boolean busy;
    private int requests;
    private boolean reading;
    private boolean closing;
    private boolean told;
    private long lastUsed;

    /**
     * One on {@code stream}.
     *
     * @param ended hears once that it is over
     */
    public HttpConversation(
            HttpService service,
            Manners manners,
            Simulation simulation,
            Stream stream,
            Consumer<HttpConversation> ended) {
        this.service = Objects.requireNonNull(service, "service");
        this.manners = Objects.requireNonNull(manners, "manners");
        this.simulation = Objects.requireNonNull(simulation, "simulation");
        this.stream = Objects.requireNonNull(stream, "stream");
        this.ended = Objects.requireNonNull(ended, "ended");
        this.reader = HttpReader.requests(manners.limits());
    }

    /** Answers what it is busy with, then closes; at once if it is not. */
    public void drain() {
        closing = true;
        if (!busy) {
            finish();
        }
    }

    @Override
    public void opened(Stream own) {
        lastUsed = simulation.now();
        manners.idle().ifPresent(this::watch);
    }

    /** One timer at a time: it comes again until nothing has happened for so long. */
    private void watch(Duration idle) {
        long due = lastUsed + idle.toNanos();
        simulation.after(Math.max(0, due - simulation.now()), () -> {
            if (closing) {
                return;
            }
            boolean silent = !busy && simulation.now() >= lastUsed + idle.toNanos();
            if (silent) {
                finish();
            } else {
                lastUsed = !busy ? lastUsed : simulation.now();
                watch(idle);
            }
        });
    }

    @Override
    public void received(Stream own, Bytes data) {
        lastUsed = simulation.now();
        reader.add(data);
        read();
    }

    /** Takes requests for as long as they are there and can be answered at once. */
    private void read() {
        if (reading) {
            return;
        }
        reading = true;
        try {
            while (!busy && !closing) {
                Optional<HttpRequest> next = reader.next();
                if (next.isEmpty()) {
                    return;
                }
                serve(next.get());
            }
        } catch (HttpFault fault) {
            stream.handled("refused", fault.status() + " " + fault.getMessage(), "it is no request of HTTP/1.1");
            send(manners.refusal().answer(fault), false);
        } finally {
            reading = false;
        }
    }

    private void serve(HttpRequest request) {
        busy = true;
        int number = ++requests;
        Runnable undo = service.serve(request, stream, response -> reply(number, request, response));
        abandon = busy ? undo : null;
    }

    private void reply(int number, HttpRequest request, HttpResponse response) {
        if (!busy || number != requests) {
            return; // the client has gone
        }
        busy = false;
        abandon = null;
        lastUsed = simulation.now();
        boolean keep = request.keepsAlive() && response.keepsAlive() && !closing;
        HttpResponse fitting = request.method().equals("HEAD") ? response.headOnly() : response;
        if (keep && request.version() == HttpVersion.HTTP_1_0) {
            fitting = fitting.with(fitting.headers().with("Connection", "keep-alive"));
        }
        send(fitting, keep);
        read();
    }

    private void send(HttpResponse response, boolean keep) {
        HttpResponse last = keep ? response : response.with(response.headers().with("Connection", "close"));
        try {
            stream.send(last.wire());
        } catch (SocketFault gone) {
            finish();
            return;
        }
        if (!keep) {
            finish();
        }
    }

    private void finish() {
        closing = true;
        stream.close();
        over();
    }

    private void over() {
        Runnable undo = abandon;
        busy = false;
        abandon = null;
        closing = true;
        if (undo != null) {
            undo.run();
        }
        if (!told) {
            told = true;
            ended.accept(this);
        }
    }

    /** Who says that no more comes waits for no answer either: nginx's 499, the cancelled context of Go. */
    @Override
    public void peerClosed(Stream own) {
        finish();
    }

    @Override
    public void failed(Stream own, StreamFault fault) {
        over();
    }
}
