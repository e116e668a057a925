package packetwalk.linux.nftables;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import packetwalk.trace.Unchanging;

/**
 * A rule: statements in order, each asked only if those before it went on; {@code struct nft_rule}.
 *
 * <p>Itself it never changes; what its statements remember does.
 */
public final class NftRule implements Unchanging {

    private final List<Statement> statements;
    private final String comment;
    private final int handle;
    private final boolean tracks;

    /** For each statement, what becomes of the packet if the engine does not model it. */
    private final List<Optional<Outcome>> unmodelled;

    private NftRule(List<Statement> statements, String comment, int handle) {
        this.statements = statements;
        this.comment = comment;
        this.handle = handle;
        this.unmodelled = statements.stream()
                .map(each -> each.unknown().map(Outcome::unknown))
                .toList();
        this.tracks = statements.stream().anyMatch(Statement::tracks);
    }

    /** A rule that is in no chain yet. */
    public static NftRule of(List<Statement> statements, String comment) {
        return new NftRule(List.copyOf(statements), Objects.requireNonNull(comment, "comment"), 0);
    }

    /** What a chain keeps of it: with a handle, and a memory of its own. */
    NftRule installed(int number) {
        return new NftRule(statements.stream().map(Statement::installed).toList(), comment, number);
    }

    /** The same, if the chain {@code from} is called {@code to} now. */
    NftRule leading(String from, String to) {
        boolean leads = statements.stream().anyMatch(each -> each.chains().contains(from));
        return leads
                ? new NftRule(
                        statements.stream().map(each -> each.leading(from, to)).toList(), comment, handle)
                : this;
    }

    public List<Statement> statements() {
        return statements;
    }

    public String comment() {
        return comment;
    }

    /** By which its table knows it, as {@code nft -a} shows; 0 while it is in no chain. */
    public int handle() {
        return handle;
    }

    boolean tracks() {
        return tracks;
    }

    /** Runs it; the last statement that does not go on decides. */
    Outcome evaluate(Evaluation at) {
        for (int i = 0; i < statements.size(); i++) {
            Optional<Outcome> unknown = unmodelled.get(i);
            Outcome outcome =
                    unknown.isPresent() ? unknown.get() : statements.get(i).execute(at);
            if (outcome != Outcome.GO_ON) {
                return outcome;
            }
        }
        return Outcome.CONTINUE;
    }

    /** As {@code nft list} prints it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Statement statement : statements) {
            String words = statement.toString();
            text.append(text.isEmpty() || words.isEmpty() ? "" : " ").append(words);
        }
        String before = text.isEmpty() ? "" : " ";
        return text.append(comment.isEmpty() ? "" : before + "comment \"" + comment + "\"")
                .toString();
    }

    /** As {@code nft -a list} prints it. */
    @Override
    public String toString() {
        return text() + (handle == 0 ? "" : " # handle " + handle);
    }
}
