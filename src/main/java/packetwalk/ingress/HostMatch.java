package packetwalk.ingress;

import java.util.Objects;

/**
 * Which hosts a rule means.
 *
 * @param host {@code foo.com}, {@code *.foo.com}; empty for any host
 * @param labels how many labels the star stands for
 */
public record HostMatch(String host, Labels labels) {

    /** What a star stands for. */
    public enum Labels {
        /** Exactly one label, as Kubernetes says and nginx is told. */
        ONE,
        /** One or more, as Google's URL maps have it. */
        ANY_NUMBER
    }

    public HostMatch {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(labels, "labels");
    }

    /** Whether a request for {@code asked} is meant: in lower case, without a port. */
    public boolean matches(String asked) {
        if (host.isEmpty()) {
            return true;
        }
        if (!isWildcard()) {
            return asked.equals(host);
        }
        String domain = host.substring(1);
        if (!asked.endsWith(domain) || asked.length() == domain.length()) {
            return false;
        }
        return labels == Labels.ANY_NUMBER || asked.lastIndexOf('.', asked.length() - domain.length() - 1) < 0;
    }

    /** How well it fits: a name before a star, a star before anything; of two stars the longer. */
    public int precision() {
        if (host.isEmpty()) {
            return 0;
        }
        return isWildcard() ? host.length() : Integer.MAX_VALUE;
    }

    private boolean isWildcard() {
        return host.startsWith("*.");
    }

    @Override
    public String toString() {
        return host.isEmpty() ? "*" : host;
    }
}
