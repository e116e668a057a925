package packetwalk.kernel.jupyter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One Jupyter message.
 *
 * @param identities ZeroMQ routing prefix; an answer repeats it so that it finds its asker
 * @param parent header of the message that this one answers; empty if none
 */
record Message(List<byte[]> identities, JsonObject header, JsonObject parent, JsonObject metadata, JsonObject content) {
    static final String PROTOCOL = "5.4";
    private static final String SESSION = UUID.randomUUID().toString();

    /** An answer of {@code type} to this message. */
    Message answer(String type, JsonObject content) {
        return new Message(identities, header(type), header, new JsonObject(), content);
    }

    /** A message of {@code type} on its own. */
    static Message of(String type, JsonObject content) {
        return new Message(List.of(), header(type), new JsonObject(), new JsonObject(), content);
    }

    String type() {
        return header.get("msg_type").getAsString();
    }

    String text(String name) {
        return value(name).map(JsonElement::getAsString).orElse("");
    }

    int number(String name, int otherwise) {
        return value(name).map(JsonElement::getAsInt).orElse(otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        return value(name).map(JsonElement::getAsBoolean).orElse(otherwise);
    }

    private Optional<JsonElement> value(String name) {
        return Optional.ofNullable(content.get(name)).filter(value -> !value.isJsonNull());
    }

    private static JsonObject header(String type) {
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", UUID.randomUUID().toString());
        header.addProperty("session", SESSION);
        header.addProperty("username", "kernel");
        header.addProperty("date", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
        header.addProperty("msg_type", type);
        header.addProperty("version", PROTOCOL);
        return header;
    }
}
