package packetwalk.kernel.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** How the kernel introduces itself. */
final class KernelInfo {
    private KernelInfo() {}

    /** The content of a {@code kernel_info_reply}. */
    static JsonObject reply() {
        JsonObject language = new JsonObject();
        language.addProperty("name", "java");
        language.addProperty("version", Runtime.version().toString());
        language.addProperty("mimetype", "text/x-java-source");
        language.addProperty("file_extension", ".jshell");
        language.addProperty("pygments_lexer", "java");
        language.addProperty("codemirror_mode", "text/x-java");

        JsonObject reply = new JsonObject();
        reply.addProperty("status", "ok");
        reply.addProperty("protocol_version", Message.PROTOCOL);
        reply.addProperty("implementation", "packetwalk");
        reply.addProperty("implementation_version", Kernel.VERSION);
        reply.add("language_info", language);
        reply.addProperty(
                "banner",
                "Packetwalk " + Kernel.VERSION + ": a Kubernetes network in one JVM, Java "
                        + Runtime.version().feature());
        reply.add("help_links", new JsonArray());
        reply.addProperty("debugger", false);
        return reply;
    }
}
