package packetwalk.tools.iptables;

import java.util.List;
import java.util.Optional;
import packetwalk.net.Protocol;

/**
 * The options that were given to one extension, to make a match or target of.
 *
 * @param name the extension
 * @param given in the order in which they were typed, by their full names
 * @param protocol what the rule's {@code -p} demands; empty if it demands none
 */
record Options(String name, List<Extension.Option> given, Optional<Protocol> protocol) {

    /** The first option that has one of {@code names}; empty if none was given. */
    Optional<Extension.Option> find(String... names) {
        return given.stream()
                .filter(each -> List.of(names).contains(each.name()))
                .findFirst();
    }

    boolean has(String option) {
        return find(option).isPresent();
    }

    /** The value of {@code option}; empty if it was not given. */
    Optional<String> value(String option) {
        return find(option).map(Extension.Option::value);
    }

    /**
     * The option of that name.
     *
     * @throws IllegalArgumentException in iptables' words if it was not given
     */
    Extension.Option required(String option) {
        return find(option)
                .orElseThrow(() ->
                        new IllegalArgumentException(name + ": option \"" + option + "\" must be specified; add it"));
    }

    /** Throws unless the rule is for {@code wanted} only: {@code xt_match.proto}. */
    void requireProtocol(Protocol wanted) {
        if (protocol.filter(wanted::equals).isEmpty()) {
            throw new IllegalArgumentException(
                    name + " match requires '-p " + wanted + "'; add it before -m " + wanted);
        }
    }

    /** Name and options as they were typed. */
    String words() {
        StringBuilder text = new StringBuilder(name);
        given.forEach(each -> text.append(' ').append(each));
        return text.toString();
    }
}
