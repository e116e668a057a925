package packetwalk.net.x509;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.net.Bytes;

/** Files of {@code -----BEGIN …-----} blocks: RFC 7468. */
final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final int COLUMNS = 64;

    /** One block. */
    record Block(String label, Bytes content) {}

    private Pem() {}

    static List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            try {
                blocks.add(new Block(
                        matcher.group(1), Bytes.of(Base64.getMimeDecoder().decode(matcher.group(2)))));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "the block " + matcher.group(1) + " is not base64: " + e.getMessage(), e);
            }
        }
        return blocks;
    }

    /** The first private key in {@code text}. */
    static SigningKey key(String text) {
        for (Block block : blocks(text)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return SigningKey.read(block.content().toArray());
                }
                case "EC PRIVATE KEY" -> {
                    return SigningKey.read(SigningKey.pkcs8(
                            SigningKey.EC_PUBLIC_KEY, block.content().toArray()));
                }
                case "RSA PRIVATE KEY" -> {
                    return SigningKey.read(SigningKey.pkcs8(
                            SigningKey.RSA_ENCRYPTION, block.content().toArray()));
                }
                default -> {
                    // EC PARAMETERS and their like
                }
            }
        }
        throw new IllegalArgumentException("there is no private key in it; PEM has -----BEGIN PRIVATE KEY-----");
    }

    static String write(String label, byte[] content) {
        byte[] lineEnd = "\n".getBytes(StandardCharsets.US_ASCII);
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(COLUMNS, lineEnd).encodeToString(content)
                + "\n-----END " + label + "-----\n";
    }
}
