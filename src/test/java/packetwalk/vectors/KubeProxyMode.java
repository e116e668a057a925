package packetwalk.vectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.net.IpFamily;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.iptables.IptablesProxier;
import packetwalk.proxy.iptables.IptablesSync;
import packetwalk.proxy.iptables.Jump;
import packetwalk.proxy.iptables.LastSync;
import packetwalk.proxy.nftables.Loaded;
import packetwalk.proxy.nftables.NftablesProxier;

/** How a scenario's kube-proxy writes its rules: the commands of a first sync. */
enum KubeProxyMode {
    IPTABLES {
        @Override
        List<Command> preparation(Scenario scenario) {
            List<Command> commands = new ArrayList<>();
            if (scenario.node().kernel().nfacct()) {
                commands.add(new Command("nfacct add ct_state_invalid_dropped_pkts", ""));
                commands.add(new Command("nfacct add localhost_nps_accepted_pkts", ""));
            }
            IptablesSync sync = sync(scenario);
            sync.jumps().stream().map(Jump::newChain).distinct().forEach(line -> commands.add(new Command(line, "")));
            sync.jumps().forEach(jump -> commands.add(new Command(jump.insert(), "")));
            return commands;
        }

        @Override
        Command rules(Scenario scenario) {
            String tool = scenario.node().family() == IpFamily.IPV4 ? "iptables-restore" : "ip6tables-restore";
            return new Command(tool + " --noflush --counters", sync(scenario).restore());
        }

        private IptablesSync sync(Scenario scenario) {
            return IptablesProxier.sync(scenario.node(), scenario.view(), LastSync.none(Set.of()));
        }

        /** The first {@code choice} chances of each chain are gone, and the next one is certain. */
        @Override
        String forced(String rules, int choice) {
            Map<String, Integer> seen = new LinkedHashMap<>();
            StringBuilder text = new StringBuilder();
            for (String line : rules.lines().toList()) {
                Matcher chance = CHANCE.matcher(line);
                boolean dice = chance.find();
                int place = dice ? seen.merge(line.split(" ")[1], 1, Integer::sum) - 1 : 0;
                text.append(dice ? chance.replaceFirst("--probability " + (place < choice ? "0" : "1")) : line)
                        .append('\n');
            }
            return text.toString();
        }

        @Override
        boolean leadsTo(String rules, String address) {
            return rules.contains("-d " + address + " ");
        }
    },

    NFTABLES {
        @Override
        List<Command> preparation(Scenario scenario) {
            return List.of();
        }

        @Override
        Command rules(Scenario scenario) {
            ProxyView view = scenario.view().withServiceCidrs(scenario.serviceCidrs());
            String transaction = NftablesProxier.sync(
                            scenario.node(), view, packetwalk.proxy.nftables.LastSync.NONE, Loaded.NOTHING, 0)
                    .transaction();
            return new Command("nft -f -", transaction);
        }

        /** Each draws of one number: of the {@code choice}-th, or of the last. */
        @Override
        String forced(String rules, int choice) {
            return NUMGEN.matcher(rules).replaceAll(dice -> {
                int last = Integer.parseInt(dice.group(1)) - 1;
                return "numgen random mod 1 offset " + Math.min(choice, last);
            });
        }

        @Override
        boolean leadsTo(String rules, String address) {
            return rules.contains("{ " + address + " . ");
        }
    };

    private static final Pattern CHANCE = Pattern.compile("--probability [0-9.]+");
    private static final Pattern NUMGEN = Pattern.compile("numgen random mod ([0-9]+)");

    /** A command line, and what it reads from standard input. */
    record Command(String line, String input) {}

    /** What comes before the rules. */
    abstract List<Command> preparation(Scenario scenario);

    /** What loads all rules. */
    abstract Command rules(Scenario scenario);

    /** The text of rules, with every choice of an endpoint made beforehand, counted from 0. */
    abstract String forced(String rules, int choice);

    /** Whether rules are about packets to an address. */
    abstract boolean leadsTo(String rules, String address);
}
