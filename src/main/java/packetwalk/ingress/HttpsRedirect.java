package packetwalk.ingress;

/** When a plain request is answered with the same address under https. */
public enum HttpsRedirect {
    NEVER,
    /** If its host has a certificate: {@code ssl-redirect}. */
    WITH_CERTIFICATE,
    /** Always: {@code force-ssl-redirect}. */
    ALWAYS
}
