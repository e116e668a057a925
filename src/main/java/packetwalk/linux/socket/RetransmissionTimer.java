package packetwalk.linux.socket;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import packetwalk.time.Simulation;

/**
 * When TCP sends again, and when it gives up: net/ipv4/tcp_timer.c.
 *
 * <p>A SYN goes out again after 1, 1, 1, 1, 1, 2, 4 … seconds, ten times, and fails after 131 s
 * ({@code tcp_syn_retries} 6, {@code tcp_syn_linear_timeouts} 4); a SYN-ACK after 1, 2, 4 … seconds, five times; data
 * after 200 ms doubling up to two minutes, fifteen times ({@code tcp_retries2}).
 */
final class RetransmissionTimer {

    private static final long INITIAL = Duration.ofSeconds(1).toNanos();
    private static final long MINIMUM = Duration.ofMillis(200).toNanos();
    private static final long MAXIMUM = Duration.ofSeconds(120).toNanos();
    private static final int SYN_LINEAR = 4;
    private static final int SYN_RETRIES = 6 + SYN_LINEAR;
    private static final int SYN_ACK_RETRIES = 5;
    private static final int DATA_RETRIES = 15;

    private final Simulation simulation;
    private final Runnable again;
    private final Runnable giveUp;
    private Simulation.@Nullable Timer timer;
    private TcpState phase = TcpState.CLOSED;
    private int retries;
    private long timeout;

    RetransmissionTimer(Simulation simulation, Runnable again, Runnable giveUp) {
        this.simulation = simulation;
        this.again = again;
        this.giveUp = giveUp;
    }

    /** Something that wants an acknowledgement was sent in state {@code state}; begins to wait unless it does already. */
    void sent(TcpState state) {
        if (timer != null && phase == state) {
            return;
        }
        acknowledged();
        phase = state;
        retries = 0;
        timeout = state == TcpState.SYN_SENT || state == TcpState.SYN_RECV ? INITIAL : MINIMUM;
        arm();
    }

    /** Everything was acknowledged, or the socket is gone: nothing to wait for. */
    void acknowledged() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void arm() {
        timer = simulation.after(timeout, this::expired);
    }

    private void expired() {
        timer = null;
        int limit =
                phase == TcpState.SYN_SENT ? SYN_RETRIES : phase == TcpState.SYN_RECV ? SYN_ACK_RETRIES : DATA_RETRIES;
        if (retries >= limit) {
            giveUp.run();
            return;
        }
        retries++;
        if (phase != TcpState.SYN_SENT || retries > SYN_LINEAR) {
            timeout = Math.min(timeout * 2, MAXIMUM);
        }
        arm();
        again.run();
    }
}
