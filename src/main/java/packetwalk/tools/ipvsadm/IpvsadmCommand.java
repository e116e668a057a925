package packetwalk.tools.ipvsadm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import packetwalk.linux.ipvs.Ipvs;
import packetwalk.linux.ipvs.RealServerSpec;
import packetwalk.linux.ipvs.ServiceKey;
import packetwalk.linux.ipvs.Timeouts;
import packetwalk.linux.ipvs.VirtualServer;
import packetwalk.linux.ipvs.VirtualServerSpec;
import packetwalk.tools.line.CommandLine;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Word;
import packetwalk.tools.line.Words;

/** {@code ipvsadm}: virtual servers, by hand. */
public final class IpvsadmCommand implements Tool {

    private final Ipvs ipvs;

    public IpvsadmCommand(Ipvs ipvs) {
        this.ipvs = ipvs;
    }

    @Override
    public String run(Words words, String input) {
        List<Word> line = new ArrayList<>();
        while (words.hasNext()) {
            line.add(words.nextWord("an option"));
        }
        String first = line.isEmpty() ? "-L" : line.get(0).text();
        if (Set.of("-h", "--help").contains(first)) {
            return Usage.TEXT;
        }
        if (Set.of("-v", "--version").contains(first)) {
            return Usage.VERSION;
        }
        if (Set.of("--start-daemon", "--stop-daemon").contains(first)) {
            throw new IllegalArgumentException(
                    "ipvsadm " + first + " is UNKNOWN: synchronization of connections is not modelled; leave it out");
        }
        Arguments arguments = Arguments.of(line.isEmpty() ? List.of(new Word("-L", false)) : line);
        return arguments.verb() == Verb.RESTORE
                ? restore(input)
                : action(arguments).run();
    }

    /** What a line does, once it is understood. */
    private interface Action {
        String run();

        static Action silent(Runnable change) {
            return () -> {
                change.run();
                return "";
            };
        }
    }

    private Action action(Arguments arguments) {
        Request request = new Request(arguments);
        return switch (arguments.verb()) {
            case ADD -> {
                VirtualServerSpec spec = request.service();
                yield Action.silent(() -> ipvs.add(spec));
            }
            case EDIT -> {
                VirtualServerSpec spec = request.service();
                yield Action.silent(() -> ipvs.edit(spec));
            }
            case DELETE -> {
                ServiceKey key = request.key();
                yield Action.silent(() -> ipvs.delete(key));
            }
            case FLUSH -> Action.silent(ipvs::flush);
            case ADD_SERVER, EDIT_SERVER, DELETE_SERVER -> server(arguments.verb(), request.key(), request.server());
            case SET -> {
                int[] times = request.timeouts();
                yield Action.silent(() -> ipvs.timeouts(times[0], times[1], times[2]));
            }
            case ZERO -> zero(arguments, request);
            case SAVE -> () -> new SavedText(arguments).all(ipvs);
            case LIST -> list(arguments, request);
            case RESTORE -> throw new IllegalArgumentException(Arguments.TRY_HELP);
        };
    }

    private Action server(Verb verb, ServiceKey key, RealServerSpec spec) {
        return Action.silent(() -> {
            switch (verb) {
                case ADD_SERVER -> ipvs.add(key, spec);
                case EDIT_SERVER -> ipvs.edit(key, spec);
                default -> ipvs.delete(key, spec.address(), spec.port());
            }
        });
    }

    private Action zero(Arguments arguments, Request request) {
        if (!arguments.has(Option.SERVICE)) {
            return Action.silent(ipvs::zero);
        }
        ServiceKey key = request.key();
        return Action.silent(() -> ipvs.zero(key));
    }

    private Action list(Arguments arguments, Request request) {
        boolean other =
                arguments.has(Option.CONNECTION) || arguments.has(Option.TIMEOUT) || arguments.has(Option.DAEMON);
        boolean columns = arguments.has(Option.STATS)
                || arguments.has(Option.RATE)
                || arguments.has(Option.THRESHOLDS)
                || (arguments.has(Option.PERSISTENT_CONN) && !arguments.has(Option.CONNECTION));
        if (other && columns) {
            throw new IllegalArgumentException(
                    "options conflicts in the list command; ask for connections, timeouts or columns, one at a time");
        }
        if (arguments.has(Option.CONNECTION)) {
            boolean engine = arguments.has(Option.PERSISTENT_CONN);
            return () -> new ConnectionText(arguments.has(Option.NUMERIC), engine).all(ipvs);
        }
        if (arguments.has(Option.TIMEOUT)) {
            return this::timeouts;
        }
        if (arguments.has(Option.DAEMON)) {
            return () -> ""; // none runs
        }
        if (!arguments.has(Option.SERVICE)) {
            return () -> new TableText(arguments).all(ipvs);
        }
        ServiceKey key = request.key();
        return () -> new TableText(arguments).one(service(key));
    }

    private VirtualServer service(ServiceKey key) {
        return ipvs.service(key)
                .orElseThrow(() -> new IllegalArgumentException("No such service: " + key + "; add it with -A"));
    }

    private String timeouts() {
        Timeouts times = ipvs.timeouts();
        return "Timeout (tcp tcpfin udp): " + times.tcp() + " " + times.tcpFin() + " " + times.udp() + "\n";
    }

    /**
     * {@code ipvsadm -R}: a line each. All are read before the first is run; what the kernel refuses of a line, the
     * lines before it have been run.
     */
    private String restore(String input) {
        List<Action> actions = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        int number = 0;
        for (String line : input.lines().toList()) {
            number++;
            List<Word> words = CommandLine.split(line.replaceFirst("#.*", ""));
            boolean named = !words.isEmpty() && words.get(0).text().equals("ipvsadm");
            List<Word> rest = named ? words.subList(1, words.size()) : words;
            if (!rest.isEmpty()) {
                int at = number;
                actions.add(atLine(at, () -> action(Arguments.of(rest))));
                numbers.add(at);
            }
        }
        StringBuilder printed = new StringBuilder();
        for (int i = 0; i < actions.size(); i++) {
            printed.append(atLine(numbers.get(i), actions.get(i)::run));
        }
        return printed.toString();
    }

    private static <T> T atLine(int number, Supplier<T> part) {
        try {
            return part.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
        }
    }
}
