package packetwalk.tools;

import java.util.List;
import java.util.Optional;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.Cidr;
import packetwalk.net.IpFamily;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Words;

/** {@code ip}: options, then an object, which may be cut short, then the object's own words. */
final class IpCommand implements Tool {

    /** In iproute2's own order: of two that begin alike, the first is meant. */
    private static final List<String> OBJECTS = List.of("address", "route", "rule", "neighbor", "neighbour", "link");

    /** Of what {@code ip help} prints, the part that is modelled. */
    private static final String HELP = """
            Usage: ip [ OPTIONS ] OBJECT { COMMAND }
            where  OBJECT := { address | link | neigh | route | rule }
                   OPTIONS := { -4 | -6 | -br[ief] | -o[neline] | -b[atch] - | -d[etails] | -force }
            """;

    private final NetworkNamespace namespace;

    IpCommand(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    /**
     * How lists are printed: {@code -br} in columns, {@code -o} on one line.
     *
     * @param family {@code -4} or {@code -6}, of which alone something is shown then
     */
    record Form(boolean brief, Optional<IpFamily> family, boolean oneLine) {

        /** The family that is meant where nothing tells: IPv4. */
        IpFamily preferred() {
            return family.orElse(IpFamily.IPV4);
        }

        /** The family of a prefix; of {@code default}, which has none, the preferred one. */
        IpFamily of(Cidr prefix) {
            return prefix.equals(Cidr.ALL_V4) ? preferred() : prefix.family();
        }

        boolean shows(IpFamily each) {
            return family.filter(only -> only != each).isEmpty();
        }
    }

    @Override
    public String run(Words words, String input) {
        boolean brief = false;
        Optional<IpFamily> family = Optional.empty();
        boolean oneLine = false;
        boolean force = false;
        boolean batch = false;
        boolean details = false;
        while (words.peek().startsWith("-")) {
            if (words.take("-br", "-brief")) {
                brief = true;
            } else if (words.take("-o", "-oneline")) {
                oneLine = true;
            } else if (words.take("-4")) {
                family = Optional.of(IpFamily.IPV4);
            } else if (words.take("-6")) {
                family = Optional.of(IpFamily.IPV6);
            } else if (words.take("-d", "-details")) {
                details = true;
            } else if (words.take("-force")) {
                force = true;
            } else if (words.take("-b", "-batch")) {
                batch = true;
                requireStandardInput(words.next("-"));
            } else if (!words.take("-c", "-color", "-n", "-N")) {
                throw words.unexpected("-4, -6, -br, -d, -o, -force and -batch - before its object");
            }
        }
        Form form = new Form(brief, family, oneLine);
        boolean detailed = details;
        return batch
                ? new IpBatch(line -> dispatch(new Words("ip", line), form, detailed), force).run(input)
                : dispatch(words, form, detailed);
    }

    private static void requireStandardInput(String file) {
        if (!file.equals("-")) {
            throw new IllegalArgumentException("Cannot open file \"" + file
                    + "\" for reading: there are no files here; write -batch - and give the lines as input");
        }
    }

    private String dispatch(Words words, Form form, boolean details) {
        String typed = words.next("an object such as addr, link, neigh, route or rule");
        if (typed.equals("help")) {
            return HELP;
        }
        Optional<String> object =
                OBJECTS.stream().filter(each -> each.startsWith(typed)).findFirst();
        if (object.isEmpty()) {
            throw new IllegalArgumentException(
                    "Object \"" + typed + "\" is unknown, try \"ip help\"; ip knows " + String.join(", ", OBJECTS));
        }
        if (details && !object.get().equals("link")) {
            throw new IllegalArgumentException("ip -d: details are modelled of vxlan devices only, and not of "
                    + object.get() + "; write ip -d link show type vxlan, or leave -d out");
        }
        Words rest = words.rest(object.get());
        return switch (object.get()) {
            case "address" -> new IpAddr(namespace, form).run(rest);
            case "link" -> new IpLink(namespace, form, details).run(rest);
            case "route" -> new IpRoute(namespace, form).run(rest);
            case "rule" -> new IpRule(namespace, form).run(rest);
            default -> new IpNeigh(namespace, form).run(rest);
        };
    }
}
