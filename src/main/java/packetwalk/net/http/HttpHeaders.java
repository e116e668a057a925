package packetwalk.net.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A message's header fields in their order; names are the same in upper and in lower case, and are kept as they were
 * written: RFC 9110 section 5.
 *
 * @param fields in the order of the message; a name may come more than once
 */
public record HttpHeaders(List<Field> fields) {

    public static final HttpHeaders EMPTY = new HttpHeaders(List.of());

    /** What is meant for the next one on the way only: RFC 9110 7.6.1. */
    private static final List<String> HOP_BY_HOP =
            List.of("Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade");

    /**
     * One line.
     *
     * @param name a token, such as {@code Content-Type}
     * @param value without white space around it
     */
    public record Field(String name, String value) {
        public Field {
            if (!Grammar.isToken(name)) {
                throw HttpFault.malformed("\"" + name + "\" is no header name; use letters, digits and hyphens");
            }
            if (!Grammar.isFieldValue(value)) {
                throw HttpFault.malformed("the value of header " + name + " has a control character in it");
            }
        }

        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }

        @Override
        public String toString() {
            return name + ": " + value;
        }
    }

    public HttpHeaders {
        fields = List.copyOf(fields);
    }

    /** Names and values in turn: {@code of("Host", "testhost.com", "Accept", "text/html")}. */
    public static HttpHeaders of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("header " + namesAndValues[namesAndValues.length - 1]
                    + " has no value; give names and values in turn");
        }
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new HttpHeaders(fields);
    }

    /** The value of the first field of that name. */
    public Optional<String> first(String name) {
        for (Field field : fields) {
            if (field.is(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /** The values of all fields of that name, in order. */
    public List<String> all(String name) {
        return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }

    /** The members of a list field, over all lines of that name: {@code close} of {@code Connection: close, x}. */
    public List<String> list(String name) {
        List<String> members = new ArrayList<>();
        for (Field field : fields) {
            if (field.is(name)) {
                for (String member : field.value().split(",", -1)) {
                    if (!member.isBlank()) {
                        members.add(member.strip());
                    }
                }
            }
        }
        return members;
    }

    /** Whether a list field has that member, whatever the case. */
    public boolean lists(String name, String member) {
        return has(name) && list(name).stream().anyMatch(member::equalsIgnoreCase);
    }

    /** With one more field at the end. */
    public HttpHeaders plus(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return new HttpHeaders(more);
    }

    /** With that field in the place of the first of its name, and no other of that name; at the end if there was none. */
    public HttpHeaders with(String name, String value) {
        List<Field> changed = new ArrayList<>();
        boolean placed = false;
        for (Field field : fields) {
            if (!field.is(name)) {
                changed.add(field);
            } else if (!placed) {
                changed.add(new Field(name, value));
                placed = true;
            }
        }
        if (!placed) {
            changed.add(new Field(name, value));
        }
        return new HttpHeaders(changed);
    }

    /** Without the fields of these names. */
    public HttpHeaders without(String... names) {
        Set<String> unwanted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        unwanted.addAll(List.of(names));
        return new HttpHeaders(fields.stream()
                .filter(field -> !unwanted.contains(field.name()))
                .toList());
    }

    /** Without what is meant for the next one on the way only, {@code Connection} and all that it lists. */
    public HttpHeaders endToEnd() {
        List<String> unwanted = new ArrayList<>(HOP_BY_HOP);
        unwanted.addAll(list("Connection"));
        return without(unwanted.toArray(String[]::new));
    }

    /** The length that the message announces; empty if it announces none; throws {@link HttpFault} if it is no length. */
    Optional<Long> contentLength() {
        Set<String> lengths = new TreeSet<>(list("Content-Length"));
        if (lengths.isEmpty()) {
            if (has("Content-Length")) {
                throw HttpFault.malformed("Content-Length says nothing");
            }
            return Optional.empty();
        }
        String length = lengths.iterator().next();
        if (lengths.size() > 1 || !length.matches("[0-9]{1,18}")) {
            throw HttpFault.malformed("Content-Length " + String.join(", ", lengths) + " is not one length");
        }
        return Optional.of(Long.parseLong(length));
    }

    /** Whether the body comes in chunks; throws {@link HttpFault} if it comes in a way that is not known here. */
    boolean chunked() {
        if (!has("Transfer-Encoding")) {
            return false;
        }
        List<String> codings = list("Transfer-Encoding");
        if (codings.size() != 1 || !codings.get(0).toLowerCase(Locale.ROOT).equals("chunked")) {
            throw new HttpFault(
                    501, "transfer coding " + String.join(", ", codings) + " is not known here; use chunked");
        }
        return true;
    }

    void write(StringBuilder wire) {
        for (Field field : fields) {
            wire.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
    }

    /** One field a line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        fields.forEach(field -> text.append(field).append('\n'));
        return text.toString();
    }
}
