package packetwalk.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Questions with the real kube-proxy's answers, kept as data: a line that says which one and when, then line by line. */
final class KeptAnswers {

    /** Of iptables mode. */
    static final String IPTABLES = "kube-proxy.jsonl.gz";

    /** Of ipvs mode. */
    static final String IPVS = "kube-proxy-ipvs.jsonl.gz";

    private KeptAnswers() {}

    /** All lines of {@code resource}, the header first. */
    static List<String> read(String resource) throws IOException {
        try (InputStream packed = KeptAnswers.class.getResourceAsStream(resource)) {
            byte[] bytes = new GZIPInputStream(packed).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        }
    }

    static byte[] pack(List<String> lines) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            for (String line : lines) {
                zip.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return packed.toByteArray();
    }
}
