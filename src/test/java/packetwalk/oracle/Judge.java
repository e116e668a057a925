package packetwalk.oracle;

/** Asks both worlds about cases, one after the other: hurried at first, and where they differ once more with patience. */
final class Judge implements AutoCloseable {

    private static final long ENGINE_SEED = 1;

    private final KernelWorld kernel = KernelWorld.start();

    Judgement of(CaseFile file) {
        Judgement hurried = of(file, KernelWorld.Pace.HURRIED);
        return hurried.disagreements().isEmpty()
                ? hurried
                : of(file, KernelWorld.Pace.PATIENT).again();
    }

    Judgement of(CaseFile file, KernelWorld.Pace pace) {
        kernel.begin(pace);
        return new Agreement(new EngineWorld(ENGINE_SEED), kernel).of(file);
    }

    @Override
    public void close() {
        kernel.close();
    }
}
