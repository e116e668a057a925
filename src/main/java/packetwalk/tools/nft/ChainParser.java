package packetwalk.tools.nft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.BaseHook;
import packetwalk.linux.nftables.Family;

/** Reads what stands in the braces of a chain besides its rules. */
final class ChainParser {

    private final Tokens tokens;
    private final Family family;
    private @Nullable BaseHook base;
    private String comment = "";
    private Optional<Boolean> accepts = Optional.empty();

    ChainParser(Tokens tokens, Family family) {
        this.tokens = tokens;
        this.family = family;
    }

    /** Reads a line, if it is not one of a rule. */
    boolean line() {
        if (tokens.at("type") && BaseHook.Type.named(tokens.ahead(1).text()).isPresent()) {
            type();
            return true;
        }
        if (tokens.at("policy")) {
            tokens.next();
            policy();
            return true;
        }
        if (tokens.at("comment")) {
            tokens.next();
            comment = tokens.quoted();
            return true;
        }
        return false;
    }

    private void policy() {
        int mark = tokens.mark();
        String word = tokens.name();
        if (!word.equals("accept") && !word.equals("drop")) {
            throw tokens.refusal(mark, "invalid policy expression");
        }
        accepts = Optional.of(word.equals("accept"));
    }

    private void type() {
        tokens.next();
        int mark = tokens.mark();
        BaseHook.Type type = BaseHook.Type.named(tokens.name()).orElseThrow();
        tokens.expect("hook");
        int at = tokens.mark();
        String hook = tokens.name();
        boolean known = List.of("prerouting", "input", "forward", "output", "postrouting", "ingress", "egress")
                .contains(hook);
        if (!known) {
            throw tokens.refusal(at, "unknown chain hook");
        }
        List<String> devices = devices();
        if (hook.equals("ingress") && devices.isEmpty()) {
            throw tokens.refusal(mark, "Missing `device' in this chain definition");
        }
        int priority = tokens.mark();
        tokens.expect("priority");
        base = new BaseHook(type, hook, devices, priority(hook, priority), true);
        if (!fits(type, base)) {
            throw tokens.refusal(mark, "Could not process rule: Operation not supported");
        }
    }

    /** {@code nft_chain_type.hook_mask}: nat stands at four hooks, behind connection tracking; route at one. */
    private boolean fits(BaseHook.Type type, BaseHook chain) {
        return switch (type) {
            case NAT ->
                !chain.hook().equals("forward")
                        && chain.ipHook().isPresent()
                        && chain.priority() > BaseHook.CONNTRACK
                        && family.atIp();
            case ROUTE -> chain.hook().equals("output") && family.atIp();
            case FILTER -> true;
        };
    }

    private List<String> devices() {
        List<String> devices = new ArrayList<>();
        if (tokens.take("device")) {
            devices.add(tokens.name());
        } else if (tokens.take("devices")) {
            tokens.expect("=");
            tokens.expect("{");
            do {
                devices.add(tokens.name());
            } while (tokens.take(","));
            tokens.expect("}");
        }
        return devices;
    }

    private int priority(String hook, int mark) {
        if (tokens.take("-")) {
            return (int) -tokens.number();
        }
        if (tokens.peek().text().matches("[0-9]+")) {
            return (int) tokens.number();
        }
        String name = tokens.name();
        Optional<Integer> standard = BaseHook.priority(family, hook, name);
        if (standard.isEmpty()) {
            throw tokens.refusal(mark, "invalid priority expression value in this context.");
        }
        if (tokens.take("+")) {
            return (int) (standard.get() + tokens.number());
        }
        return tokens.take("-") ? (int) (standard.get() - tokens.number()) : standard.get();
    }

    /** Where it is hooked in; empty for a chain that rules lead to. */
    Optional<BaseHook> base() {
        return Optional.ofNullable(base).map(each -> each.withPolicy(accepts.orElse(true)));
    }

    /** Whether packets pass that no rule decides about; empty where nothing was said. */
    Optional<Boolean> accepts() {
        return accepts;
    }

    String comment() {
        return comment;
    }
}
