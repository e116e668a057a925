package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.match.AddressMatch;
import packetwalk.linux.xtables.match.InterfaceMatch;
import packetwalk.linux.xtables.match.ProtocolMatch;
import packetwalk.linux.xtables.match.UnknownMatch;
import packetwalk.linux.xtables.target.JumpTarget;
import packetwalk.net.Cidr;
import packetwalk.net.Protocol;
import packetwalk.tools.line.Word;
import packetwalk.tools.line.Words;

/**
 * Reads one rule as {@code iptables -A} takes it: what any rule can have (addresses, devices, protocol), and what
 * extensions add ({@code -m}, {@code -j}). The order is free; the rule that comes out is in {@code iptables-save}'s.
 */
final class RuleParser {

    /** The parts that come before extensions in print, in that order. */
    private enum Part {
        SRC,
        DST,
        FRAGMENT,
        IN,
        OUT,
        PROTOCOL
    }

    private final Words words;
    private final String chain;
    private final Map<Part, List<Match>> parts = new EnumMap<>(Part.class);
    private final List<Extension> extensions = new ArrayList<>();
    private Optional<Extension> target = Optional.empty();
    private boolean comesBack = true;
    private boolean negated;

    private RuleParser(Words words, String chain) {
        this.words = words;
        this.chain = chain;
    }

    /**
     * Reads all that is left of {@code words}.
     *
     * @param chain the chain that it is for: INPUT has no outgoing device
     * @return one rule for each pair of a source and a destination; several can be divided by commas
     * @throws IllegalArgumentException if iptables would refuse it
     */
    static List<Rule> read(Words words, String chain) {
        return new RuleParser(words, chain).read();
    }

    private List<Rule> read() {
        while (words.hasNext()) {
            Word word = words.nextWord("an option");
            if (word.text().equals("!") && !word.quoted()) {
                requireNoNegation("!");
                negated = true;
                continue;
            }
            option(longName(word.text()));
        }
        requireNoNegation("the end");
        return rules();
    }

    /** {@code --dport=80} is two words. */
    private String longName(String option) {
        int equals = option.indexOf('=');
        if (!option.startsWith("--") || equals < 0) {
            return option;
        }
        words.push(new Word(option.substring(equals + 1), false));
        return option.substring(0, equals);
    }

    private void option(String option) {
        switch (option) {
            case "-s", "--source", "--src" -> part(Part.SRC, option, addresses(Side.SRC));
            case "-d", "--destination", "--dst" -> part(Part.DST, option, addresses(Side.DST));
            case "-i", "--in-interface" -> part(Part.IN, option, device(true));
            case "-o", "--out-interface" -> part(Part.OUT, option, device(false));
            case "-p", "--protocol", "--proto" -> part(Part.PROTOCOL, option, protocol());
            case "-f", "--fragment" ->
                part(Part.FRAGMENT, option, List.of(new UnknownMatch("f", negated ? "! -f" : "-f")));
            case "-m", "--match" -> {
                requireNoNegation(option);
                extensions.add(match(words.next("a match")));
            }
            case "-j", "--jump", "-g", "--goto" -> jump(option);
            case "-c", "--set-counters" -> {
                words.nextNumber("packets");
                words.nextNumber("bytes");
            }
            default -> extensionOption(option);
        }
        negated = false;
    }

    private void part(Part part, String option, List<Match> matches) {
        if (parts.put(part, matches) != null) {
            throw new IllegalArgumentException("multiple " + option + " flags not allowed; leave one out");
        }
    }

    private List<Match> addresses(Side side) {
        List<Match> matches = new ArrayList<>();
        for (String each : words.next("an address").split(",", -1)) {
            matches.add(address(side, each));
        }
        if (negated && matches.size() > 1) {
            throw new IllegalArgumentException(
                    "! not allowed with multiple source or destination addresses;" + " write one rule for each");
        }
        return matches;
    }

    private Match address(Side side, String text) {
        Optional<Cidr> prefix = RuleValues.prefix(text);
        if (prefix.isPresent()) {
            return new AddressMatch(side, prefix.get(), negated);
        }
        // a mask with holes, which no router has
        String option = side == Side.SRC ? "-s" : "-d";
        return new UnknownMatch(option.substring(1), (negated ? "! " : "") + option + " " + text);
    }

    private List<Match> device(boolean incoming) {
        String name = words.next("a device");
        String option = incoming ? "-i" : "-o";
        Set<String> without = incoming ? Set.of("OUTPUT", "POSTROUTING") : Set.of("INPUT", "PREROUTING");
        if (without.contains(chain)) {
            throw new IllegalArgumentException(
                    "Can't use " + option + " with " + chain + "; the packet has no such device there");
        }
        if (name.isEmpty() || name.length() > 15 || name.startsWith("-")) {
            throw new IllegalArgumentException("interface name `" + name
                    + "' must have 1 to 15 characters (IFNAMSIZ); a + at its end stands for any ending");
        }
        return name.equals("+") && !negated ? List.of() : List.of(new InterfaceMatch(incoming, name, negated));
    }

    private List<Match> protocol() {
        String name = words.next("a protocol");
        if (name.equals("all") || name.equals("0")) {
            if (negated) {
                throw new IllegalArgumentException("rule would never match protocol; leave ! -p " + name + " out");
            }
            return List.of();
        }
        Optional<Protocol> known = Protocol.named(name);
        if (known.isPresent()) {
            return List.of(new ProtocolMatch(known.get(), negated));
        }
        if (!name.matches("[0-9]{1,3}") || Integer.parseInt(name) > 255) {
            throw new IllegalArgumentException(
                    "unknown protocol \"" + name + "\" specified; use tcp, udp, icmp or a number from 0 to 255");
        }
        return List.of(new UnknownMatch("p " + name, (negated ? "! " : "") + "-p " + name));
    }

    private static Extension match(String name) {
        if (!Extensions.isMatch(name)) {
            throw new IllegalArgumentException(
                    "Couldn't load match `" + name + "': No such file or directory; iptables has no such match");
        }
        return new Extension(name);
    }

    private void jump(String option) {
        requireNoNegation(option);
        if (target.isPresent()) {
            throw new IllegalArgumentException("multiple " + option + " flags not allowed; leave one out");
        }
        target = Optional.of(new Extension(words.next("a target")));
        comesBack = option.equals("-j") || option.equals("--jump");
    }

    private void extensionOption(String option) {
        if (!option.startsWith("-")) {
            throw new IllegalArgumentException(
                    "Bad argument `" + option + "'; each value follows an option, as in --dport 80");
        }
        Extension owner = owner(option);
        Optional<Syntax<?>> syntax = Extensions.syntax(owner.name());
        String name = syntax.flatMap(each -> each.option(option)).orElse(option);
        List<Word> values = new ArrayList<>();
        if (syntax.isPresent()) {
            for (int i = syntax.get().options().getOrDefault(name, 0); i > 0; i--) {
                values.add(words.nextWord("a value for " + name));
            }
        } else {
            while (words.hasNext() && words.nextIsValue()) {
                values.add(words.nextWord("a value"));
            }
        }
        owner.add(new Extension.Option(name, negated, values));
    }

    /** The extension that an option is for: the last that knows it, else the last that takes any. */
    private Extension owner(String option) {
        List<Extension> candidates = new ArrayList<>(extensions);
        target.filter(each -> Extensions.isTarget(each.name())).ifPresent(candidates::add);
        for (int i = candidates.size() - 1; i >= 0; i--) {
            if (takes(candidates.get(i).name(), option)) {
                return candidates.get(i);
            }
        }
        Optional<Extension> implied = impliedByProtocol(option);
        if (implied.isPresent()) {
            extensions.add(implied.get());
            return implied.get();
        }
        for (int i = candidates.size() - 1; i >= 0; i--) {
            if (Extensions.syntax(candidates.get(i).name()).isEmpty()) {
                return candidates.get(i);
            }
        }
        throw new IllegalArgumentException(
                "unknown option \"" + option + "\"; name its match first, as -p tcp for --dport or -m mark for --mark");
    }

    private static boolean takes(String extension, String option) {
        return Extensions.syntax(extension).flatMap(each -> each.option(option)).isPresent();
    }

    /** {@code -p tcp --dport 80} means {@code -p tcp -m tcp --dport 80}. */
    private Optional<Extension> impliedByProtocol(String option) {
        boolean anybodyElse = Stream.concat(extensions.stream(), target.stream())
                .anyMatch(each -> Extensions.syntax(each.name()).isEmpty());
        return protocolDemanded()
                .map(Protocol::toString)
                .filter(Extensions::isMatch)
                .filter(name ->
                        extensions.stream().noneMatch(each -> each.name().equals(name)))
                .filter(name -> Extensions.syntax(name).isPresent() ? takes(name, option) : !anybodyElse)
                .map(Extension::new);
    }

    private Optional<Protocol> protocolDemanded() {
        return parts.getOrDefault(Part.PROTOCOL, List.of()).stream()
                .filter(each -> each instanceof ProtocolMatch is && !is.negated())
                .map(each -> ((ProtocolMatch) each).protocol())
                .findFirst();
    }

    private void requireNoNegation(String before) {
        if (negated) {
            throw new IllegalArgumentException("! cannot stand before " + before + "; it negates the option after it");
        }
    }

    private List<Rule> rules() {
        Optional<Protocol> protocol = protocolDemanded();
        List<Match> tail = new ArrayList<>();
        for (Extension each : extensions) {
            tail.add(Extensions.match(new Options(each.name(), each.options(), protocol)));
        }
        Optional<Target> action = target.map(each -> action(each, protocol));
        List<Rule> rules = new ArrayList<>();
        for (List<Match> src : alternatives(Part.SRC)) {
            for (List<Match> dst : alternatives(Part.DST)) {
                List<Match> matches = new ArrayList<>(src);
                matches.addAll(dst);
                for (Part part : List.of(Part.FRAGMENT, Part.IN, Part.OUT, Part.PROTOCOL)) {
                    matches.addAll(parts.getOrDefault(part, List.of()));
                }
                matches.addAll(tail);
                rules.add(new Rule(matches, action));
            }
        }
        return rules;
    }

    /** The target; a name that no target has is taken for a chain. */
    private Target action(Extension named, Optional<Protocol> protocol) {
        return Extensions.isTarget(named.name()) && comesBack
                ? Extensions.target(new Options(named.name(), named.options(), protocol))
                : new JumpTarget(named.name(), comesBack);
    }

    /** Each address by itself; none where every address is meant. */
    private List<List<Match>> alternatives(Part part) {
        return parts.getOrDefault(part, List.of(new AddressMatch(Side.SRC, Cidr.ALL_V4, false))).stream()
                .map(each -> isEverything(each) ? List.<Match>of() : List.of(each))
                .toList();
    }

    private static boolean isEverything(Match match) {
        return match instanceof AddressMatch address && address.prefix().length() == 0 && !address.negated();
    }
}
