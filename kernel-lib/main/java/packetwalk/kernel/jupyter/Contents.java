package packetwalk.kernel.jupyter;

import com.google.gson.JsonObject;

/** The contents of the messages that are the same for every request. */
final class Contents {
    private Contents() {}

    static JsonObject ok() {
        return one("status", "ok");
    }

    static JsonObject failed(Failure failure) {
        JsonObject error = failure.json();
        error.addProperty("status", "error");
        return error;
    }

    /** A cell that was not run, since one before it failed. It has no number: a front end would show it as that of its run. */
    static JsonObject aborted() {
        return one("status", "aborted");
    }

    /** {@code starting}, {@code busy} or {@code idle}. */
    static JsonObject status(String state) {
        return one("execution_state", state);
    }

    /** Tells other front ends of the same kernel what is run. */
    static JsonObject input(String code, int count) {
        JsonObject input = one("code", code);
        input.addProperty("execution_count", count);
        return input;
    }

    /** No widgets. */
    static JsonObject noComms() {
        JsonObject reply = ok();
        reply.add("comms", new JsonObject());
        return reply;
    }

    private static JsonObject one(String name, String value) {
        JsonObject content = new JsonObject();
        content.addProperty(name, value);
        return content;
    }
}
