package packetwalk.kernel.jupyter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** {@code System.in}: each line is asked of the front end that runs the cell. */
final class Input extends InputStream {
    private final Streams streams;
    private final Channels channels;
    private byte[] line = {};
    private int next;

    Input(Streams streams, Channels channels) {
        this.streams = streams;
        this.channels = channels;
    }

    @Override
    public synchronized int read() throws IOException {
        return available() > 0 || ask() ? line[next++] & 0xff : -1;
    }

    /** Never waits for a second line: a Scanner would ask again for what it has. */
    @Override
    public synchronized int read(byte[] into, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (available() == 0 && !ask()) {
            return -1;
        }
        int given = Math.min(count, available());
        System.arraycopy(line, next, into, from, given);
        next += given;
        return given;
    }

    @Override
    public synchronized int available() {
        return line.length - next;
    }

    /** False where there is nobody to ask, or the cell was stopped meanwhile. */
    private boolean ask() throws IOException {
        Cell cell = streams.current().orElseThrow(() -> new IOException("no cell runs"));
        if (!cell.mayAsk()) {
            throw new IOException("this front end cannot ask for input; give the value in the cell instead");
        }
        cell.output().flush();
        var answer = channels.ask(cell.request(), "", cell::interrupted);
        line = answer.map(text -> text + "\n").orElse("").getBytes(StandardCharsets.UTF_8);
        next = 0;
        return line.length > 0;
    }
}
