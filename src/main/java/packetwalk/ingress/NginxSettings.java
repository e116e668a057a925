package packetwalk.ingress;

import java.util.Map;

/**
 * What the ConfigMap of ingress-nginx sets for all Ingresses.
 *
 * @param sslRedirect whether plain requests to a host with a certificate go to https; {@code true} unless it is said
 * @param useForwardedHeaders whether {@code X-Forwarded-*} of a client is believed; {@code false} unless it is said
 * @param computeFullForwardedFor whether, where it is believed, {@code X-Forwarded-For} goes on with who is connected put behind it, for the
 *     backend to judge; {@code false} unless it is said
 * @see <a href="https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/">ConfigMap</a>
 */
public record NginxSettings(boolean sslRedirect, boolean useForwardedHeaders, boolean computeFullForwardedFor) {

    /** What it does without a ConfigMap. */
    public static final NginxSettings DEFAULT = new NginxSettings(true, false, false);

    /** Of a ConfigMap's data; what it says of other things is not modelled. */
    public static NginxSettings of(Map<String, String> data) {
        return new NginxSettings(
                Boolean.parseBoolean(data.getOrDefault("ssl-redirect", "true")),
                Boolean.parseBoolean(data.getOrDefault("use-forwarded-headers", "false")),
                Boolean.parseBoolean(data.getOrDefault("compute-full-forwarded-for", "false")));
    }
}
