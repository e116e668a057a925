package packetwalk.kernel.grade.agent;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Takes classes and calls from stdin, and says on stdout what they gave. A learner's code shares its JVM and can say anything in its place; so
 * whoever listens takes it for data that a learner made.
 *
 * <p>A command is a byte, a reply a byte, a length and a text; nothing on either side is an object that reading would run.
 */
public final class Agent {

    /** Forget all classes. */
    public static final int FORGET = 'F';
    /** Take classes: how many; of each its name, its length and its bytes. */
    public static final int CLASSES = 'C';
    /** Call a static method without parameters: its class and its name. */
    public static final int CALL = 'K';

    /** What a call gave, as a text; nothing, if it was none. */
    public static final int VALUE = 'V';
    /** What it threw, as {@code toString()} says it. */
    public static final int THREW = 'T';

    private final DataInputStream in;
    private final DataOutputStream out;
    private Loader loader = new Loader();

    private Agent(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    /** Serves until stdin ends. */
    public static void main(String[] args) throws IOException {
        Agent agent = new Agent(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
        // what a learner prints is no answer, and a flood of it no concern
        System.setIn(InputStream.nullInputStream());
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        System.setErr(System.out);
        agent.serve();
        Runtime.getRuntime().halt(0);
    }

    private void serve() throws IOException {
        for (int command = in.read(); command >= 0; command = in.read()) {
            switch (command) {
                case FORGET -> {
                    loader = new Loader();
                    reply(VALUE, "");
                }
                case CLASSES -> {
                    for (int count = in.readInt(); count > 0; count--) {
                        loader.classes.put(in.readUTF(), in.readNBytes(in.readInt()));
                    }
                    reply(VALUE, "");
                }
                case CALL -> call(in.readUTF(), in.readUTF());
                default -> throw new IOException("there is no command " + command);
            }
        }
    }

    private void call(String type, String name) throws IOException {
        try {
            Method method = loader.loadClass(type).getDeclaredMethod(name);
            method.setAccessible(true);
            Thread.currentThread().setContextClassLoader(loader);
            reply(VALUE, method.invoke(null) instanceof String text ? text : "");
        } catch (InvocationTargetException thrown) {
            reply(THREW, words(Objects.requireNonNullElse(thrown.getCause(), thrown)));
        } catch (ReflectiveOperationException | LinkageError missing) {
            reply(THREW, words(missing));
        }
    }

    private static String words(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (RuntimeException | StackOverflowError wordless) {
            return thrown.getClass().getName();
        }
    }

    private void reply(int kind, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(kind);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /** Classes as they came; those of the JDK and the simulator by the usual loader. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes = new HashMap<>();

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
