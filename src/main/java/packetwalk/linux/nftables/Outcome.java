package packetwalk.linux.nftables;

import packetwalk.linux.xtables.Verdict;
import packetwalk.trace.Unchanging;

/** What a statement says of the rule and of the packet: {@code enum nft_verdicts} and those of netfilter. */
public sealed interface Outcome extends Unchanging {

    /** The next statement of the rule: {@code NFT_CONTINUE} within a rule. */
    Outcome GO_ON = new GoOn();

    /** The rule does not apply: {@code NFT_BREAK}. */
    Outcome BREAK = new Break();

    /** The rule applies and says nothing: the next rule. */
    Outcome CONTINUE = new Continue();

    /** Back behind the last jump; in a base chain the policy decides. */
    Outcome RETURN = new Return();

    /** The packet passes this base chain. */
    Outcome ACCEPT = new Final(Verdict.ACCEPT);

    /** The packet ends. */
    Outcome DROP = new Final(Verdict.DROP);

    /** See {@link #GO_ON}. */
    record GoOn() implements Outcome {}

    /** See {@link #BREAK}. */
    record Break() implements Outcome {}

    /** See {@link #CONTINUE}. */
    record Continue() implements Outcome {
        @Override
        public String toString() {
            return "continue";
        }
    }

    /** See {@link #RETURN}. */
    record Return() implements Outcome {
        @Override
        public String toString() {
            return "return";
        }
    }

    /** Another chain of the table goes on. */
    record Jump(String chain, boolean comesBack) implements Outcome {

        /** The same, if the chain {@code from} is called {@code to} now. */
        Jump renamed(String from, String to) {
            return chain.equals(from) ? new Jump(to, comesBack) : this;
        }

        @Override
        public String toString() {
            return (comesBack ? "jump " : "goto ") + chain;
        }
    }

    /** The base chain is left with this. */
    record Final(Verdict verdict) implements Outcome {
        @Override
        public String toString() {
            if (verdict.equals(Verdict.ACCEPT)) {
                return "accept";
            }
            return verdict.equals(Verdict.DROP) ? "drop" : verdict.toString();
        }
    }

    /** The same, if the chain {@code from} is called {@code to} now. */
    static Outcome leading(Outcome outcome, String from, String to) {
        return outcome instanceof Jump jump ? jump.renamed(from, to) : outcome;
    }

    /** What is not modelled decides. */
    static Outcome unknown(String name) {
        return new Final(new Verdict.Unknown(name));
    }
}
