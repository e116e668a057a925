package packetwalk.kernel.jupyter;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.zeromq.ZFrame;
import org.zeromq.ZMsg;

/**
 * Messages as ZeroMQ frames: identities, delimiter, HMAC-SHA256 signature, header, parent header, metadata, content.
 *
 * <p>Left out: binary buffers after the content (widgets), which are skipped.
 */
final class Wire {
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final int PARTS = 4;

    private final Gson gson =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
    private final byte[] key;

    Wire(byte[] key) {
        this.key = key.clone();
    }

    ZMsg encode(Message message) {
        List<byte[]> parts = new ArrayList<>();
        for (JsonObject part : List.of(message.header(), message.parent(), message.metadata(), message.content())) {
            parts.add(gson.toJson(part).getBytes(StandardCharsets.UTF_8));
        }
        ZMsg frames = new ZMsg();
        message.identities().forEach(frames::add);
        frames.add(DELIMITER);
        frames.add(sign(parts));
        parts.forEach(frames::add);
        return frames;
    }

    /** Empty if the frames are no message, or one signed with another key: such are dropped, as ipykernel does. */
    Optional<Message> decode(ZMsg frames) {
        List<byte[]> identities = new ArrayList<>();
        ZFrame frame = frames.poll();
        while (frame != null && !MessageDigest.isEqual(frame.getData(), DELIMITER)) {
            identities.add(frame.getData());
            frame = frames.poll();
        }
        ZFrame signature = frames.poll();
        if (frame == null || signature == null || frames.size() < PARTS) {
            return Optional.empty();
        }
        List<byte[]> parts = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            parts.add(frames.pop().getData());
        }
        byte[] expected = sign(parts).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, signature.getData())) {
            return Optional.empty();
        }
        try {
            JsonObject header = json(parts.get(0));
            return header.has("msg_type")
                    ? Optional.of(new Message(
                            List.copyOf(identities),
                            header,
                            json(parts.get(1)),
                            json(parts.get(2)),
                            json(parts.get(3))))
                    : Optional.empty();
        } catch (JsonParseException malformed) {
            return Optional.empty();
        }
    }

    private JsonObject json(byte[] part) {
        return gson.fromJson(new String(part, StandardCharsets.UTF_8), JsonObject.class);
    }

    private String sign(List<byte[]> parts) {
        if (key.length == 0) {
            return "";
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256"); // a new one per message: several threads send
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            parts.forEach(mac::update);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException missing) {
            throw new AssertionError("HmacSHA256 is in every JDK", missing);
        }
    }
}
