package packetwalk.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Several judges at work, each with an engine and a process of namespaces of its own; heard in the order of the cases. */
final class Judges {

    private static final int MOST = 4;

    private final int count = Math.min(MOST, Runtime.getRuntime().availableProcessors());

    /** What came of a case, with a smaller case for each of its first disagreements. */
    record Verdict(Judgement judgement, Map<Disagreement, CaseFile> smaller) {}

    /** Judges all {@code cases}; {@code heard} gets each verdict, in order, from this thread. */
    void judge(List<Supplier<CaseFile>> cases, Consumer<Verdict> heard) {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        BlockingQueue<Judge> idle = new LinkedBlockingQueue<>();
        try {
            for (int i = 0; i < count; i++) {
                idle.add(new Judge());
            }
            List<Future<Verdict>> verdicts = new ArrayList<>();
            for (Supplier<CaseFile> each : cases) {
                verdicts.add(threads.submit(() -> verdict(each.get(), idle)));
            }
            for (Future<Verdict> verdict : verdicts) {
                heard.accept(verdict.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            threads.shutdownNow();
            idle.forEach(Judge::close);
        }
    }

    private static Verdict verdict(CaseFile file, BlockingQueue<Judge> idle) throws InterruptedException {
        Judge judge = idle.take();
        try {
            Judgement judgement = judge.of(file);
            Map<Disagreement, CaseFile> smaller = new ConcurrentHashMap<>();
            // the first: what follows it is often its consequence
            judgement.disagreements().stream()
                    .limit(1)
                    .forEach(first -> smaller.put(first, new Shrinker(judge).shrink(file, first)));
            return new Verdict(judgement, smaller);
        } finally {
            idle.add(judge);
        }
    }
}
