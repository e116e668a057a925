package packetwalk.apiserver.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The rules for names, each with the API server's own words; an empty list says that all is well.
 *
 * @see <a href="https://pkg.go.dev/k8s.io/apimachinery/pkg/util/validation">util/validation</a>
 */
final class Names {
    private static final int LABEL_LENGTH = 63;
    private static final int SUBDOMAIN_LENGTH = 253;
    private static final int PORT_NAME_LENGTH = 15;

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final String KEY = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String VALUE = "(" + KEY + ")?";
    private static final String PERCENT = "[0-9]+%";
    private static final String KEY_WORDS =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric"
                    + " character";

    private static final String WILDCARD = "\\*\\." + SUBDOMAIN;
    private static final String CONFIG_KEY = "[-._a-zA-Z0-9]+";
    private static final String HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

    private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
    private static final Pattern SUBDOMAIN_PATTERN = Pattern.compile(SUBDOMAIN);
    private static final Pattern WILDCARD_PATTERN = Pattern.compile(WILDCARD);
    private static final Pattern KEY_PATTERN = Pattern.compile(KEY);
    private static final Pattern VALUE_PATTERN = Pattern.compile(VALUE);
    private static final Pattern PERCENT_PATTERN = Pattern.compile(PERCENT);

    private Names() {}

    /** {@code IsDNS1123Label}: what Services, namespaces, containers and hosts are called. */
    static List<String> label(String name) {
        List<String> errors = tooLong(name, LABEL_LENGTH);
        if (!LABEL_PATTERN.matcher(name).matches()) {
            errors.add(
                    SUBDOMAIN_PATTERN.matcher(name).matches()
                            ? "must not contain dots"
                            : regex(
                                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                                            + " '-', and must start and end with an alphanumeric character",
                                    LABEL,
                                    "my-name",
                                    "123-abc"));
        }
        return errors;
    }

    /** {@code IsDNS1123Subdomain}: what most things are called. */
    static List<String> subdomain(String name) {
        List<String> errors = tooLong(name, SUBDOMAIN_LENGTH);
        if (!SUBDOMAIN_PATTERN.matcher(name).matches()) {
            errors.add(regex(
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.',"
                            + " and must start and end with an alphanumeric character",
                    SUBDOMAIN,
                    "example.com"));
        }
        return errors;
    }

    /** {@code IsQualifiedName}: the key of a label, with a prefix or without. */
    static List<String> key(String key) {
        List<String> errors = new ArrayList<>();
        String[] parts = key.split("/", -1);
        if (parts.length > 2) {
            return List.of("a valid label key " + regex(KEY_WORDS, KEY, "MyName", "my.name", "123-abc")
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        if (parts.length == 2) {
            List<String> prefix = parts[0].isEmpty() ? List.of("must be non-empty") : subdomain(parts[0]);
            prefix.forEach(message -> errors.add("prefix part " + message));
        }
        String name = parts[parts.length - 1];
        if (name.isEmpty()) {
            errors.add("name part must be non-empty");
        } else {
            tooLong(name, LABEL_LENGTH).forEach(message -> errors.add("name part " + message));
        }
        if (!KEY_PATTERN.matcher(name).matches()) {
            errors.add("name part " + regex(KEY_WORDS, KEY, "MyName", "my.name", "123-abc"));
        }
        return errors;
    }

    /** {@code IsValidLabelValue}. */
    static List<String> value(String value) {
        List<String> errors = tooLong(value, LABEL_LENGTH);
        if (!VALUE_PATTERN.matcher(value).matches()) {
            errors.add(regex(
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and"
                            + " must start and end with an alphanumeric character",
                    VALUE,
                    "MyValue",
                    "my_value",
                    "12345"));
        }
        return errors;
    }

    /** {@code IsValidPortName}: an IANA service name. */
    static List<String> port(String name) {
        List<String> errors = tooLong(name, PORT_NAME_LENGTH);
        if (!name.matches("[-a-z0-9]+")) {
            errors.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (!name.matches(".*[a-z].*")) {
            errors.add("must contain at least one letter (a-z)");
        }
        if (name.contains("--")) {
            errors.add("must not contain consecutive hyphens");
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            errors.add("must not begin or end with a hyphen");
        }
        return errors;
    }

    /** {@code IsValidPercent}. */
    static List<String> percent(String text) {
        return PERCENT_PATTERN.matcher(text).matches()
                ? List.of()
                : List.of(regex(
                        "a valid percent string must be a numeric string followed by an ending '%'",
                        PERCENT, "1%", "93%"));
    }

    /** {@code IsPathSegmentName}: all that stands in a URL. */
    static List<String> pathSegment(String name) {
        if (name.equals(".") || name.equals("..")) {
            return List.of("may not be '" + name + "'");
        }
        List<String> errors = new ArrayList<>();
        for (String illegal : List.of("/", "%")) {
            if (name.contains(illegal)) {
                errors.add("may not contain '" + illegal + "'");
            }
        }
        return errors;
    }

    /** {@code IsWildcardDNS1123Subdomain}: a host with a star for its first label. */
    static List<String> wildcard(String name) {
        List<String> errors = tooLong(name, SUBDOMAIN_LENGTH);
        if (!WILDCARD_PATTERN.matcher(name).matches()) {
            errors.add(regex(
                    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must"
                            + " consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric"
                            + " character",
                    WILDCARD,
                    "*.example.com"));
        }
        return errors;
    }

    /** {@code IsConfigMapKey}: what stands in a Secret or a ConfigMap, and can be a file. */
    static List<String> configKey(String key) {
        List<String> errors = tooLong(key, SUBDOMAIN_LENGTH);
        if (!key.matches(CONFIG_KEY)) {
            errors.add(regex(
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
                    CONFIG_KEY,
                    "key.name",
                    "KEY_NAME",
                    "key-name"));
        }
        if (key.equals(".") || key.equals("..")) {
            errors.add("must not be '" + key + "'");
        } else if (key.startsWith("..")) {
            errors.add("must not start with '..'");
        }
        return errors;
    }

    /** The part of {@code IsDomainPrefixedPath} behind the domain. */
    static List<String> httpPath(String path) {
        return path.matches(HTTP_PATH) ? List.of() : List.of(regex("Invalid path", HTTP_PATH));
    }

    private static List<String> tooLong(String name, int most) {
        List<String> errors = new ArrayList<>();
        if (name.length() > most) {
            errors.add("must be no more than " + most + " characters");
        }
        return errors;
    }

    /** {@code RegexError}. */
    private static String regex(String words, String expression, String... examples) {
        StringBuilder text = new StringBuilder(words).append(examples.length == 0 ? " (" : " (e.g. ");
        for (int i = 0; i < examples.length; i++) {
            text.append(i > 0 ? " or " : "").append("'").append(examples[i]).append("', ");
        }
        return text.append("regex used for validation is '")
                .append(expression)
                .append("')")
                .toString();
    }
}
