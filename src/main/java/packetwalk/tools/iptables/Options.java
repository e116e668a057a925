package packetwalk.tools.iptables;

import java.util.List;
import java.util.Optional;
import packetwalk.linux.xtables.match.ProtocolMatch;
import packetwalk.net.Protocol;

/**
 * The options that were given to one extension, to make a match or target of.
 *
 * @param name the extension
 * @param given in the order in which they were typed, by their full names
 * @param only what the rule's {@code -p} says, be it negated; empty if it says nothing
 */
record Options(String name, List<Extension.Option> given, Optional<ProtocolMatch> only) {

    /** The protocol that the rule's {@code -p} demands; empty if it demands none. */
    Optional<Protocol> protocol() {
        return only.filter(each -> !each.negated()).map(ProtocolMatch::protocol);
    }

    /** The first option that has one of {@code names}; empty if none was given. */
    Optional<Extension.Option> find(String... names) {
        for (Extension.Option option : given) {
            for (String each : names) {
                if (each.equals(option.name())) {
                    return Optional.of(option);
                }
            }
        }
        return Optional.empty();
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

    /**
     * The number behind {@code option}, decimal, octal or hexadecimal as strtoul(3) reads it; empty if it was not given.
     *
     * @param most as an unsigned number
     * @throws IllegalArgumentException in libxtables' words if it is none, or lies outside
     */
    Optional<Long> number(String option, long least, long most) {
        return value(option)
                .map(text -> Numbers.parse(text, most)
                        .filter(each -> Long.compareUnsigned(each, least) >= 0)
                        .orElseThrow(() -> new IllegalArgumentException(
                                name + ": bad value \"" + text + "\" for option \"" + option + "\", or out of range ("
                                        + least + "-" + Long.toUnsignedString(most) + ")")));
    }

    /** The number behind {@code option}, as {@link #number(String, long, long)}; {@code otherwise} if it was not given. */
    int number(String option, int least, int most, int otherwise) {
        return number(option, least, most).orElse((long) otherwise).intValue();
    }

    /** Throws unless {@code other} was given too where {@code option} was. */
    void requireBoth(String option, String other) {
        if (has(option) && !has(other)) {
            throw new IllegalArgumentException(
                    name + ": option \"" + option + "\" also requires \"" + other + "\"; add it");
        }
    }

    /** Throws if more than one of {@code names} was given; {@code xt_option_entry.excl}. */
    void requireAtMostOne(String... names) {
        List<Extension.Option> of = given.stream()
                .filter(each -> List.of(names).contains(each.name()))
                .toList();
        if (of.size() > 1) {
            throw new IllegalArgumentException(name + ": option \"" + of.get(1).name()
                    + "\" cannot be used together with \"" + of.get(0).name() + "\"; leave one out");
        }
    }

    /** Throws unless the rule is for {@code wanted} only: {@code xt_match.proto}. */
    void requireProtocol(Protocol wanted) {
        if (protocol().filter(wanted::equals).isEmpty()) {
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
