package packetwalk.net.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import packetwalk.net.Bytes;

/** A message of a handshake: RFC 5246 7.4. */
public sealed interface Handshake
        permits ClientHello,
                ServerHello,
                Handshake.Certificate,
                Handshake.ServerKeyExchange,
                Handshake.ServerHelloDone,
                Handshake.ClientKeyExchange,
                Handshake.Finished {

    int CLIENT_HELLO = 1;
    int SERVER_HELLO = 2;
    int CERTIFICATE = 11;
    int SERVER_KEY_EXCHANGE = 12;
    int SERVER_HELLO_DONE = 14;
    int CLIENT_KEY_EXCHANGE = 16;
    int FINISHED = 20;

    /** Its type's number. */
    int type();

    /** What follows type and length. */
    Bytes body();

    /** As it lies in a record. */
    default Bytes wire() {
        return new WireWriter().uint8(type()).vector24(body()).bytes();
    }

    /** Reads a message of that type; throws {@link TlsFault} if it is none. */
    static Handshake read(int type, Bytes body) {
        return switch (type) {
            case CLIENT_HELLO -> ClientHello.read(body);
            case SERVER_HELLO -> ServerHello.read(body);
            case CERTIFICATE -> Certificate.read(body);
            case SERVER_KEY_EXCHANGE -> ServerKeyExchange.read(body);
            case SERVER_HELLO_DONE -> new ServerHelloDone();
            case CLIENT_KEY_EXCHANGE -> new ClientKeyExchange(new WireReader(body).vector8());
            case FINISHED -> new Finished(body);
            default -> throw new TlsFault(TlsAlert.UNEXPECTED_MESSAGE, TlsReason.UNEXPECTED_MESSAGE);
        };
    }

    /** The server's certificates in DER, its own first. */
    record Certificate(List<Bytes> chain) implements Handshake {
        public Certificate {
            chain = List.copyOf(chain);
        }

        static Certificate read(Bytes body) {
            WireReader all = new WireReader(new WireReader(body).vector24());
            List<Bytes> chain = new ArrayList<>();
            while (all.more()) {
                chain.add(all.vector24());
            }
            return new Certificate(chain);
        }

        @Override
        public int type() {
            return CERTIFICATE;
        }

        @Override
        public Bytes body() {
            WireWriter all = new WireWriter();
            chain.forEach(all::vector24);
            return new WireWriter().vector24(all.bytes()).bytes();
        }
    }

    /**
     * The server's half of the key that both will have, signed: RFC 8422 5.4.
     *
     * @param group which curve: {@link NamedGroup#X25519}
     * @param algorithm how it is signed: {@link SignatureScheme}
     */
    record ServerKeyExchange(int group, Bytes publicKey, int algorithm, Bytes signature) implements Handshake {

        private static final int NAMED_CURVE = 3;

        public ServerKeyExchange {
            Objects.requireNonNull(publicKey, "publicKey");
            Objects.requireNonNull(signature, "signature");
        }

        static ServerKeyExchange read(Bytes body) {
            WireReader reader = new WireReader(body);
            if (reader.uint8() != NAMED_CURVE) {
                throw new TlsFault(TlsAlert.HANDSHAKE_FAILURE, TlsReason.WRONG_CURVE);
            }
            return new ServerKeyExchange(reader.uint16(), reader.vector8(), reader.uint16(), reader.vector16());
        }

        /** What is signed, besides both sides' random numbers. */
        public static Bytes parameters(int group, Bytes publicKey) {
            return new WireWriter()
                    .uint8(NAMED_CURVE)
                    .uint16(group)
                    .vector8(publicKey)
                    .bytes();
        }

        @Override
        public int type() {
            return SERVER_KEY_EXCHANGE;
        }

        @Override
        public Bytes body() {
            return new WireWriter()
                    .raw(parameters(group, publicKey))
                    .uint16(algorithm)
                    .vector16(signature)
                    .bytes();
        }
    }

    /** The server has said what it has to say. */
    record ServerHelloDone() implements Handshake {
        @Override
        public int type() {
            return SERVER_HELLO_DONE;
        }

        @Override
        public Bytes body() {
            return Bytes.EMPTY;
        }
    }

    /** The client's half of the key. */
    record ClientKeyExchange(Bytes publicKey) implements Handshake {
        @Override
        public int type() {
            return CLIENT_KEY_EXCHANGE;
        }

        @Override
        public Bytes body() {
            return new WireWriter().vector8(publicKey).bytes();
        }
    }

    /** Proves that both have heard the same: the first message that is encrypted. */
    record Finished(Bytes verifyData) implements Handshake {
        @Override
        public int type() {
            return FINISHED;
        }

        @Override
        public Bytes body() {
            return verifyData;
        }
    }
}
