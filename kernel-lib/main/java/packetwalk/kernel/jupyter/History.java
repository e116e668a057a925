package packetwalk.kernel.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The cells of this session, for a console's Up key and its search. Left out: earlier sessions, and what was printed. */
final class History {
    private final List<String> cells = new ArrayList<>();

    void add(String code) {
        cells.add(code);
    }

    /** The content of a {@code history_reply}. */
    JsonObject answer(Message request) {
        List<Integer> found = find(request);
        JsonArray entries = new JsonArray();
        for (int index : found) {
            entries.add(entry(index, request.flag("output", false)));
        }
        JsonObject reply = new JsonObject();
        reply.addProperty("status", "ok");
        reply.add("history", entries);
        return reply;
    }

    /** Indexes of the cells asked for, oldest first. */
    private List<Integer> find(Message request) {
        int size = cells.size();
        return switch (request.text("hist_access_type")) {
            case "tail" ->
                IntStream.range(Math.max(0, size - request.number("n", size)), size)
                        .boxed()
                        .toList();
            case "range" ->
                IntStream.range(
                                Math.max(0, request.number("start", 1) - 1),
                                Math.min(size, request.number("stop", size + 1) - 1))
                        .boxed()
                        .toList();
            default -> search(request.text("pattern"), request.number("n", size), request.flag("unique", false));
        };
    }

    /** The last {@code n} that match; of equal ones only the last if {@code unique}. */
    private List<Integer> search(String glob, int n, boolean unique) {
        Pattern pattern =
                Pattern.compile(Pattern.quote(glob).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), Pattern.DOTALL);
        Set<String> seen = new HashSet<>();
        Deque<Integer> found = new ArrayDeque<>();
        for (int i = cells.size() - 1; i >= 0 && found.size() < n; i--) {
            boolean matches = pattern.matcher(cells.get(i)).matches();
            if (matches && (!unique || seen.add(cells.get(i)))) {
                found.addFirst(i);
            }
        }
        return List.copyOf(found);
    }

    private JsonArray entry(int index, boolean withOutput) {
        JsonArray entry = new JsonArray();
        entry.add(1); // the session: there is only this one
        entry.add(index + 1);
        if (withOutput) {
            JsonArray inputAndOutput = new JsonArray();
            inputAndOutput.add(cells.get(index));
            inputAndOutput.add(JsonNull.INSTANCE);
            entry.add(inputAndOutput);
        } else {
            entry.add(cells.get(index));
        }
        return entry;
    }
}
