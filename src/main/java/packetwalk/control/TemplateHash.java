package packetwalk.control;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;

/**
 * The suffix by which a Deployment, a DaemonSet or a StatefulSet tells its revisions apart: {@code pod-template-hash}.
 *
 * <p>Kubernetes hashes its own print-out of a Go structure (pkg/controller {@code ComputeHash()}); the letters here are as
 * stable and made of the same alphabet, but other ones.
 */
final class TemplateHash {

    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private TemplateHash() {}

    /** 8 to 10 characters that are the same for equal templates; {@code collision} counts how often they were taken. */
    static String of(PodTemplateSpec template, int collision) {
        int hash = FNV_OFFSET;
        String text = template + "/" + collision;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        StringBuilder safe = new StringBuilder();
        for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
            safe.append(ALPHABET.charAt(digit % ALPHABET.length()));
        }
        return safe.toString();
    }
}
