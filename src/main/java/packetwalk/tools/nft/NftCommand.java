package packetwalk.tools.nft;

import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.nftables.NftRules;
import packetwalk.time.Simulation;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Word;
import packetwalk.tools.line.Words;

/**
 * {@code nft}: changes rules, or lists them. Whatever one call says is one transaction: all of it is done, or nothing.
 *
 * <p>Prints as nft 1.0.6 does. Tables of iptables are not among those that it lists.
 */
public final class NftCommand implements Tool {

    private final NftRules rules;
    private final Simulation simulation;
    private final DeviceNames devices;

    /** {@code nft} in a namespace. */
    public NftCommand(NetworkNamespace namespace) {
        this.rules = namespace.nft();
        this.simulation = namespace.simulation();
        this.devices = word -> namespace.devices().stream()
                .filter(device -> device.name().equals(word)
                        || String.valueOf(device.index()).equals(word))
                .map(NetDevice::name)
                .findFirst();
    }

    @Override
    public String run(Words words, String input) {
        boolean handles = false;
        boolean check = false;
        String file = "";
        while (words.hasNext() && words.peek().startsWith("-")) {
            String option = words.next("an option");
            switch (option) {
                case "-a", "--handle" -> handles = true;
                case "-c", "--check" -> check = true;
                case "-f", "--file" -> file = words.next("a file");
                case "-n", "-y", "--numeric", "--numeric-priority" -> {}
                default ->
                    throw new IllegalArgumentException("nft: option " + option
                            + " is not modelled; it takes -a (handles), -c (check only) and -f - (a file from standard"
                            + " input)");
            }
        }
        Source source = source(words, file, input);
        NftRules draft = rules.draft();
        String printed = new NftFile(new Tokens(source, devices), draft, handles, simulation.now()).run();
        if (!check) {
            commit(source, draft);
        }
        return printed;
    }

    private static Source source(Words words, String file, String input) {
        if (file.isEmpty()) {
            return new Source("", typed(words));
        }
        if (!file.equals("-") && !file.equals("/dev/stdin")) {
            throw new IllegalArgumentException(
                    "nft: " + file + " cannot be read: this prompt has no files; give the text to \"nft -f -\"");
        }
        return new Source("/dev/stdin", input);
    }

    /** What was typed; a comment's and a prefix' quotes, which the prompt has taken, are put back. */
    private static String typed(Words words) {
        StringBuilder text = new StringBuilder();
        String before = "";
        while (words.hasNext()) {
            Word word = words.nextWord("a command");
            boolean quotes = before.equals("comment") || before.equals("prefix");
            String shown = quotes && !word.text().startsWith("\"") ? "\"" + word.text() + "\"" : word.text();
            text.append(text.isEmpty() ? "" : " ").append(shown);
            before = word.text();
        }
        return text + "\n";
    }

    private void commit(Source source, NftRules draft) {
        try {
            rules.commit(draft);
        } catch (IllegalArgumentException e) {
            Token all = new Token(
                    Token.Kind.WORD, "", 1, 1, source.text().split("\n", -1)[0].length());
            throw source.refusal(all, all, String.valueOf(e.getMessage()));
        }
    }
}
