package packetwalk.kernel.grade;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a worker tells the command. Both run what the instructor installed; no learner's process has either end of this pipe.
 *
 * @param kind what {@code text} is
 */
record Message(Kind kind, String text) {

    enum Kind {
        /** What is being done now: {@code POD-3 judging}. */
        PHASE,
        /** A report of one exercise. */
        GRADED,
        /** A sentence for the report. */
        NOTICE,
        /** A line for {@code --explain}. */
        EXPLAINED,
        /** There is nothing more to do for this submission. */
        DONE
    }

    void write(DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeUTF(kind.name());
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /** The next; empty at the end. */
    static Optional<Message> read(DataInputStream in) throws IOException {
        try {
            Kind kind = Kind.valueOf(in.readUTF());
            return Optional.of(new Message(kind, new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8)));
        } catch (EOFException ended) {
            return Optional.empty();
        }
    }
}
