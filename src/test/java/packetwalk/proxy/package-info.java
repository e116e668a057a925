/**
 * kube-proxy's tests, and the real kube-proxy as their judge: {@code ./packetwalk agree --kube-proxy}.
 *
 * <p>{@link packetwalk.proxy.RandomCluster} draws nodes, Services and slices; a {@link packetwalk.proxy.Question} is put
 * to our proxier and to {@link packetwalk.proxy.RealKubeProxy}, a Go program of {@code src/test/go}; their
 * {@link packetwalk.proxy.Answer}s must be equal. Some questions with the real one's answers are kept as data, so that
 * {@code mvn verify} judges without Go.
 */
@NullMarked
package packetwalk.proxy;

import org.jspecify.annotations.NullMarked;
