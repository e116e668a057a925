/** A Kubernetes network in one JVM: {@code cluster()}, its scopes, and the handles that a person holds. */
package packetwalk;
