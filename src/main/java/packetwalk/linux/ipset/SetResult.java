package packetwalk.linux.ipset;

/** What became of a change to a set: {@code enum ipset_errno}. */
public enum SetResult {
    DONE,
    /** Added already, or not there to be deleted. */
    EXISTS,
    FULL,
    OUT_OF_RANGE,
    NULL_VALUE,
    INVALID_CIDR,
    INVALID,
    NO_SUCH_MEMBER,
    MEMBER_IS_LIST,
    NO_SUCH_REFERENCE
}
