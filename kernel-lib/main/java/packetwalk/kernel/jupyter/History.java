package packetwalk.kernel.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The cells of this session, for a console's Up key and its search. Left out: earlier sessions, and what was printed. */
final class History {
    private final List<String> cells = new ArrayList<>();

    void add(String code) {
        cells.add(code);
    }

    /** The content of a {@code history_reply}. */
    JsonObject answer(Message request) {
        int size = cells.size();
        JsonArray found = switch (request.text("hist_access_type")) {
            case "tail" -> entries(size - request.number("n", size), size, "*");
            case "range" -> entries(request.number("start", 1) - 1, request.number("stop", size + 1) - 1, "*");
            default -> entries(0, size, request.text("pattern"));
        };
        JsonObject reply = new JsonObject();
        reply.addProperty("status", "ok");
        reply.add("history", found);
        return reply;
    }

    private JsonArray entries(int from, int to, String glob) {
        Pattern pattern =
                Pattern.compile(Pattern.quote(glob).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), Pattern.DOTALL);
        JsonArray entries = new JsonArray();
        for (int i = Math.max(0, from); i < Math.min(to, cells.size()); i++) {
            if (pattern.matcher(cells.get(i)).matches()) {
                JsonArray entry = new JsonArray();
                entry.add(0); // the session: there is only this one
                entry.add(i + 1);
                entry.add(cells.get(i));
                entries.add(entry);
            }
        }
        return entries;
    }
}
