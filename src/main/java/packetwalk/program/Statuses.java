package packetwalk.program;

import java.util.LinkedHashMap;
import java.util.Map;

/** With which HTTP status a container's servers answer, by path: 200 unless somebody has said otherwise. */
public final class Statuses {

    private final Map<String, Integer> byPath = new LinkedHashMap<>();
    private int otherwise = 200;

    /** The status for {@code path}, a query left out. */
    public int of(String path) {
        return byPath.getOrDefault(path.split("\\?", 2)[0], otherwise);
    }

    /** Answers with {@code status} from now on, on every path; what was said of single ones is forgotten. */
    public void set(int status) {
        otherwise = require(status);
        byPath.clear();
    }

    /** Answers with {@code status} on {@code path} from now on. */
    public void set(String path, int status) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path \"" + path + "\" does not begin with /; such as /healthz");
        }
        byPath.put(path, require(status));
    }

    private static int require(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException(
                    "status " + status + " ends no request; use 200 to 599, such as 200 or 503");
        }
        return status;
    }
}
