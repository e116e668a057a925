/**
 * The conditions of rules, one a file, each named after its kernel module: {@code xt_mark} is
 * {@link packetwalk.linux.xtables.match.MarkMatch}.
 *
 * <p>Start anywhere. What the stack itself compares ({@code -s -d -i -o -p}) is
 * {@link packetwalk.linux.xtables.match.AddressMatch}, {@link packetwalk.linux.xtables.match.InterfaceMatch} and
 * {@link packetwalk.linux.xtables.match.ProtocolMatch}. What is not modelled is an
 * {@link packetwalk.linux.xtables.match.UnknownMatch}.
 */
@NullMarked
package packetwalk.linux.xtables.match;

import org.jspecify.annotations.NullMarked;
