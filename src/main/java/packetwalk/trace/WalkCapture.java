package packetwalk.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import packetwalk.net.Frame;

/**
 * What packet sockets at every device would have seen of a walk. Each decision goes to the frame that it led to, and the end
 * of a packet's way to the last frame at which it was seen.
 */
final class WalkCapture {

    /** What a reader of frames cannot see in them; addresses asked for and ports chosen are frames themselves. */
    private static final Set<Class<? extends Step>> TOLD = Set.of(
            Step.Sent.class,
            Step.Matched.class,
            Step.Translated.class,
            Step.Balanced.class,
            Step.Routed.class,
            Step.Tunnelled.class,
            Step.Logged.class,
            Step.Handled.class,
            Step.Delivered.class,
            Step.Dropped.class);

    /** After these the packet is seen no more. */
    private static final Set<Class<? extends Step>> ENDS =
            Set.of(Step.Handled.class, Step.Delivered.class, Step.Dropped.class);

    /** A frame and what belongs to it, until the walk is over. */
    private record Draft(At at, boolean outgoing, Frame frame, List<String> decisions) {}

    private final List<Draft> drafts = new ArrayList<>();
    private final Map<Integer, Draft> last = new HashMap<>();
    private final Map<Integer, List<String>> pending = new HashMap<>();

    private WalkCapture() {}

    static List<Captured> of(List<Step> steps) {
        WalkCapture capture = new WalkCapture();
        steps.forEach(capture::add);
        List.copyOf(capture.pending.keySet()).forEach(capture::end);
        return capture.drafts.stream()
                .map(draft -> new Captured(draft.at(), draft.outgoing(), draft.frame(), draft.decisions()))
                .toList();
    }

    private void add(Step step) {
        if (step instanceof Step.Transmitted transmitted) {
            seen(step.at(), true, transmitted.frame());
        } else if (step instanceof Step.Received received) {
            seen(step.at(), false, received.frame());
        } else if (TOLD.contains(step.getClass()) && !Way.isUnwantedCopy(step)) {
            pending.computeIfAbsent(step.at().packet(), any -> new ArrayList<>())
                    .add(told(step));
            if (ENDS.contains(step.getClass())) {
                end(step.at().packet());
            }
        }
    }

    private void seen(At at, boolean outgoing, Frame frame) {
        if (Captured.isShown(at.device(), outgoing)) {
            List<String> decisions = pending.remove(at.packet());
            Draft draft = new Draft(at, outgoing, frame, decisions == null ? new ArrayList<>() : decisions);
            drafts.add(draft);
            last.put(at.packet(), draft);
        }
    }

    /** What the packet met goes to its last frame; one that was never seen at a device leaves nothing in a capture. */
    private void end(int packet) {
        Draft draft = last.get(packet);
        List<String> decisions = draft == null ? null : pending.remove(packet);
        if (draft != null && decisions != null) {
            draft.decisions().addAll(decisions);
        }
    }

    private static String told(Step step) {
        String decision = StepLines.decision(step);
        String reason = step.reason();
        return step.at().space() + " " + step.event() + ": " + decision
                + (decision.isEmpty() || reason.isEmpty() ? reason : " (" + reason + ")");
    }
}
