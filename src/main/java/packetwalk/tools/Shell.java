package packetwalk.tools;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.netfilter.RuleSet;
import packetwalk.linux.xtables.Accounting;
import packetwalk.tools.ipset.IpsetCommand;
import packetwalk.tools.iptables.Afinfo;
import packetwalk.tools.iptables.IptablesCommand;
import packetwalk.tools.iptables.IptablesRestore;
import packetwalk.tools.iptables.IptablesSave;
import packetwalk.tools.ipvsadm.IpvsadmCommand;
import packetwalk.tools.line.CommandLine;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Word;
import packetwalk.tools.line.Words;
import packetwalk.tools.nft.NftCommand;

/**
 * A prompt in one network namespace: runs a command and gives what it prints.
 *
 * <p>No pipes, variables or wildcards: one command, with the quotes of a POSIX shell.
 */
public final class Shell {

    private final Map<String, Tool> tools = new TreeMap<>();

    /** A prompt in {@code namespace}. */
    public Shell(NetworkNamespace namespace) {
        Objects.requireNonNull(namespace, "namespace");
        tools.put("ip", new IpCommand(namespace));
        tools.put("bridge", new BridgeCommand(namespace));
        tools.put("ss", new SsCommand(namespace));
        iptables(Afinfo.IPV4, () -> namespace.netfilter().rules());
        iptables(Afinfo.IPV6, () -> namespace.ipv6().netfilter().rules());
        tools.put("nft", new NftCommand(namespace));
        tools.put("ipset", new IpsetCommand(namespace.sets()));
        tools.put("ipvsadm", (words, input) -> new IpvsadmCommand(namespace.ipvs()).run(words, input));
        tools.put("sysctl", new SysctlCommand(namespace.sysctls()));
        tools.put("nfacct", new NfacctCommand(Accounting.of(namespace.ipv4().surroundings())));
        tools.put("dmesg", new DmesgCommand(namespace.kernelLog()));
        tools.put("cat", new CatCommand(namespace));
        tools.put("conntrack", new ConntrackCommand(namespace.conntrack()));
    }

    /** The three commands of one family; its rules are asked for when they are run. */
    private void iptables(Afinfo family, Supplier<RuleSet> rules) {
        String name = family.tool();
        tools.put(name, (words, input) -> new IptablesCommand(family, rules.get()).run(words, input));
        tools.put(name + "-save", (words, input) -> new IptablesSave(family, rules.get()).run(words, input));
        tools.put(name + "-restore", (words, input) -> new IptablesRestore(family, rules.get()).run(words, input));
    }

    /** One more command, such as one that knows of more than the namespace. */
    public Shell with(String name, Tool tool) {
        tools.put(name, tool);
        return this;
    }

    /**
     * Runs one command, as {@code ip route add 10.0.1.0/24 via 10.100.0.2}.
     *
     * @return what it prints, lines ended by {@code \n}; empty for silent success
     * @throws IllegalArgumentException for a command, option or value that the tool refuses, with the value, the rule
     *     and the remedy; nothing has changed then
     */
    public String run(String commandLine) {
        return run(commandLine, "");
    }

    /**
     * Runs one command with {@code input} on its standard input: {@code iptables-restore} reads a file from there.
     *
     * @return what it prints
     * @throws IllegalArgumentException as {@link #run(String)}; for a file with the number of the line
     */
    public String run(String commandLine, String input) {
        List<Word> words = CommandLine.typed(commandLine);
        if (words.isEmpty()) {
            return "";
        }
        String name = words.get(0).text();
        Tool tool = tools.get(name);
        if (tool == null) {
            throw new IllegalArgumentException(
                    name + ": command not found; this prompt knows " + String.join(", ", tools.keySet()));
        }
        return tool.run(new Words(name, words.subList(1, words.size())), Objects.requireNonNull(input, "input"));
    }

    /** Runs one command that may be refused, as a script does without {@code set -e}; whether it was not. */
    public boolean succeeds(String commandLine) {
        return succeeds(commandLine, "");
    }

    /** The same with {@code input} on its standard input. */
    public boolean succeeds(String commandLine, String input) {
        try {
            run(commandLine, input);
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }
}
