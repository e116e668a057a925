package packetwalk.trace;

/**
 * Something that decides about packets and always prints the same: a rule, a route. A step keeps it instead of its text,
 * which is made if somebody reads it.
 */
public interface Unchanging {}
