package packetwalk.kernel.jupyter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Keeps {@code System.exit} in a cell from ending the kernel: calls in the learner's classes come to {@link #exit} here.
 *
 * <p>Only the class that the call names is changed, in the constant pool (JVMS 4.4), so that the code stays as javac made it.
 * Left out: {@code Runtime.exit} and {@code halt}, which end the kernel; the front end starts it again.
 */
public final class Exits {
    private static final String SYSTEM = "java/lang/System";
    private static final String OURS = "packetwalk/kernel/jupyter/Exits";

    private Exits() {}

    /**
     * Stands in for {@link System#exit}.
     *
     * @throws ExitRefused always
     */
    @SuppressWarnings("DoNotCallSuggester") // called by woven code only
    public static void exit(int status) {
        throw new ExitRefused(status);
    }

    /** The class file with every call of {@code System.exit} turned here; the same bytes if there is none. */
    static byte[] guard(byte[] classFile) {
        try {
            Pool pool = new Pool(classFile);
            return pool.exitReference() < 0 ? classFile : pool.redirected(classFile);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    /** The constant pool of a class file, as far as the question goes. */
    private static final class Pool {
        private static final int COUNT_OFFSET = 8;
        private final int count;
        private final int end;
        private final int[] tags;
        private final int[] first; // index of the class, of the name
        private final int[] second; // index of the name and type, of the descriptor
        private final String[] text;
        private final int[] offsets;

        Pool(byte[] classFile) throws IOException {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
            in.skipBytes(COUNT_OFFSET);
            count = in.readUnsignedShort();
            tags = new int[count];
            first = new int[count];
            second = new int[count];
            text = new String[count];
            offsets = new int[count];
            for (int i = 1; i < count; i++) {
                offsets[i] = classFile.length - in.available();
                tags[i] = in.readUnsignedByte();
                switch (tags[i]) {
                    case 1 -> text[i] = in.readUTF();
                    case 3, 4 -> in.skipBytes(4);
                    case 5, 6 -> {
                        in.skipBytes(8);
                        i++; // long and double take two places
                    }
                    case 7, 8, 16, 19, 20 -> first[i] = in.readUnsignedShort();
                    case 15 -> in.skipBytes(3);
                    case 9, 10, 11, 12, 17, 18 -> {
                        first[i] = in.readUnsignedShort();
                        second[i] = in.readUnsignedShort();
                    }
                    default -> throw new IOException("constant pool tag " + tags[i]);
                }
            }
            end = classFile.length - in.available();
        }

        /** Index of the method reference to {@code System.exit}, or -1. */
        int exitReference() {
            for (int i = 1; i < count; i++) {
                if (tags[i] == 10
                        && SYSTEM.equals(text[first[first[i]]])
                        && "exit".equals(text[first[second[i]]])
                        && "(I)V".equals(text[second[second[i]]])) {
                    return i;
                }
            }
            return -1;
        }

        /** Adds our class at the pool's end and lets the reference name it. */
        byte[] redirected(byte[] classFile) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(classFile.length + OURS.length() + 8);
            DataOutputStream out = new DataOutputStream(bytes);
            int owner = offsets[exitReference()] + 1;
            out.write(classFile, 0, COUNT_OFFSET);
            out.writeShort(count + 2);
            out.write(classFile, COUNT_OFFSET + 2, owner - COUNT_OFFSET - 2);
            out.writeShort(count + 1);
            out.write(classFile, owner + 2, end - owner - 2);
            out.writeByte(1);
            out.writeUTF(OURS);
            out.writeByte(7);
            out.writeShort(count);
            out.write(classFile, end, classFile.length - end);
            return bytes.toByteArray();
        }
    }
}
