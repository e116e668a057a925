package packetwalk.kernel.jupyter;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * What one cell prints, gathered and sent a few times a second: one message for thousands of lines.
 *
 * <p>The two streams keep their order. A cell that prints faster than {@value #LIMIT} bytes per {@value #PAUSE_MILLIS} ms
 * waits, so that an endless loop of output drowns neither the kernel nor the browser.
 */
final class Output {
    static final long PAUSE_MILLIS = 40;
    private static final int LIMIT = 256 * 1024;

    private final BiConsumer<String, JsonObject> publish;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private String stream = "stdout";

    /** {@code publish} takes a message's type and content. */
    Output(BiConsumer<String, JsonObject> publish) {
        this.publish = publish;
    }

    /** Adds to {@code name}, {@code stdout} or {@code stderr}. */
    void write(String name, byte[] bytes, int from, int count) {
        if (gather(name, bytes, from, count) > LIMIT) {
            flush();
            pause();
        }
    }

    private synchronized int gather(String name, byte[] bytes, int from, int count) {
        if (!name.equals(stream)) {
            flush();
            stream = name;
        }
        waiting.write(bytes, from, count);
        return waiting.size();
    }

    /** Prints a line of the kernel's own to the cell. */
    void note(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        write("stdout", bytes, 0, bytes.length);
    }

    /** Sends what has gathered; a character whose bytes are not all there yet waits. */
    synchronized void flush() {
        byte[] bytes = waiting.toByteArray();
        int whole = wholeCharacters(bytes);
        if (whole == 0) {
            return;
        }
        waiting.reset();
        waiting.write(bytes, whole, bytes.length - whole);
        JsonObject content = new JsonObject();
        content.addProperty("name", stream);
        content.addProperty("text", new String(bytes, 0, whole, StandardCharsets.UTF_8));
        publish.accept("stream", content);
    }

    /** Sends {@code content} after all that was printed before it. */
    synchronized void publish(String type, JsonObject content) {
        flush();
        publish.accept(type, content);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Length of the longest prefix that ends with a character, in UTF-8. */
    static int wholeCharacters(byte[] bytes) {
        int start = bytes.length;
        for (int back = 1; back <= Math.min(3, bytes.length); back++) {
            int value = bytes[bytes.length - back] & 0xff;
            if (value >= 0xc0) { // a lead byte: 110xxxxx and up announce 2, 3 or 4 bytes
                int announced = value >= 0xf0 ? 4 : value >= 0xe0 ? 3 : 2;
                start = announced > back ? bytes.length - back : bytes.length;
                break;
            } else if (value < 0x80) {
                break;
            }
        }
        return start;
    }
}
