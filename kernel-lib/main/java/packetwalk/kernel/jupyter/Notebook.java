package packetwalk.kernel.jupyter;

import com.google.gson.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What every cell can call besides Java: the names that IJava and JJava give a notebook, with the same meaning.
 *
 * <p>Left out: {@code render}, {@code eval} and magics as methods.
 */
public final class Notebook {
    private static volatile @Nullable Kernel kernel;
    private static volatile String lastId = "";

    private Notebook() {}

    static void attach(Kernel running) {
        kernel = running;
    }

    /**
     * Shows {@code value} now, below what the cell has printed so far.
     *
     * @return the display's name, for {@link #updateDisplay}
     */
    public static String display(Object value) {
        String id = UUID.randomUUID().toString();
        lastId = id;
        send("display_data", id, value);
        return id;
    }

    /** A cell that ends with {@code display(x)} has shown x; the name it returns is no result to show. */
    static boolean isDisplayName(Object value) {
        return value.equals(lastId);
    }

    /** Shows {@code value} in place of what {@link #display} showed under {@code id}. */
    public static void updateDisplay(String id, Object value) {
        send("update_display_data", id, value);
    }

    private static void send(String type, String id, Object value) {
        Kernel running = kernel;
        if (running == null) {
            throw new IllegalStateException("display works in a notebook cell only");
        }
        JsonObject data = running.show(value);
        data.getAsJsonObject("transient").addProperty("display_id", id);
        running.publishFromCell(type, data);
    }
}
