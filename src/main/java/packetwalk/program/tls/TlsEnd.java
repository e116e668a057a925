package packetwalk.program.tls;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.SocketFault;
import packetwalk.net.Bytes;
import packetwalk.net.tls.Handshake;
import packetwalk.net.tls.HandshakeMessages;
import packetwalk.net.tls.TlsAlert;
import packetwalk.net.tls.TlsFault;
import packetwalk.net.tls.TlsReason;
import packetwalk.net.tls.TlsRecord;
import packetwalk.net.tls.TlsRecords;
import packetwalk.program.stream.Stream;
import packetwalk.program.stream.StreamEvents;
import packetwalk.program.stream.StreamFault;
import packetwalk.program.stream.TlsSession;

/** What both ends of a TLS connection have in common: records in and out, alerts, and the bytes of a program above. */
abstract class TlsEnd implements Stream, StreamEvents {

    private final TlsRecords records = new TlsRecords();
    private final HandshakeMessages messages = new HandshakeMessages();
    private @Nullable Stream below;
    private @Nullable StreamEvents above;
    private @Nullable RecordCipher reading;
    private @Nullable RecordCipher nextReading;
    private @Nullable RecordCipher writing;
    private @Nullable TlsSession session;
    private Bytes transcript = Bytes.EMPTY;
    private Bytes flight = Bytes.EMPTY;
    private boolean closed;
    private boolean peerDone;
    private boolean over;

    /** A message of the handshake came in; it is in the transcript already, unless it is Finished. */
    abstract void heard(Handshake message);

    /** The program above, once there is one. */
    void above(StreamEvents program) {
        above = program;
    }

    final Stream below() {
        if (below == null) {
            throw new AssertionError("nothing below TLS yet");
        }
        return below;
    }

    final void below(Stream stream) {
        below = stream;
    }

    /** All messages of the handshake so far. */
    final Bytes transcript() {
        return transcript;
    }

    /** Has messages of the handshake ready to go, each in a record of its own. */
    final void say(List<Handshake> messagesNow) {
        for (Handshake message : messagesNow) {
            flight = flight.plus(sealed(TlsRecord.Type.HANDSHAKE, message.wire()));
            transcript = transcript.plus(message.wire());
        }
    }

    /** Sends what is ready, at once. */
    final void flush() {
        Bytes out = flight;
        flight = Bytes.EMPTY;
        below().send(out);
    }

    /** Says that all is encrypted from here on, and proves that it has heard the same as the other side. */
    final void finish(RecordCipher cipher, Handshake.Finished finished) {
        Bytes change = new TlsRecord(TlsRecord.Type.CHANGE_CIPHER_SPEC, TlsRecord.VERSION_1_2, Bytes.of(new byte[] {1}))
                .wire();
        writing = cipher;
        flight = flight.plus(change);
        say(List.of(finished));
        flush();
    }

    /** What the other side will encrypt with, after it has said so. */
    final void expect(RecordCipher cipher) {
        nextReading = cipher;
    }

    /** The handshake is done. */
    final void ready(TlsSession agreed) {
        session = agreed;
        if (above != null) {
            above.opened(this);
        }
    }

    private Bytes sealed(TlsRecord.Type type, Bytes plain) {
        RecordCipher cipher = writing;
        TlsRecord record = cipher == null ? new TlsRecord(type, version(), plain) : cipher.seal(type, plain);
        return record.wire();
    }

    /** Old servers take fright at a first record of TLS 1.2: RFC 5246 E.1. */
    private int version() {
        return transcript.isEmpty() ? TlsRecord.VERSION_1_0 : TlsRecord.VERSION_1_2;
    }

    @Override
    public void received(Stream own, Bytes data) {
        records.add(data);
        read();
    }

    final void read() {
        try {
            Optional<TlsRecord> next = over ? Optional.empty() : records.next();
            while (next.isPresent()) {
                handle(next.get());
                next = over ? Optional.empty() : records.next();
            }
        } catch (TlsFault fault) {
            refuse(
                    fault.alert(),
                    new StreamFault.Tls(
                            StreamFault.Tls.Kind.PROTOCOL, fault.reason().text()));
        }
    }

    private void handle(TlsRecord record) {
        if (record.type() == TlsRecord.Type.CHANGE_CIPHER_SPEC) {
            if (nextReading == null) {
                throw new TlsFault(TlsAlert.UNEXPECTED_MESSAGE, TlsReason.UNEXPECTED_MESSAGE);
            }
            reading = nextReading;
            nextReading = null;
            return;
        }
        Bytes content = reading == null ? record.fragment() : reading.open(record);
        switch (record.type()) {
            case HANDSHAKE -> handshake(content);
            case ALERT -> alerted(content);
            default -> {
                if (session == null || above == null) {
                    throw new TlsFault(TlsAlert.UNEXPECTED_MESSAGE, TlsReason.UNEXPECTED_MESSAGE);
                }
                above.received(this, content);
            }
        }
    }

    private void handshake(Bytes content) {
        messages.add(content);
        Optional<HandshakeMessages.Read> next = messages.next();
        while (next.isPresent() && !over) {
            Handshake message = next.get().message();
            if (session != null) {
                throw new TlsFault(TlsAlert.NO_RENEGOTIATION, TlsReason.UNEXPECTED_MESSAGE);
            }
            if (!(message instanceof Handshake.Finished)) {
                transcript = transcript.plus(next.get().wire());
            }
            heard(message);
            if (message instanceof Handshake.Finished) {
                transcript = transcript.plus(next.get().wire());
                finished();
            }
            next = messages.next();
        }
    }

    /** The other side's Finished was right, and is in the transcript now. */
    abstract void finished();

    private void alerted(Bytes content) {
        Optional<TlsAlert> alert = TlsAlert.read(content);
        if (alert.isPresent() && alert.get() == TlsAlert.CLOSE_NOTIFY) {
            peerIsDone();
            return;
        }
        String words = alert.map(TlsReason::text).orElse("an alert that nobody knows");
        below().close();
        end(new StreamFault.Tls(StreamFault.Tls.Kind.PROTOCOL, words));
    }

    private void peerIsDone() {
        if (!peerDone && !over) {
            peerDone = true;
            if (session != null && above != null) {
                above.peerClosed(this);
            } else {
                peerClosed(below());
            }
        }
    }

    /** Ends the connection for a reason of this side's: the other is told, and so is the program above. */
    final void refuse(TlsAlert alert, StreamFault fault) {
        tell(alert);
        below().close();
        end(fault);
    }

    private void tell(TlsAlert alert) {
        try {
            below().send(sealed(TlsRecord.Type.ALERT, alert.wire()));
        } catch (SocketFault gone) {
            return; // there is nobody to tell
        }
    }

    final void end(StreamFault fault) {
        if (!over) {
            over = true;
            if (above != null) {
                above.failed(this, fault);
            }
        }
    }

    @Override
    public void peerClosed(Stream own) {
        if (over || (peerDone && session != null)) {
            return;
        }
        if (session == null) {
            own.close();
            end(new StreamFault.Tls(StreamFault.Tls.Kind.PROTOCOL, TlsReason.UNEXPECTED_EOF.text()));
        } else {
            peerIsDone(); // without close_notify, as many do
        }
    }

    @Override
    public void failed(Stream own, StreamFault fault) {
        end(fault);
    }

    @Override
    public void send(Bytes data) {
        if (closed || over || session == null) {
            throw new SocketFault(Errno.EPIPE, "TLS connection " + this + " is closed; it sends no more");
        }
        Bytes out = Bytes.EMPTY;
        for (int from = 0; from < data.length(); from += TlsRecord.MOST_PLAIN) {
            Bytes part = data.slice(from, Math.min(data.length(), from + TlsRecord.MOST_PLAIN));
            out = out.plus(sealed(TlsRecord.Type.APPLICATION_DATA, part));
        }
        below().send(out);
    }

    @Override
    public void close() {
        if (!closed && !over && !peerDone) {
            tell(TlsAlert.CLOSE_NOTIFY); // who has gone is told nothing: its kernel would answer with a reset
        }
        closed = true;
        below().close();
    }

    @Override
    public void abort() {
        over = true;
        below().abort();
    }

    @Override
    public boolean isOpen() {
        return session != null && !closed && !peerDone && !over && below().isOpen();
    }

    @Override
    public Endpoint local() {
        return below().local();
    }

    @Override
    public Endpoint remote() {
        return below().remote();
    }

    @Override
    public Optional<TlsSession> tls() {
        return Optional.ofNullable(session);
    }

    @Override
    public void handled(String event, Object by, Object why) {
        below().handled(event, by, why);
    }

    @Override
    public void keyed(Supplier<String> line) {
        below().keyed(line);
    }

    @Override
    public String toString() {
        return "TLS over " + below;
    }
}
