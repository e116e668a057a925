package packetwalk.tools.ipset;

import packetwalk.linux.ipset.Element;
import packetwalk.linux.ipset.IpSet;
import packetwalk.linux.ipset.SetHeader;
import packetwalk.linux.ipset.SetResult;

/** What ipset says of a change that the kernel refused: lib/errcode.c. */
final class ErrorWords {

    private ErrorWords() {}

    static String of(SetResult result, IpsetVerb verb, IpSet set, Element element) {
        String what = ": " + element + " in " + set.name() + "; ";
        return switch (result) {
            case DONE -> throw new AssertionError("nothing was refused");
            case EXISTS ->
                verb == IpsetVerb.ADD
                        ? "Element cannot be added to the set: it's already added" + what + "-exist ignores that"
                        : "Element cannot be deleted from the set: it's not added" + what + "-exist ignores that";
            case FULL ->
                "Hash is full, cannot add more elements" + what + "delete some, or create it with more than maxelem "
                        + (set.header() instanceof SetHeader.Hash hash
                                ? Integer.toUnsignedString(hash.maxelem())
                                : "its own");
            case OUT_OF_RANGE -> "Element is out of the range of the set" + what + "it holds " + set.headerText();
            case NULL_VALUE ->
                "Null-valued element, cannot be stored in a hash type of set" + what + "leave it out, or use a bitmap";
            case INVALID_CIDR ->
                "The value of the CIDR parameter of the IP address is invalid" + what
                        + "write two halves, 0.0.0.0/1 and 128.0.0.0/1";
            case INVALID -> "Kernel error received: Invalid argument" + what + "0.0.0.0 cannot be stored here";
            case NO_SUCH_MEMBER ->
                "Set to be added/deleted/tested as element does not exist" + what + "create it first";
            case MEMBER_IS_LIST ->
                "Sets with list:set type cannot be added to the set" + what + "add its sets one by one";
            case NO_SUCH_REFERENCE ->
                "The set to which you referred with 'before' or 'after' does not exist" + what
                        + "name one that is in the list";
        };
    }
}
