package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;

/**
 * What Secrets and ConfigMaps must be; {@code ValidateSecret} and {@code ValidateConfigMap}. Whether a certificate is one
 * is asked by those who use it. Left out: that a registry's credentials are JSON.
 */
final class SecretValidation {
    private static final FieldPath DATA = FieldPath.of("data");
    private static final FieldPath BINARY_DATA = FieldPath.of("binaryData");
    private static final int MOST_BYTES = 1024 * 1024;
    private static final String ACCOUNT = "kubernetes.io/service-account.name";
    private static final String FROZEN = "field is immutable when `immutable` is set";

    private SecretValidation() {}

    static void secret(Errors errors, Secret secret) {
        Map<String, String> data = sorted(secret.getData());
        data.keySet().forEach(key -> errors.invalid(DATA.key(key), key, Names.configKey(key)));
        if (decodedBytes(data) > MOST_BYTES) {
            errors.add(FieldError.tooLong(DATA, MOST_BYTES));
        }
        switch (secret.getType()) {
            case "kubernetes.io/tls" -> List.of("tls.crt", "tls.key").forEach(key -> require(errors, data, key));
            case "kubernetes.io/dockercfg" -> require(errors, data, ".dockercfg");
            case "kubernetes.io/dockerconfigjson" -> require(errors, data, ".dockerconfigjson");
            case "kubernetes.io/basic-auth" -> {
                if (!data.containsKey("username") && !data.containsKey("password")) {
                    errors.required(DATA.key("username"));
                    errors.required(DATA.key("password"));
                }
            }
            case "kubernetes.io/ssh-auth" -> {
                if (data.getOrDefault("ssh-privatekey", "").isEmpty()) {
                    errors.required(DATA.key("ssh-privatekey"));
                }
            }
            case "kubernetes.io/service-account-token" -> account(errors, secret);
            default -> {}
        }
    }

    private static void require(Errors errors, Map<String, String> data, String key) {
        if (!data.containsKey(key)) {
            errors.required(DATA.key(key));
        }
    }

    private static void account(Errors errors, Secret secret) {
        Map<String, String> annotations = secret.getMetadata().getAnnotations();
        if (annotations == null || annotations.getOrDefault(ACCOUNT, "").isEmpty()) {
            errors.required(FieldPath.of("metadata", "annotations").key(ACCOUNT));
        }
    }

    static void change(Errors errors, Secret secret, Secret before) {
        errors.immutable(FieldPath.of("type"), secret.getType(), before.getType());
        if (Boolean.TRUE.equals(before.getImmutable())) {
            frozen(errors, FieldPath.of("immutable"), secret.getImmutable(), true);
            frozen(errors, DATA, sorted(secret.getData()), sorted(before.getData()));
        }
    }

    static void configMap(Errors errors, ConfigMap map) {
        Map<String, String> data = sorted(map.getData());
        Map<String, String> binary = sorted(map.getBinaryData());
        data.keySet().forEach(key -> {
            errors.invalid(DATA.key(key), key, Names.configKey(key));
            if (binary.containsKey(key)) {
                errors.invalid(DATA.key(key), key, "duplicate of key present in binaryData");
            }
        });
        binary.keySet().forEach(key -> errors.invalid(BINARY_DATA.key(key), key, Names.configKey(key)));
        long bytes = decodedBytes(binary);
        for (String value : data.values()) {
            bytes += value.getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MOST_BYTES) {
            errors.add(FieldError.tooLong(FieldPath.ROOT, MOST_BYTES));
        }
    }

    static void change(Errors errors, ConfigMap map, ConfigMap before) {
        if (Boolean.TRUE.equals(before.getImmutable())) {
            frozen(errors, FieldPath.of("immutable"), map.getImmutable(), true);
            frozen(errors, DATA, sorted(map.getData()), sorted(before.getData()));
            frozen(errors, BINARY_DATA, sorted(map.getBinaryData()), sorted(before.getBinaryData()));
        }
    }

    private static void frozen(Errors errors, FieldPath field, @Nullable Object value, Object before) {
        if (!before.equals(value)) {
            errors.forbidden(field, FROZEN);
        }
    }

    private static long decodedBytes(Map<String, String> data) {
        return data.values().stream()
                .mapToLong(value -> Base64.getMimeDecoder().decode(value).length)
                .sum();
    }

    private static Map<String, String> sorted(@Nullable Map<String, String> data) {
        return new TreeMap<>(data == null ? Map.of() : data);
    }
}
