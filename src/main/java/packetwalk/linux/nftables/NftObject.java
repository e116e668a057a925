package packetwalk.linux.nftables;

import java.util.Objects;

/**
 * Something with a name that several rules share: a counter, a quota, a limit; {@code struct nft_object}.
 *
 * @param kind {@code counter}, {@code quota}, {@code limit}, or what is only kept: {@code ct helper}
 * @param body what it does for a rule that names it
 * @param lines what {@code nft list} prints within its braces besides what {@code body} says; for what is only kept
 * @param comment may be empty
 */
public record NftObject(String kind, String name, int handle, Statement body, String lines, String comment) {

    public NftObject {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(body, "body");
    }

    NftObject withHandle(int number) {
        return new NftObject(kind, name, number, body.installed(), lines, comment);
    }

    /** Added once more. */
    NftObject updated(NftObject other) {
        return new NftObject(kind, name, handle, body.updated(other.body), lines, comment);
    }

    /** What a table knows it by: a counter and a quota may have one name. */
    public static String key(String kind, String name) {
        return kind + " " + name;
    }
}
