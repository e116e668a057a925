package packetwalk.kernel.jupyter;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a front end expects the kernel's five sockets, and the key that signs their messages. */
record ConnectionFile(JsonObject json) {
    static ConnectionFile read(Path file) throws IOException {
        return new ConnectionFile(new Gson().fromJson(Files.readString(file), JsonObject.class));
    }

    /** The address to bind for {@code channel}: {@code shell}, {@code control}, {@code iopub}, {@code stdin} or {@code hb}. */
    String address(String channel) {
        String transport = text("transport");
        String separator = transport.equals("ipc") ? "-" : ":";
        return transport + "://" + text("ip") + separator
                + json.get(channel + "_port").getAsInt();
    }

    /** Empty if messages are not signed. */
    byte[] key() {
        return text("key").getBytes(StandardCharsets.UTF_8);
    }

    private String text(String name) {
        return json.get(name).getAsString();
    }
}
