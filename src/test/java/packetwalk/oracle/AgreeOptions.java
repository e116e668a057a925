package packetwalk.oracle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code ./packetwalk agree} was asked for.
 *
 * @param seed the first generated topology's
 * @param cases how many probes to generate at least
 * @param files cases to read
 * @param generated what the generated ones are made of
 * @param written whether all cases of the tests are to be run too
 */
record AgreeOptions(long seed, int cases, List<Path> files, Generated generated, boolean written, boolean help) {

    static final String USAGE = """
            usage: ./packetwalk agree [--clusters|--vxlan] [--ipv6] [--seed N] [--cases K] [FILE...]

            Builds each case in the engine and in network namespaces of this machine's kernel, sends the same packets
            and compares what they meet. A case is one probe; a topology has 25. Needs root and ip, iptables, nft,
            conntrack, sysctl and python3.

              FILE        a case file (docs/agree.md); with neither FILE nor --cases nor --seed, all of the tests' own
                          and 300 generated cases
              --cases K   generate cases until there are K; 300 if only a seed is given
              --ipv6      what is generated is said in IPv6
              --seed N    the first topology's seed, 1 if not given; the next has the next number
              --clusters  generate clusters: two nodes with kube-proxy's and portmap's rules, called by every way in
              --vxlan     generate hosts and routers with VXLAN tunnels between the routers

            The last line is "agreed X of Y, not comparable Z", where Y are the cases that could be compared.
            Ends with 0 if all agree; 1 if one does not, or less than 95 % could be compared; 2 for a wrong option or
            file; 77 if skipped, as root or a tool is missing.
            """;

    private static final int CASES = 300;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with the word that is wrong, the rule and the remedy
     */
    static AgreeOptions parse(String... words) {
        Optional<Long> seed = Optional.empty();
        Optional<Long> cases = Optional.empty();
        List<Path> files = new ArrayList<>();
        Generated kind = Generated.HOSTS;
        boolean ipv6 = false;
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            switch (word) {
                case "-h", "--help" -> {
                    return new AgreeOptions(0, 0, List.of(), Generated.HOSTS, false, true);
                }
                case "--clusters" -> kind = Generated.CLUSTERS;
                case "--vxlan" -> kind = Generated.VXLAN;
                case "--seed" -> seed = Optional.of(number(word, words, ++i, 0, Long.MAX_VALUE));
                case "--cases" -> cases = Optional.of(number(word, words, ++i, 1, 100_000_000));
                case "--ipv6" -> ipv6 = true;
                default -> files.add(file(word));
            }
        }
        Generated generated = ipv6 ? kind.inIpv6() : kind;
        boolean named = generated != Generated.HOSTS;
        boolean all = seed.isEmpty() && cases.isEmpty() && files.isEmpty() && !named;
        boolean generate = files.isEmpty() || seed.isPresent() || cases.isPresent() || named;
        int count = generate ? cases.map(Long::intValue).orElse(CASES) : 0;
        return new AgreeOptions(seed.orElse(1L), count, files, generated, all, false);
    }

    private static long number(String option, String[] words, int at, long least, long most) {
        String word = at < words.length ? words[at] : "nothing";
        try {
            long number = Long.parseLong(word);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the same refusal
        }
        throw new IllegalArgumentException(
                option + " takes a number from " + least + " to " + most + ", not \"" + word + "\"");
    }

    private static Path file(String word) {
        Path path = Path.of(word);
        if (word.startsWith("-")) {
            throw new IllegalArgumentException("there is no option " + word + "; -h lists them");
        }
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new IllegalArgumentException("cannot read the case file " + word + "; name a file that exists");
        }
        return path;
    }
}
