package packetwalk.ingress;

import java.util.Objects;
import java.util.Optional;

/**
 * Where a request goes, and why; prints as the decision of a step of a walk.
 *
 * @param outcome what decided
 * @param host that was asked for, in lower case and without a port
 * @param path that was asked for, without its query
 * @param location the path that won; empty if none did
 * @param backend where the request goes; empty if the controller answers itself
 * @param why one line
 */
public record Routing(
        Outcome outcome, String host, String path, Optional<Location> location, Optional<Backend> backend, String why) {

    /** What decided. */
    public enum Outcome {
        /** A path of an Ingress. */
        PATH,
        /** The host is known, its paths are not: the default backend of the Ingress that brought the host. */
        DEFAULT_OF_HOST,
        /** The host is not known: the default backend of an Ingress. */
        DEFAULT,
        /** Nothing; the controller has an answer of its own, 404. */
        NOTHING,
        /** The request's path is none: 400. */
        BAD_PATH
    }

    public Routing {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(why, "why");
    }

    /** {@code host foo.com path /api: Prefix /api of ingress default/web -> service default/web:80}. */
    public String by() {
        String asked = (host.isEmpty() ? "no host" : "host " + host) + " path " + path + ": ";
        String rule = switch (outcome) {
            case PATH -> location.map(Location::toString).orElse("");
            case DEFAULT_OF_HOST -> "default backend of the host";
            case DEFAULT -> "default backend";
            case NOTHING, BAD_PATH -> "no rule";
        };
        return asked + rule + backend.map(each -> " -> " + each).orElse("");
    }

    @Override
    public String toString() {
        return by() + " (" + why + ")";
    }
}
