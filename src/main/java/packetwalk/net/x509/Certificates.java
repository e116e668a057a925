package packetwalk.net.x509;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;
import packetwalk.net.IpAddress;

/** Reads certificates, and asks them for whom they are. */
public final class Certificates {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private Certificates() {}

    /**
     * Reads one in DER.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static X509Certificate read(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("this is no X.509 certificate: " + e.getMessage(), e);
        }
    }

    /** Those of a PEM file, in order: a chain, or what somebody trusts; throws as {@link #read}. */
    public static List<X509Certificate> readAll(String pem) {
        List<X509Certificate> found = new ArrayList<>();
        for (Pem.Block block : Pem.blocks(pem)) {
            if (block.label().equals("CERTIFICATE")) {
                found.add(read(block.content().toArray()));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is no certificate in it; PEM has -----BEGIN CERTIFICATE-----");
        }
        return List.copyOf(found);
    }

    /** One as PEM. */
    public static String toPem(X509Certificate certificate) {
        try {
            return Pem.write("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateException e) {
            throw new AssertionError("a certificate without a form", e);
        }
    }

    /** The DNS names and addresses for which it may be shown; its common name if it has no others. */
    public static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> each : all == null ? List.<List<?>>of() : all) {
                if (each.get(0).equals(DNS_NAME) || each.get(0).equals(IP_ADDRESS)) {
                    names.add(String.valueOf(each.get(1)));
                }
            }
            return all == null ? List.of(commonName(certificate.getSubjectX500Principal())) : List.copyOf(names);
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** The common name in {@code who}; empty text if it has none. */
    public static String commonName(X500Principal who) {
        for (String part : who.getName(X500Principal.RFC2253).split("(?<!\\\\),")) {
            if (part.startsWith("CN=")) {
                return part.substring(3);
            }
        }
        return "";
    }

    /** Whether it may be shown for {@code host}: RFC 6125 6.4.3, a {@code *} stands for one whole label, the first. */
    public static boolean isFor(X509Certificate certificate, String host) {
        return names(certificate).stream().anyMatch(name -> matches(name, host));
    }

    /** Whether {@code name} of a certificate stands for {@code host}; as {@link #isFor}. */
    public static boolean matches(String name, String host) {
        String pattern = name.toLowerCase(Locale.ROOT);
        String wanted = host.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        if (IpAddress.isAddress(wanted)) {
            return IpAddress.isAddress(pattern) && IpAddress.parse(pattern).equals(IpAddress.parse(wanted));
        }
        if (!pattern.startsWith("*.")) {
            return pattern.equals(wanted);
        }
        int dot = wanted.indexOf('.');
        return dot > 0 && pattern.substring(1).equals(wanted.substring(dot)) && pattern.indexOf('.', 2) > 0;
    }
}
