package packetwalk.ingress;

import java.util.Objects;

/**
 * One path of a host, and where it leads; nginx' word for it.
 *
 * @param match which paths of requests are meant
 * @param origin the Ingress that asks for it
 * @param pathType as the Ingress has it: {@code Exact}, {@code Prefix}, {@code ImplementationSpecific}
 * @param path as the Ingress has it; may be empty
 * @param backend where it leads
 * @param redirect when its plain requests go to https
 */
public record Location(
        PathMatch match, ObjectName origin, String pathType, String path, Backend backend, HttpsRedirect redirect) {

    public Location {
        Objects.requireNonNull(match, "match");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(pathType, "pathType");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(redirect, "redirect");
    }

    /** {@code Prefix /api of ingress default/web}. */
    @Override
    public String toString() {
        return pathType + " " + (path.isEmpty() ? "\"\"" : path) + " of ingress " + origin;
    }
}
