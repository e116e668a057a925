package packetwalk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Questions with a judge's answers, kept as data: a line that says which judge and when, then line by line. */
public final class Kept {

    private Kept() {}

    /** All lines of a resource beside {@code test}, the header first. */
    public static List<String> read(Class<?> test, String resource) throws IOException {
        try (InputStream packed = Objects.requireNonNull(test.getResourceAsStream(resource), resource)) {
            byte[] bytes = new GZIPInputStream(packed).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** The bytes of a resource that holds {@code lines}. */
    public static byte[] pack(List<String> lines) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            for (String line : lines) {
                zip.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return packed.toByteArray();
    }
}
